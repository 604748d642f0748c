/** How an exchange ended, as a symbol and words, so that no meaning depends on a colour. Pure. */
import { type Exchange, isWaiting } from "./conversation_history.ts";
import { fieldsOf } from "./json_fields.ts";

/** The words it takes; `console_words` has them in both languages. */
export interface StatusWords {
  readonly waiting_status: string;
  readonly lost_status: string;
  readonly unasked_status: string;
  readonly answered_status: string;
  /** Of an answer's own status and error. */
  status(status: number, error: string): string;
}

/**
 * An exchange's status; number and text of an answer are the node's own.
 *
 * @example
 * ```ts
 * import { statusOf } from "./exchange_status.ts";
 * import { console_words } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * const exchange = { number: 1, request: "{}", url: "ws://a/ws", sent_ms: 0, answer: '{"status":202,"error":"Accepted"}' };
 * assert.deepEqual(statusOf(exchange, console_words.en), { text: "✓ 202 Accepted", tone: "good" });
 * ```
 */
export function statusOf(
  exchange: Exchange,
  words: StatusWords,
): { readonly text: string; readonly tone: "good" | "bad" | "plain" } {
  if (exchange.lost) return { text: words.lost_status, tone: "bad" };
  if (isWaiting(exchange)) return { text: words.waiting_status, tone: "plain" };
  const { status, error } = fieldsOf(exchange.answer ?? "");
  if (typeof status !== "number") {
    const text = exchange.request === undefined ? words.unasked_status : words.answered_status;
    return { text, tone: "plain" };
  }
  const text = words.status(status, typeof error === "string" ? error : "");
  return { text, tone: status < 400 ? "good" : "bad" };
}

/** The op that was asked for, or "" where the request names none. */
export function opOf({ request }: Exchange): string {
  const { op } = fieldsOf(request ?? "");
  return typeof op === "string" ? op : "";
}
