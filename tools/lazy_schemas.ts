/**
 * Has a bundle make the schemas of the ops when one of them is first asked for, and start zod then. A declaration says
 * `args: z.object(...)`, which would do all of that at every start: some 13 ms of processor time before the first answer.
 */

/** A module of an op as `deno bundle` writes it, up to the next module. */
const op_module = /^\/\/ (ops\/\w+\.ts)\n[^]*?(?=^\/\/ |(?![^]))/gm;

/** `defineOp({ ... })`: its indentation, what stands before the fields, the fields. */
const declaration = /^( *)(.*\bdefineOp\(\{\n)((?:\1 +.*\n)*)(?=\1\}\))/gm;

/** A value that is made when the module is loaded, to its end; functions and the ops themselves make no schema then. */
const made_at_once = /^ {4}(\w+) = (?!defineOp\(|\([^)\n]*\) =>)(.*(?:\n {5,}.*)*(?:\n {4}[})\]].*)?);$/gm;

/** Texts, which may have the brackets of a call in them. */
const text_literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/**
 * The bundle with a getter for each schema of an op: it makes the schema once.
 *
 * @throws {Error} An op's schemas are not where they are expected, or a module of an op makes something else of zod at once.
 *
 * @example
 * ```ts
 * import { withLazySchemas } from "./lazy_schemas.ts";
 * import assert from "node:assert/strict";
 *
 * const zod = `// npm:zod@4.0.0/index.js\nvar init_zod = __esm({});\n\n`;
 * const op = `// ops/a.ts\n    init_zod();\n    a = defineOp({\n      args: object({}),\n      response: int(),\n    });\n`;
 * const text = withLazySchemas(zod + op);
 * assert.match(text, /get args\(\) \{ return __schema\(this, "args", \(\) => object\(\{\}\)\); \},\n/);
 * assert.ok(text.indexOf("init_zod();") < text.indexOf("// ops/a.ts"));
 * ```
 */
export function withLazySchemas(text: string): string {
  const start = /^\/\/ npm:zod@[^/\n]+\/index\.js\nvar (\w+) = /m.exec(text)?.[1];
  if (start === undefined) {
    throw new Error("The bundle should have zod in it. Look how ops make their schemas.");
  }
  const lazy = text.replaceAll(op_module, (module, path: string) => {
    if (!module.includes(`    ${start}();\n`)) return module;
    for (const [, name, value = ""] of module.matchAll(made_at_once)) {
      if (!/[\w)]\(/.test(value.replaceAll(text_literal, ""))) continue;
      throw new Error(
        `${path} makes ${name} when it is loaded. Make it a function: schemas are made on use.`,
      );
    }
    return withGetters(module.replace(`    ${start}();\n`, ""), path);
  });
  return definition(start) + lazy;
}

function withGetters(module: string, path: string): string {
  return module.replace(declaration, (_whole, indent: string, before: string, fields: string) => {
    let made = 0;
    const at = `${indent}  `;
    const field = new RegExp(
      `^${at}(args|response): (\\w+\\(.*(?:\\n${at} .*)*(?:\\n${at}[})\\]].*)?),$`,
      "gm",
    );
    const lazy = fields.replace(field, (_field, key: string, schema: string) => {
      made++;
      return `${at}get ${key}() { return __schema(this, "${key}", () => ${schema}); },`;
    });
    if (made !== 2) throw new Error(`${path}: expected the schemas args and response in defineOp().`);
    return indent + before + lazy;
  });
}

function definition(start: string): string {
  return `var __schema = (op, key, make) => {
  ${start}();
  const value = make();
  Object.defineProperty(op, key, { value });
  return value;
};
`;
}
