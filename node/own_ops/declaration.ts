/** Reads and checks what a student's file declares beside its function. Pure. */
import type { ZodObject } from "zod";
import type { Words } from "../../discovery/words.ts";
import { op_examples_max, tick_every_max_s, tick_every_min_s } from "./limits.ts";
import { understand } from "./short_forms.ts";
import type { Exports } from "./worker_messages.ts";

/** A call and its expected answer. */
export interface OwnExample {
  readonly args: Readonly<Record<string, unknown>>;
  /** The response; left out where only the status counts. */
  readonly response?: unknown;
  /** 200 where left out. */
  readonly status: number;
  /** The time that the op gets, in seconds since 1970. */
  readonly now?: number;
}

/** The declaration of an op. */
export interface Declaration {
  readonly args: ZodObject;
  /** Undefined where the file does not declare it. */
  readonly response?: ZodObject;
  readonly summary: Words;
  readonly examples: readonly OwnExample[];
  /** Seconds between two ticks; undefined for an op without a tick. */
  readonly every_s?: number;
}

/**
 * Reads what a file exports.
 *
 * @param name The op's name, for a file without a summary.
 * @returns The declaration, or a sentence that says what is wrong.
 *
 * @example
 * ```ts
 * import { readDeclaration } from "./declaration.ts";
 * import assert from "node:assert/strict";
 *
 * const declared = readDeclaration("count", { args: { text: "text" }, summary: "Counts characters." });
 * assert.ok(typeof declared !== "string");
 * assert.equal(declared.summary.zh, "Counts characters.");
 * assert.match(String(readDeclaration("count", { args: ["text"] })), /must be an object/);
 * ```
 */
export function readDeclaration(name: string, exports: Exports): Declaration | string {
  const args = understand(exports.args, "args");
  if (args.fault !== undefined) return args.fault;
  const response = exports.response === undefined ? undefined : understand(exports.response, "response");
  if (response?.fault !== undefined) return response.fault;
  const summary = summaryOf(name, exports.summary);
  if (typeof summary === "string") return summary;
  const examples = examplesOf(exports.examples ?? []);
  if (typeof examples === "string") return examples;
  const fault = tickFault(exports);
  if (fault !== undefined) return fault;
  return {
    args: args.schema,
    response: response?.schema,
    summary,
    examples,
    every_s: exports.every as number | undefined,
  };
}

function tickFault({ every, tick }: Exports): string | undefined {
  if (every === undefined && tick === undefined) return undefined;
  if (tick === undefined) {
    return `"every" says how often, and there is no tick to run: export async function tick({ log }) { ... }`;
  }
  if (tick !== "function") {
    return `"tick" must be a function, and is ${tick}: export async function tick() { ... }`;
  }
  if (every === undefined) {
    return `"tick" runs by itself: say how often, in seconds: export const every = 30;`;
  }
  // Written so that NaN does not pass.
  if (typeof every === "number" && every >= tick_every_min_s && every <= tick_every_max_s) return undefined;
  return `"every" must be a number of seconds from ${tick_every_min_s} to ${tick_every_max_s}, and is ${every}.`;
}

function summaryOf(name: string, summary: unknown): Words | string {
  if (summary === undefined) return { en: `The student's own op ${name}.`, zh: `学生自己写的操作 ${name}。` };
  if (typeof summary === "string") return { en: summary, zh: summary };
  const { en, zh } = Object(summary);
  const texts = [en, zh].filter((text): text is string => typeof text === "string");
  const [first, last = first] = texts;
  return first === undefined || last === undefined
    ? `"summary" must be a text or { en: "...", zh: "..." }.`
    : { en: first, zh: last };
}

function examplesOf(examples: unknown): OwnExample[] | string {
  const wanted = `"examples" must be a list such as [{ args: { text: "ab" }, response: { characters: 2 } }]`;
  if (!Array.isArray(examples)) return `${wanted}.`;
  if (examples.length > op_examples_max) return `"examples" has more than ${op_examples_max} entries.`;
  const read: OwnExample[] = [];
  for (const [index, example] of examples.entries()) {
    const { args = {}, status = 200, response, now } = Object(example);
    const fits = typeof example === "object" && example !== null && typeof args === "object" &&
      args !== null && Number.isInteger(status) && (now === undefined || Number.isFinite(now));
    if (!fits) return `${wanted}; entry ${index + 1} is none.`;
    read.push({ args, status, response, now });
  }
  return read;
}
