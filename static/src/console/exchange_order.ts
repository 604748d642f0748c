/**
 * Chooses and orders the exchanges that are shown, and reads from the last ones whether the node knows any peer. Pure.
 */
import { opOf, statusOf, type StatusWords } from "./exchange_status.ts";
import type { Exchange } from "./conversation_history.ts";
import { fieldsOf } from "./json_fields.ts";

/**
 * Pinned ones first, each part newest first; with a filter only those in which each of its words occurs: in number, op,
 * status, request, answer or address of the node.
 *
 * @param exchanges Oldest first.
 *
 * @example
 * ```ts
 * import { shownExchanges } from "./exchange_order.ts";
 * import { console_words } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * const asked = { url: "ws://a/ws", sent_ms: 0 };
 * const exchanges = [
 *   { ...asked, number: 1, request: '{"op":"peers"}', answer: '{"status":200,"error":"OK"}' },
 *   { ...asked, number: 2, request: '{"op":"foo"}', answer: '{"status":404,"error":"no"}' },
 * ];
 * assert.deepEqual(shownExchanges(exchanges, "404 FOO", console_words.en).map(({ number }) => number), [2]);
 * ```
 */
export function shownExchanges(
  exchanges: readonly Exchange[],
  filter: string,
  words: StatusWords,
): readonly Exchange[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = wanted.length === 0 ? exchanges : exchanges.filter((exchange) => {
    const text = searchText(exchange, words);
    return wanted.every((word) => text.includes(word));
  });
  const newest_first = found.toReversed();
  return [...newest_first.filter(({ pinned }) => pinned), ...newest_first.filter(({ pinned }) => !pinned)];
}

function searchText(exchange: Exchange, words: StatusWords): string {
  const { number, request = "", answer = "", url } = exchange;
  const parts = [
    number === undefined ? "" : `#${number}`,
    opOf(exchange),
    statusOf(exchange, words).text,
    request,
    answer,
  ];
  return [...parts, url].join("\n").toLowerCase();
}

/**
 * Whether the node at that URL knows no peer, by the last answers: `peers` gave an empty list, and nothing was
 * registered since.
 */
export function knowsNobody(exchanges: readonly Exchange[], url: string): boolean {
  const telling = exchanges.findLast((exchange) => {
    const { status } = fieldsOf(exchange.answer ?? "");
    return exchange.url === url &&
      (opOf(exchange) === "peers" && status === 200 || opOf(exchange) === "register" && status === 202);
  });
  const { peers } = Object(fieldsOf(telling?.answer ?? "").response);
  return Array.isArray(peers) && peers.length === 0;
}
