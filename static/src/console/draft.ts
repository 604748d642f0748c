/** Requests to begin with, made from an op's description. Pure. */
import type { OpDescription, Schema } from "./op_description.ts";

/** Messages that are no request, each wrong in its own way. The first is the lecture's: a slip of the keyboard. */
export const raw_messages: readonly string[] = [
  '{"op": "peers"',
  "Hello, node!",
  "null",
  "[]",
  '{"args": {}}',
  '{"op": 5}',
  "NaN",
];

/**
 * A request of that op with the args that it requires.
 *
 * @param url The node's own address: what else should be registered there first?
 *
 * @example
 * ```ts
 * import { draftOf } from "./draft.ts";
 * import { lecture_ops } from "./op_description.ts";
 * import assert from "node:assert/strict";
 *
 * const [, register] = lecture_ops;
 * assert.deepEqual(JSON.parse(draftOf(register!, "ws://a/ws")), { op: "register", args: { addr: "ws://a/ws" } });
 * ```
 */
export function draftOf({ name, args }: OpDescription, url: string): string {
  const sample = sampleObject(args, url);
  return JSON.stringify(Object.keys(sample).length > 0 ? { op: name, args: sample } : { op: name }, null, 2);
}

/** A value that the schema allows, as a beginning. */
export function sampleOf(name: string, schema: Schema, url: string): unknown {
  const [given] = [schema.default, schema.examples?.[0], schema.enum?.[0]].filter((value) =>
    value !== undefined
  );
  if (given !== undefined) return given;
  if (schema.anyOf?.[0]) return sampleOf(name, schema.anyOf[0], url);
  switch (schema.type) {
    case "integer":
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return sampleObject(schema, url);
    default:
      return /addr|url/i.test(name) ? url : "foxchain";
  }
}

function sampleObject({ properties = {}, required = [] }: Schema, url: string): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, sampleOf(name, properties[name] ?? {}, url)]));
}
