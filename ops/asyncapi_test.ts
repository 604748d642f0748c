import assert from "node:assert/strict";
import * as z from "zod";
import { argsSchema, asyncApiOf, type Json } from "./asyncapi.ts";
import { defineOp } from "./op.ts";
import { table } from "./table.ts";

/** Parsed again: what JSON can't say is not in the document. */
const document = JSON.parse(JSON.stringify(asyncApiOf(table)));

/** Every object of the document with its path. */
function* objects(value: Json, path = "#"): Generator<[string, { readonly [key: string]: Json }]> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield [path, value as { readonly [key: string]: Json }];
  for (const [key, part] of Object.entries(value)) yield* objects(part, `${path}/${key}`);
}

function resolve(ref: string): unknown {
  return ref.slice(2).split("/").reduce((at, key) => at?.[key], document);
}

/** The rules of the AsyncAPI 3.0 specification about the parts that are used here. */
Deno.test("the document is valid AsyncAPI 3.0", () => {
  assert.equal(document.asyncapi, "3.0.0");
  const roots = [
    "asyncapi",
    "id",
    "info",
    "servers",
    "defaultContentType",
    "channels",
    "operations",
    "components",
  ];
  assert.deepEqual(Object.keys(document).filter((key) => !roots.includes(key)), []);
  for (const part of ["title", "version", "description"]) assert.equal(typeof document.info[part], "string");
  for (const { host, protocol } of Object.values<Record<string, string>>(document.servers)) {
    assert.doesNotMatch(host!, /\/\//);
    assert.match(protocol!, /^wss?$/);
  }
  const names = [document.servers, document.channels, document.operations, document.components.messages];
  for (const key of names.flatMap(Object.keys)) assert.match(key, /^[A-Za-z0-9_.-]+$/);
  for (const [path, { $ref }] of objects(document)) {
    if (typeof $ref === "string") assert.ok(resolve($ref) !== undefined, `${path}: ${$ref}`);
  }
  for (const [name, operation] of Object.entries<Record<string, never>>(document.operations)) {
    const { action, channel, messages, reply } = operation as unknown as {
      action: string;
      channel: { $ref: string };
      messages: { $ref: string }[];
      reply: { channel: { $ref: string }; messages: { $ref: string }[] };
    };
    assert.match(action, /^(send|receive)$/, name);
    // Messages of an operation must be references into its own channel.
    for (const { $ref } of messages) assert.ok($ref.startsWith(`${channel.$ref}/messages/`), $ref);
    for (const { $ref } of reply.messages) {
      assert.ok($ref.startsWith(`${reply.channel.$ref}/messages/`), $ref);
    }
  }
  for (const message of Object.values<Record<string, unknown>>(document.components.messages)) {
    assert.equal((message.payload as { type: string }).type, "object");
    for (const example of (message.examples ?? []) as object[]) assert.ok("payload" in example);
  }
});

Deno.test("the document has every op of the table with all of its examples", () => {
  assert.deepEqual(Object.keys(document.operations), [...table.keys()]);
  const shown = [...objects(document)].filter(([path]) =>
    /answer\/examples\/\d+$|failure\/examples\/\d+$/.test(path)
  );
  const given = [...table.values()].flatMap((op) => op.examples.map(({ title }) => title.en));
  assert.deepEqual(shown.map(([, { summary }]) => summary).sort(), given.sort());
});

Deno.test("each shown request has the fields that its schema asks for", () => {
  for (
    const [name, { payload, examples = [] }] of Object.entries<Record<string, never>>(
      document.components.messages,
    )
  ) {
    const { required, properties } = payload as unknown as { required: string[]; properties: object };
    for (const example of examples as unknown as { payload: object }[]) {
      for (const key of required) assert.ok(key in example.payload, `${name} ${key}`);
      for (const key of Object.keys(example.payload)) assert.ok(key in properties, `${name} ${key}`);
    }
  }
});

/** The document of one op alone. */
function documentOf(parts: Partial<Parameters<typeof defineOp>[0]>) {
  const name = parts.name ?? "odd";
  const op = defineOp({
    name,
    summary: { en: "Odd.", zh: "奇怪。" },
    args: z.object({}),
    response: z.object({}),
    examples: [],
    handle: () => ({}),
    ...parts,
  });
  return JSON.parse(JSON.stringify(asyncApiOf(new Map([[name, op]]))));
}

Deno.test("an answer has the op's status: 202 where it says so, else 200; what has another is a failure", () => {
  const examples = [200, 202, 500].map((status) => ({
    title: { en: `Answered ${status}`, zh: `${status}` },
    request: { op: "odd" },
    answer: { status },
  }));
  for (const success of [undefined, 200, 202] as const) {
    const { messages } = documentOf({ examples, ...(success ? { success } : {}) }).components;
    const [request, answer, failure] = ["odd.request", "odd.answer", "failure"].map((name) => messages[name]);
    const good = success ?? 200;
    assert.deepEqual(answer.payload.properties.status, { const: good });
    const shown = (message: { examples: { summary: string }[] }) =>
      message.examples.map(({ summary }) => summary);
    assert.deepEqual([shown(request), shown(answer)], [[`Answered ${good}`], [`Answered ${good}`]]);
    assert.deepEqual(shown(failure), [good === 200 ? "Answered 202" : "Answered 200", "Answered 500"]);
  }
});

Deno.test("a part of the document without an example has no list of them", () => {
  const { messages } = documentOf({}).components;
  for (const message of Object.values<object>(messages)) assert.ok(!("examples" in message));
});

Deno.test("letters of an op's name that a key can't have become their code in hexadecimal", () => {
  const { operations, components } = documentOf({ name: "时 a/b" });
  assert.deepEqual(Object.keys(operations), ["_65f6_20a_2fb"]);
  assert.deepEqual(Object.keys(components.messages), [
    "_65f6_20a_2fb.request",
    "_65f6_20a_2fb.answer",
    "failure",
  ]);
});

Deno.test("only a student's op is marked as one", () => {
  for (const own of [true, false, undefined]) {
    const { tags } = documentOf({ own }).operations.odd;
    assert.equal(tags?.[0].name, own ? "own" : undefined);
  }
});

Deno.test("a request needs args where one of them has no default, an answer a response where its schema wants one", () => {
  const requiredBy = (parts: Parameters<typeof documentOf>[0]) => {
    const { messages } = documentOf(parts).components;
    return ["odd.request", "odd.answer"].map((name) => messages[name].payload.required.join());
  };
  const none = z.object({ a: z.string().optional(), b: z.number().default(5) });
  assert.deepEqual(requiredBy({ args: none }), ["op", "status,error,response"]);
  const response = z.object({}).optional();
  assert.deepEqual(requiredBy({ args: z.object({ a: z.string() }), response }), ["op,args", "status,error"]);
});

Deno.test("args are described without what has a default among the required, and allow keys that nobody knows", () => {
  const schema = argsSchema(table.get("hello")!);
  assert.deepEqual(schema.required, ["v", "net", "nonce"]);
  assert.ok(!("additionalProperties" in schema) && !("$schema" in schema));
  assert.ok(!("required" in argsSchema(table.get("sample")!)));
});
