/** What a node can do: its own answer to `ops`, or the lecture's three ops where it has none. Pure. */
import { fieldsOf } from "./json_fields.ts";

/** A JSON Schema, as far as the page reads it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
}

/** One op. */
export interface OpDescription {
  readonly name: string;
  readonly summary: string;
  readonly args: Schema;
  /** True where the node says that a student wrote it. */
  readonly own?: boolean;
}

/** Ops shown; a node of another make might name any number. */
export const ops_max = 50;

/** What every node of the lecture has, in the lecture's order, `time` from its homework. */
export const lecture_ops: readonly OpDescription[] = [
  { name: "peers", summary: "", args: { type: "object" } },
  {
    name: "register",
    summary: "",
    args: { type: "object", properties: { addr: { type: "string" } }, required: ["addr"] },
  },
  { name: "time", summary: "", args: { type: "object" } },
];

/** True for the name of an op that every node of the lecture has. */
export function isLectureOp(name: string): boolean {
  return lecture_ops.some((op) => op.name === name);
}

/**
 * Reads the answer to `ops`, the lecture's ops first. Undefined when it is none, e.g. a lecture node's 404.
 *
 * @example
 * ```ts
 * import { readOps } from "./op_description.ts";
 * import assert from "node:assert/strict";
 *
 * const answer = '{"status":200,"error":"OK","response":{"ops":[{"name":"sing","summary":"","args":{}}]}}';
 * assert.deepEqual(readOps(answer)?.map(({ name }) => name), ["sing"]);
 * assert.equal(readOps('{"status":404,"error":"no","response":null}'), undefined);
 * ```
 */
export function readOps(answer: string): readonly OpDescription[] | undefined {
  const ops = Object(fieldsOf(answer).response).ops;
  if (!Array.isArray(ops)) return undefined;
  return ops.map(readOp).filter((op) => op !== undefined)
    .toSorted((a, b) => place(a) - place(b)).slice(0, ops_max);
}

function readOp(value: unknown): OpDescription | undefined {
  const { name, summary, args, own } = Object(value);
  if (typeof name !== "string" || name === "") return undefined;
  return {
    name,
    summary: typeof summary === "string" ? summary : "",
    args: readSchema(args),
    ...(own === true ? { own } : {}),
  };
}

/** Only what has the expected form is taken over: the node may be of any make. */
function readSchema(value: unknown, depth = 0): Schema {
  const { type, description, properties, required, anyOf, minimum, ...rest } = Object(value);
  const inner = (one: unknown) => depth < 4 ? readSchema(one, depth + 1) : {};
  return {
    ...(typeof type === "string" ? { type } : {}),
    ...(typeof description === "string" ? { description } : {}),
    ...(typeof minimum === "number" ? { minimum } : {}),
    ...("default" in rest ? { default: rest.default } : {}),
    ...(Array.isArray(rest.enum) ? { enum: rest.enum } : {}),
    ...(Array.isArray(rest.examples) ? { examples: rest.examples } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.map(inner) } : {}),
    ...(Array.isArray(required) ? { required: required.filter((name) => typeof name === "string") } : {}),
    ...(typeof properties === "object" && properties !== null
      ? {
        properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one)])),
      }
      : {}),
  };
}

function place({ name }: OpDescription): number {
  const place = lecture_ops.findIndex((op) => op.name === name);
  return place === -1 ? lecture_ops.length : place;
}
