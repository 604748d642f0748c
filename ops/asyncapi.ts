/** The protocol as an AsyncAPI 3.0 document, made from the table of ops alone. */
import { describeOp } from "./ops.ts";
import type { Words } from "../discovery/words.ts";
import type { Example, Op } from "./op.ts";

/** A part of the document: JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type JsonObject = { readonly [key: string]: Json };

const channel = { $ref: "#/channels/ws" };
const id: JsonObject = {
  description: "Anything; the answer bears the same. Without it answers come in order.",
};

/**
 * Describes the ops of a table.
 *
 * @example
 * ```ts
 * import { asyncApiOf } from "./asyncapi.ts";
 * import { table } from "./table.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(asyncApiOf(table).asyncapi, "3.0.0");
 * ```
 */
export function asyncApiOf(table: ReadonlyMap<string, Op>): JsonObject {
  const ops = [...table.values()];
  const messages = Object.fromEntries([
    ...ops.flatMap((op) => [[requestName(op), requestMessage(op)], [answerName(op), answerMessage(op)]]),
    ["failure", failureMessage(ops)],
  ]);
  const in_channel = Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "foxchain",
      version: "1",
      description: "Peers of a teaching network: each node stores addresses and tells them. " +
        "JSON text messages on one WebSocket; after hello either end may ask.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: { node: { host: "localhost:9000", protocol: "ws", description: "A node on this computer." } },
    channels: {
      ws: { address: "/ws", title: "The node's WebSocket", messages: Object.fromEntries(in_channel) },
    },
    operations: Object.fromEntries(ops.map((op) => [keyOf(op.name), operation(op)])),
    components: { messages },
  };
}

function operation(op: Op): JsonObject {
  return {
    action: "receive",
    channel,
    summary: op.summary.en,
    ...(op.own ? { tags: [{ name: "own", description: "A student wrote this operation." }] } : {}),
    messages: [inChannel(requestName(op))],
    reply: { channel, messages: [inChannel(answerName(op)), inChannel("failure")] },
  };
}

function requestMessage(op: Op): JsonObject {
  const args = argsSchema(op);
  const needs_args = Array.isArray(args.required) && args.required.length > 0;
  return {
    name: requestName(op),
    title: `Request ${op.name}`,
    summary: op.summary.en,
    payload: {
      type: "object",
      required: needs_args ? ["op", "args"] : ["op"],
      properties: { op: { const: op.name }, args, id },
    },
    ...examples(op.examples.filter((example) => isSuccess(op, example)), ({ request }) => request),
  };
}

function answerMessage(op: Op): JsonObject {
  const optional = op.response.safeParse(undefined).success;
  return {
    name: answerName(op),
    title: `Answer to ${op.name}`,
    payload: {
      type: "object",
      required: ["status", "error", ...(optional ? [] : ["response"])],
      properties: {
        status: { const: op.success ?? 200 },
        error: { type: "string" },
        response: schemaOf(describeOp(op).response),
        id,
      },
    },
    ...examples(op.examples.filter((example) => isSuccess(op, example)), ({ answer }) => answer),
  };
}

function failureMessage(ops: readonly Op[]): JsonObject {
  const failed = ops.flatMap((op) => op.examples.filter((example) => !isSuccess(op, example)));
  return {
    name: "failure",
    title: "Answer to a request that failed",
    payload: {
      type: "object",
      required: ["status", "error", "response"],
      properties: { status: { type: "integer" }, error: { type: "string" }, response: { type: "null" }, id },
    },
    ...examples(failed, ({ answer }) => answer),
  };
}

/**
 * What `args` may be: unknown keys are ignored, and what has a default may be left out.
 *
 * @example
 * ```ts
 * import { argsSchema } from "./asyncapi.ts";
 * import { sample } from "./sample.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(argsSchema(sample).required, undefined);
 * ```
 */
export function argsSchema(op: Op, language: keyof Words = "en"): JsonObject {
  const { additionalProperties: _closed, required = [], ...schema } = schemaOf(describeOp(op, language).args);
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  const needed = (required as readonly string[]).filter((name) =>
    !Object.hasOwn(properties[name]!, "default")
  );
  return needed.length > 0 ? { ...schema, required: needed } : schema;
}

function schemaOf({ $schema: _dialect, ...schema }: Record<string, unknown>): JsonObject {
  return schema as JsonObject;
}

function examples(list: readonly Example[], part: (example: Example) => unknown): JsonObject {
  if (list.length === 0) return {};
  return {
    examples: list.map((example) => ({ summary: example.title.en, payload: part(example) as JsonObject })),
  };
}

function isSuccess(op: Op, { answer }: Example): boolean {
  return (answer as { status: number }).status === (op.success ?? 200);
}

/** The document's keys have fewer letters than the names of students' ops. */
function keyOf(name: string): string {
  return name.replaceAll(/[^\w.-]/gu, (letter) => `_${letter.codePointAt(0)!.toString(16)}`);
}

function requestName({ name }: Op): string {
  return `${keyOf(name)}.request`;
}

function answerName({ name }: Op): string {
  return `${keyOf(name)}.answer`;
}

function inChannel(name: string): JsonObject {
  return { $ref: `#/channels/ws/messages/${name}` };
}
