/** Request text in, answer text out. Pure: the same text and context give the same answer; no socket, no clock. */
import { argsFault } from "./args_fault.ts";
import type { Context } from "./context.ts";
import { costOfText } from "./cost.ts";
import { failureText, successText } from "./envelope.ts";
import { fieldSource } from "./json_source.ts";
import type { Op } from "./op.ts";
import { OpError } from "./op_error.ts";
import { table as protocolTable } from "./table.ts";

/** Characters that are logged of a message that could not be answered, and of the answer, which may name it. */
const logged_characters_max = 200;

/**
 * The `via` of a request that an op of a student sends. The op that answers it can't ask further, so that two nodes do not
 * ask each other without end. A lecture node does not look at it. Leaving it out gains a caller nothing: whatever calls an
 * op may have it ask, and how often an op asks is bounded by the node that runs it.
 */
export const via_ask = "ask";

/** One answer, perhaps still on its way. */
export interface Answer {
  /** Never rejects. */
  readonly text: string | Promise<string>;
  /** True for a request without an id: it must be answered in its turn. */
  readonly in_order: boolean;
  /** Name of the op that was asked, for metrics; undefined where the message named none that is known. */
  readonly op: string | undefined;
  /** What a message cost that was refused with 429, in the tokens of `cost.ts`. 0 for every other message. */
  readonly refused_tokens: number;
}

/**
 * Answers one message. Never throws and never rejects: what an op throws becomes an answer.
 *
 * @param text A message as it came.
 * @param table Ops by name; the protocol's own unless a test brings another.
 *
 * @example
 * ```ts
 * import { dispatch } from "./dispatch.ts";
 * import { testContext } from "./test_context.ts";
 * import assert from "node:assert/strict";
 *
 * const answer = dispatch("hello", testContext());
 * assert.equal(answer.text, '{"status":500,"error":"Cannot parse request message.","response":null}');
 * ```
 */
export function dispatch(
  text: string,
  context: Context,
  table: ReadonlyMap<string, Op> = protocolTable,
): Answer {
  const tokens = costOfText(text);
  // Before anything is read. A refused message is read, too, for its id: `connection.ts` bounds how many there are.
  const is_paid = context.charge(tokens);
  const request = read(text, table);
  const { op, args, id, fault } = request;
  if (!is_paid || !mayWork(request, context, tokens)) {
    const refusal = refuse(429, "Too many requests, try again in a second.", id);
    return { ...refusal, op: op?.name, refused_tokens: tokens };
  }
  if (fault !== undefined) {
    context.log.info("Refused {message}: {error}", {
      error: fault.error.slice(0, logged_characters_max),
      message: text.slice(0, logged_characters_max),
    });
    return refuse(fault.status, fault.error, id);
  }
  return {
    text: answerText(op!, args, id, request.is_asked ? { ...context, is_asked: true } : context),
    in_order: id === undefined,
    op: op!.name,
    refused_tokens: 0,
  };
}

/** Whether the caller may have this op now, and can pay for what it costs beyond its text. */
function mayWork({ op, args }: ParsedRequest, context: Context, paid_tokens: number): boolean {
  if (op === undefined) return true;
  if (op.network && !context.network.allows(op.name)) return false;
  const extra = (op.cost?.(isObject(args) ? args : {}, context) ?? 1) - paid_tokens;
  return extra <= 0 || context.charge(extra);
}

/** A message, taken apart: an op with its arguments, or what is wrong. */
interface ParsedRequest {
  readonly op?: Op;
  readonly args?: unknown;
  /** JSON text of the id, where one was sent. */
  readonly id?: string;
  readonly is_asked?: boolean;
  readonly fault?: { readonly status: number; readonly error: string };
}

function read(text: string, table: ReadonlyMap<string, Op>): ParsedRequest {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return { fault: { status: 500, error: "Cannot parse request message." } };
  }
  const unsupported = { status: 500, error: "Message body is not supported." };
  if (!isObject(message)) return { fault: unsupported };
  const id = Object.hasOwn(message, "id") ? fieldSource(text, "id") : undefined;
  if (!Object.hasOwn(message, "op")) return { id, fault: unsupported };
  const name = message.op;
  const op = typeof name === "string" ? table.get(name) : undefined;
  if (op !== undefined) return { op, args: message.args, id, is_asked: message.via === via_ask };
  const shown = typeof name === "string" ? name : fieldSource(text, "op");
  return { id, fault: { status: 404, error: `Operation "${shown}" is not supported.` } };
}

function refuse(status: number, error: string, id: string | undefined): Answer {
  return {
    text: failureText(status, error, id),
    in_order: id === undefined,
    op: undefined,
    refused_tokens: 0,
  };
}

function answerText(
  op: Op,
  args: unknown,
  id: string | undefined,
  context: Context,
): string | Promise<string> {
  const status = op.success ?? 200;
  const fail = (error: unknown) => failure(op, error, id, context);
  try {
    const response = op.handle(checkedArgs(op, args), context);
    if (!(response instanceof Promise)) return successText(status, response, id);
    return response.then((value) => successText(status, value, id)).catch(fail);
  } catch (error) {
    return fail(error);
  }
}

/** @throws {OpError} They don't fit the op. */
function checkedArgs(op: Op, args: unknown): unknown {
  if (args === undefined && op.without_args !== undefined) return op.without_args;
  const parsed = op.args.safeParse(isObject(args) ? args : {});
  if (!parsed.success) throw new OpError(500, argsFault(op.name, args, parsed.error.issues));
  return parsed.data;
}

function failure(op: Op, error: unknown, id: string | undefined, context: Context): string {
  if (error instanceof OpError) return failureText(error.status, error.message, id);
  return failureText(500, `Internal error, request id ${context.log.fault(op.name, error)}.`, id);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
