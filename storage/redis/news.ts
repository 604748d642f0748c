/** What nodes tell each other through the stream: rows that were written, and addresses that were removed for all. */
import { redis_news_max, redis_news_rows_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { Command } from "./connection.ts";
import type { RedisKeys } from "./keys.ts";
import { rowFrom, sharedOf, sharedText } from "./row_texts.ts";

/** One entry of the stream. */
export interface News {
  /** Rows as if they had never been dialled. */
  readonly rows: readonly PeerRow[];
  /** Removed for all: key, and when it was last heard of. */
  readonly removed: readonly (readonly [key: string, last_heard_ms: number])[];
}

/** Entries that a reader takes at once. */
export const reader_entries_max = 200;

/** The commands that tell the others of rows. */
export function tellOf(rows: readonly PeerRow[], keys: RedisKeys): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at < rows.length; at += redis_news_rows_max) {
    const told = rows.slice(at, at + redis_news_rows_max)
      .map((row) => [row.key, Math.floor(row.last_heard_ms), sharedText(row)]);
    commands.push(["XADD", keys.news, ...trimming, "*", "rows", JSON.stringify(told)]);
  }
  return commands;
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
 * assert.deepEqual(newsOf(["rows", "[[5]]"])!.rows, []);
 * ```
 */
export function newsOf(fields: readonly string[]): News | undefined {
  try {
    const told = JSON.parse(fields[1] ?? "") as unknown[][];
    if (fields[0] === "removed") {
      return { rows: [], removed: told.filter(isRemoval) };
    }
    return { rows: told.flatMap(rowOf), removed: [] };
  } catch {
    return undefined;
  }
}

function isRemoval(told: unknown): told is [string, number] {
  return Array.isArray(told) && typeof told[0] === "string" && typeof told[1] === "number";
}

function rowOf([key, last_heard_ms, text]: readonly unknown[]): PeerRow[] {
  if (typeof key !== "string" || typeof last_heard_ms !== "number" || typeof text !== "string") return [];
  const shared = sharedOf(text);
  return shared === undefined ? [] : [rowFrom(key, shared, last_heard_ms)];
}
