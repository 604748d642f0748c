/** The op `ops`: the table describes itself, so that a page or a client needs no list of its own. */
import * as z from "zod";
import { JsonText } from "./json_text.ts";
import type { Words } from "../discovery/words.ts";
import { defineOp, type Op } from "./op.ts";

const description = () =>
  z.object({
    name: z.string(),
    summary: z.string(),
    args: z.record(z.string(), z.unknown()).meta({
      description: "JSON Schema of args.",
      zh: "args 的 JSON Schema。",
    }),
    response: z.record(z.string(), z.unknown()).meta({
      description: "JSON Schema of response.",
      zh: "response 的 JSON Schema。",
    }),
    own: z.literal(true).optional().meta({
      description: "Only where a student wrote the op.",
      zh: "只有学生自己写的操作才有。",
    }),
    every_s: z.number().optional().meta({
      description: "Seconds between two runs that a student's op makes by itself.",
      zh: "学生写的操作自己定时运行的间隔，单位秒。",
    }),
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
    summary: {
      en: "Describe every operation with the JSON Schemas of its args and response.",
      zh: "描述所有操作，包括 args 和 response 的 JSON Schema。",
    },
    args: z.object({}),
    response: z.object({ ops: z.array(description()) }),
    examples: [],
    handle: () => prepared ??= JsonText.encode({ ops: Array.from(table(), (op) => describeOp(op)) }),
  });
}

/**
 * One op in words and JSON Schema (draft 2020-12).
 *
 * @param language Of the summary and the descriptions of fields. The op `ops` always answers English.
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
export function describeOp(op: Op, language: keyof Words = "en"): z.input<ReturnType<typeof description>> {
  return {
    name: op.name,
    summary: op.summary[language],
    args: schemaOf(op.args, language),
    response: schemaOf(op.response, language),
    ...(op.own ? { own: true } : {}),
    ...(op.every_s === undefined ? {} : { every_s: op.every_s }),
  };
}

/** A schema in which each field is described in one language. */
function schemaOf(type: z.ZodType, language: keyof Words): Record<string, unknown> {
  return z.toJSONSchema(type, {
    override({ jsonSchema }) {
      if (language === "zh" && typeof jsonSchema.zh === "string") jsonSchema.description = jsonSchema.zh;
      delete jsonSchema.zh;
    },
  });
}
