/** What an op is: one declaration from which validation, help, schemas and tests come. */
import type * as z from "zod";
import type { Words } from "../discovery/words.ts";
import type { Context } from "./context.ts";
import type { Success } from "./envelope.ts";
import type { JsonText } from "./json_text.ts";

/** A request with its answer. It is documentation and, run by `table_test.ts`, a test. */
export interface Example {
  /** What it shows, as a sentence. */
  readonly title: Words;
  /** Addresses in the store beforehand. */
  readonly peers?: readonly string[];
  readonly request: { readonly op: string; readonly args?: unknown; readonly id?: unknown };
  /** The whole answer. The test's clock stands at the lecture's moment, 1617786770.954288 in CST. */
  readonly answer: unknown;
}

/** One operation of the protocol. */
export interface Op<Args extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  /** What a request's `op` says. */
  readonly name: string;
  /** One line for a person. */
  readonly summary: Words;
  /**
   * Schema of `args`. Missing required keys are answered in the lecture's words. What a field means stands in its
   * `.meta({ description, zh })`.
   */
  readonly args: Args;
  /**
   * What a request without `args` stands for, where none is required. There is nothing to check then: the first request of most
   * clients is answered before any schema was made.
   */
  readonly without_args?: z.output<Args>;
  /** Schema of `response`. */
  readonly response: Response;
  /**
   * True for an op by which nodes find each other. It has a rate of its own, `hello` names it, and a plain lecture node does
   * not have it.
   */
  readonly network?: boolean;
  /** 200 unless the lecture says otherwise. */
  readonly success?: Success;
  readonly examples: readonly Example[];
  /** True for one that a student wrote: it is marked wherever ops are shown. */
  readonly own?: boolean;
  /** Seconds between two runs that it makes by itself; only of one that a student wrote. */
  readonly every_s?: number;
  /**
   * Tokens that a request costs, where the length of its text does not tell its work. One token pays for some 0.1 ms.
   * Called before the arguments are checked, so they may be anything.
   */
  cost?(args: Readonly<Record<string, unknown>>, context: Context): number;
  /**
   * Does the work. Returns the `response` value (undefined: the answer has none) or its encoded text.
   *
   * @throws {OpError} An expected failure.
   */
  handle(
    args: z.output<Args>,
    context: Context,
  ): z.input<Response> | JsonText | Promise<z.input<Response> | JsonText>;
}

/**
 * Declares an op; it only helps TypeScript to infer the types of `args` and `response`.
 *
 * @example
 * ```ts
 * import { defineOp } from "./op.ts";
 * import { z } from "zod";
 *
 * defineOp({
 *   name: "echo",
 *   summary: { en: "Answers the text it was sent.", zh: "把收到的文字原样返回。" },
 *   args: z.object({ text: z.string().meta({ description: "Any text.", zh: "任意文字。" }) }),
 *   response: z.object({ text: z.string() }),
 *   examples: [],
 *   handle: ({ text }) => ({ text }),
 * });
 * ```
 */
export function defineOp<Args extends z.ZodType, Response extends z.ZodType>(
  op: Op<Args, Response>,
): Op {
  return op as unknown as Op;
}
