/** The limits of the store stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import { forget_reached_s } from "../discovery/book/limits.ts";
import {
  heard_max,
  local_max,
  near_max,
  peers_default_max,
  peers_page_max,
  tried_max,
} from "../discovery/limits.ts";
import * as limits from "./limits.ts";
import { copy_wait_ms } from "./redis/server/copies.ts";
import { reader_entries_max } from "./redis/rows/news.ts";

/** A page of SQLite with its head in the write-ahead log, in bytes. */
const log_page_bytes = 4_096 + 24;

/** The smaller is no more than the larger. */
const relations: readonly (readonly [why: string, smaller: number, larger: number])[] = [
  ["the default is allowed", peers_default_max, limits.peers_max_max],
  [
    "a store of the default size holds all tables, and as much again of what was registered",
    2 * (heard_max + local_max + tried_max + near_max),
    peers_default_max,
  ],
  ["the longest page is a part of a store of the default size", peers_page_max, peers_default_max],
  ["two waits for a copy end before the deadline", 2 * copy_wait_ms, limits.redis_deadline_ms],
  ["a look may be answered late before it is a loss", limits.redis_look_ms, limits.redis_deadline_ms],
  ["a wait for other registers is short", 100 * limits.redis_batch_wait_max_ms, limits.redis_deadline_ms],
  ["news come well within a second", 20 * limits.redis_news_pause_ms, limits.redis_look_ms],
  ["pauses grow", 2 * limits.redis_pause_min_ms, limits.redis_pause_max_ms],
  [
    "the mark of a living node outlasts its longest silence: a loss, a pause, connecting and a look",
    2 * (2 * limits.redis_deadline_ms + limits.redis_pause_max_ms + limits.redis_look_ms),
    limits.redis_alive_s * 1000,
  ],
  [
    "a namesake is told of before it can be forgotten",
    limits.redis_namesake_looks,
    limits.redis_namesake_quiet_looks,
  ],
  ["one that was killed is found once, and a living one again", 2, limits.redis_namesake_looks],
  [
    "a register's list is told in parts of what is read at once",
    limits.redis_news_rows_max,
    limits.redis_rows_at_once_max,
  ],
  [
    "a reader that is behind finds that out before the stream is trimmed",
    2 * reader_entries_max,
    limits.redis_news_max,
  ],
  [
    "many rows fit into one entry",
    limits.redis_news_rows_max * limits.redis_text_characters_max,
    limits.redis_news_characters_max,
  ],
  [
    "clocks that count as alike make no address old",
    100 * limits.redis_clock_apart_max_ms,
    forget_reached_s * 1000,
  ],
  ["a copy, which speaks each second, may miss some of them", 3, limits.redis_copy_lag_max_s],
  ["looks are more frequent than sweeps", 10 * limits.redis_look_ms, limits.redis_sweep_ms],
  ["the write-ahead log stays below half of a disk of 2 MiB", limits.log_pages_max * log_page_bytes, 2 ** 20],
];

for (const [why, smaller, larger] of relations) {
  Deno.test(`limits of the store: ${why}`, () => assert.ok(smaller <= larger, `${smaller} <= ${larger}`));
}
