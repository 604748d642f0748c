/** The history as text for the browser's storage, within a bound, and back. Pure. */
import { type Exchange, exchanges_max, removed_max, type StoredHistory } from "./exchange.ts";
import { fieldsOf } from "./json_fields.ts";

/** Characters kept. Browsers give a page about 5 million; the rest is for the draft and for other panels. */
export const stored_characters_max = 2_000_000;

/**
 * Writes what fits: pinned exchanges first, then the newest. One that is too long is left out, the others stay.
 *
 * @example
 * ```ts
 * import { readHistory, writeHistory } from "./history_storage.ts";
 * import assert from "node:assert/strict";
 *
 * const exchanges = [{ number: 3, request: '{"op":"time"}', url: "ws://a/ws", sent_ms: 0, answer: "{}" }];
 * const history = { exchanges, number: 3, removed: [] };
 * assert.deepEqual(readHistory(writeHistory(history)), history);
 * ```
 */
export function writeHistory({ exchanges, number, removed }: StoredHistory): string {
  let room = stored_characters_max - JSON.stringify({ number, removed, exchanges: [] }).length;
  const fitting = new Map<Exchange, string>();
  const newest_first = exchanges.toReversed();
  const wishes = [
    ...newest_first.filter(({ pinned }) => pinned),
    ...newest_first.filter(({ pinned }) => !pinned),
  ];
  for (const exchange of wishes) {
    const text = JSON.stringify(exchange);
    if (text.length + 1 > room) continue;
    room -= text.length + 1;
    fitting.set(exchange, text);
  }
  const texts = exchanges.map((exchange) => fitting.get(exchange)).filter((text) => text !== undefined);
  return `{"number":${number},"removed":${JSON.stringify(removed)},"exchanges":[${texts.join(",")}]}`;
}

/** Reads it; whatever is broken, of another version, or written by somebody else is left out. */
export function readHistory(text: string | null): StoredHistory {
  const { number, exchanges, removed } = fieldsOf(text ?? "");
  return {
    number: isCount(number) ? number : 0,
    exchanges: Array.isArray(exchanges) ? exchanges.filter(isExchange).slice(-exchanges_max) : [],
    removed: Array.isArray(removed)
      ? removed.filter((key) => typeof key === "string").slice(-removed_max)
      : [],
  };
}

const optional_fields: Readonly<Record<string, string>> = {
  key: "string",
  number: "number",
  pins: "number",
  request: "string",
  answer: "string",
  round_trip_ms: "number",
  binary: "string",
  own: "boolean",
  said: "string",
  lost: "boolean",
  pinned: "boolean",
};

function isExchange(value: unknown): value is Exchange {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  const numbered = (fields.number === undefined) === (fields.request === undefined);
  return numbered && typeof fields.url === "string" && Number.isFinite(fields.sent_ms) &&
    Object.entries(optional_fields).every(([name, type]) =>
      fields[name] === undefined || typeof fields[name] === type
    );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number > 0;
}
