import assert from "node:assert/strict";
import { asyncApiOf, type Json } from "./asyncapi.ts";
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
  for (const part of ["title", "version"]) assert.equal(typeof document.info[part], "string");
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
