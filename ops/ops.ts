/** The op `ops`: the table describes itself, so that a page or a client needs no list of its own. */
import * as z from "zod";
import { JsonText } from "./json_text.ts";
import { defineOp, type Op } from "./op.ts";

const description = z.object({
  name: z.string(),
  summary: z.string(),
  args: z.record(z.string(), z.unknown()).describe("JSON Schema of args."),
  response: z.record(z.string(), z.unknown()).describe("JSON Schema of response."),
});

/**
 * Makes the op `ops` over a table that may still be growing: the table is read at the first request.
 *
 * @param table Called once.
 */
export function describeOps(table: () => Iterable<Op>): Op {
  let prepared: JsonText | undefined;
  return defineOp({
    name: "ops",
    summary: "Describe every operation with the JSON Schemas of its args and response.",
    args: z.object({}),
    response: z.object({ ops: z.array(description) }),
    examples: [],
    handle: () => prepared ??= JsonText.encode({ ops: Array.from(table(), describeOp) }),
  });
}

/**
 * One op in words and JSON Schema (draft 2020-12).
 *
 * @example
 * ```ts
 * import { describeOp } from "./ops.ts";
 * import { time } from "./time.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(describeOp(time).name, "time");
 * ```
 */
export function describeOp(op: Op): z.input<typeof description> {
  return {
    name: op.name,
    summary: op.summary,
    args: z.toJSONSchema(op.args),
    response: z.toJSONSchema(op.response),
  };
}
