/** What nodes tell each other through the stream: rows that were written, and addresses that were removed for all. */
import { redis_news_characters_max, redis_news_max, redis_news_rows_max } from "../../limits.ts";
import type { PeerRow } from "../../peer_row.ts";
import type { Command } from "../server/connection.ts";
import type { RedisKeys } from "./keys.ts";
import { isTime, rowFrom, sharedOf, sharedText } from "./row_texts.ts";
import type { SharedClock } from "../server/shared_clock.ts";

/** One entry of the stream. */
export interface News {
  /** Rows as if they had never been dialled. */
  readonly rows: readonly PeerRow[];
  /** Removed for all: key, and when it was last heard of. */
  readonly removed: readonly (readonly [key: string, last_heard_ms: number])[];
}

/** Entries that a reader takes at once. */
export const reader_entries_max = 200;

/** What the others are told of one row. */
export type Told = readonly [key: string, last_heard_ms: number, text: string];

/** That of this row. */
export function toldOf(row: PeerRow, clock: SharedClock): Told {
  return [row.key, clock.shared(row.last_heard_ms), sharedText(row)];
}

/**
 * The commands that tell the others of rows.
 *
 * @param mark By which the writer knows the entries again; see {@linkcode markOf}.
 */
export function tellOf(told: readonly Told[], keys: RedisKeys, mark?: string): Command[] {
  const by = mark === undefined ? [] : ["by", mark];
  const commands: Command[] = [];
  for (let at = 0; at < told.length; at += redis_news_rows_max) {
    const text = JSON.stringify(told.slice(at, at + redis_news_rows_max));
    commands.push(["XADD", keys.news, ...trimming, "*", "rows", text, ...by]);
  }
  return commands;
}

/** The mark in the fields of an entry, if it bears one. */
export function markOf(fields: readonly string[]): string | undefined {
  return fields[2] === "by" ? fields[3] : undefined;
}

/** Arguments by which the stream is kept short. */
export const trimming: readonly string[] = ["MAXLEN", "~", String(redis_news_max)];

/**
 * The news in the fields of an entry.
 *
 * @returns Undefined for what foxchain did not write.
 *
 * @example
 * ```ts
 * import { newsOf } from "./news.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(newsOf(["removed", '[["ws://a/",5]]'])!.removed, [["ws://a/", 5]]);
 * assert.equal(newsOf(["rows", "[5"]), undefined);
 * assert.deepEqual(newsOf(["rows", "[[5], 7]"])!.rows, []);
 * assert.equal(newsOf(["rooms", "[]"]), undefined);
 * ```
 */
export function newsOf(fields: readonly string[]): News | undefined {
  const [kind, text = ""] = fields;
  if (text.length > redis_news_characters_max) return undefined;
  try {
    const told = JSON.parse(text) as unknown[][];
    if (kind === "removed") return { rows: [], removed: told.filter(isRemoval) };
    if (kind === "rows") return { rows: told.flatMap(rowOf), removed: [] };
  } catch {
    // Not foxchain's.
  }
}

function isRemoval(told: unknown): told is [string, number] {
  return Array.isArray(told) && typeof told[0] === "string" && isTime(told[1]);
}

function rowOf(told: unknown): PeerRow[] {
  if (!Array.isArray(told)) return [];
  const [key, last_heard_ms, text] = told as readonly unknown[];
  if (typeof key !== "string" || !isTime(last_heard_ms) || typeof text !== "string") return [];
  const shared = sharedOf(key, text);
  return shared === undefined ? [] : [rowFrom(key, shared, last_heard_ms)];
}
