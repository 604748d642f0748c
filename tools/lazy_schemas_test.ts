/** Schemas of a bundle are made on use, once, and are the same; what can't be put off is refused. */
import assert from "node:assert/strict";
import { withLazySchemas } from "./lazy_schemas.ts";

const zod = `// npm:zod@4.0.0/index.js
var init_zod = __esm({});

`;

/** A module of an op as \`deno bundle\` writes it. */
function opModule(fields: string, before = ""): string {
  return `// ops/echo.ts
var echo;
var init_echo = __esm({
  "ops/echo.ts"() {
    init_zod();
    init_op();
${before}    echo = defineOp({
${fields}
    });
  }
});

// ops/next.ts
`;
}

const fields = `      name: "echo",
      args: object({
        text: string().meta({
          description: "Any text."
        })
      }).strict(),
      response: object({}),
      examples: [
        {
          request: { op: "echo", args: { text: "a" } },
          answer: {
            response: {}
          }
        }
      ],
      handle: ({ text }) => ({ text })`;

/** Runs such a module; tells what was made of zod so far, and gives the op. */
function run(bundle: string) {
  const made: string[] = [];
  const note = (
    name: string,
  ) => (made.push(name), { name, meta: () => ({}), strict: () => ({ name: "strict" }) });
  const load = new Function(
    "__esm",
    "defineOp",
    "init_op",
    "object",
    "string",
    "start",
    `${bundle.replace("= __esm({});", "= start;")}\ninit_echo();\nreturn echo;`,
  );
  const op = load(
    (module: Record<string, () => void>) => () => Object.values(module)[0]!(),
    (op: unknown) => op,
    () => {},
    () => note("object"),
    () => note("string"),
    () => made.push("start"),
  );
  return { op, made };
}

Deno.test("an op's schemas are made when they are asked for, after zod was started, and once", () => {
  const { op, made } = run(withLazySchemas(zod + opModule(fields)));
  assert.deepEqual(made, []);
  assert.equal(op.args.name, "strict");
  assert.deepEqual(made, ["start", "string", "object"]);
  assert.equal(op.args, op.args);
  assert.equal(made.length, 3);
  assert.equal(op.response.name, "object");
  assert.deepEqual(Object.keys(op), ["name", "args", "response", "examples", "handle"]);
});

Deno.test("examples stay as they are: they have fields of the same names", () => {
  const { op } = run(withLazySchemas(zod + opModule(fields)));
  assert.deepEqual(op.examples[0], {
    request: { op: "echo", args: { text: "a" } },
    answer: { response: {} },
  });
});

Deno.test("a function beside the op may make a part of a schema", () => {
  const part = "    label = () => string();\n";
  assert.ok(withLazySchemas(zod + opModule(fields, part)).includes(part));
});

for (
  const value of [
    "string().max(64)",
    "[\n      string()\n    ]",
    "{\n      text: z.string()\n    }",
    "string(`a`)",
  ]
) {
  Deno.test(`what an op's module makes of zod at once is refused by name: ${value}`, () => {
    assert.throws(
      () => withLazySchemas(zod + opModule(fields, `    label2 = ${value};\n`)),
      /^Error: ops\/echo\.ts makes label2 when it is loaded\. Make it a function/,
    );
  });
}

Deno.test("data beside the op is no schema, whatever its texts say", () => {
  const data =
    '    examples = [\n      {\n        title: "peers() is \\"asked\\""\n      }\n    ];\n    most = 64;\n';
  assert.ok(withLazySchemas(zod + opModule(fields, data)).includes(data));
});

Deno.test("an op whose schemas are not found is refused", () => {
  const elsewhere = fields.replace("args: object({", "args: made({").replace(
    "response: object({})",
    "response",
  );
  assert.throws(() => withLazySchemas(zod + opModule(elsewhere)), /ops\/echo\.ts: expected the schemas/);
});

Deno.test("a bundle without zod is refused: the ops then make their schemas otherwise", () => {
  assert.throws(() => withLazySchemas(opModule(fields)), /Look how ops make their schemas/);
});

Deno.test("modules that are no ops keep their start of zod", () => {
  const other = `// node/a.ts\n    init_zod();\n    a = object({});\n`;
  assert.ok(withLazySchemas(zod + other).endsWith(other));
});
