/** The limits of the store stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import {
  heard_max,
  local_max,
  near_max,
  peers_default_max,
  peers_page_max,
  tried_max,
} from "../discovery/limits.ts";
import * as limits from "./limits.ts";

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
  ["the write-ahead log stays below half of a disk of 2 MiB", limits.log_pages_max * log_page_bytes, 2 ** 20],
];

for (const [why, smaller, larger] of relations) {
  Deno.test(`limits of the store: ${why}`, () => assert.ok(smaller <= larger, `${smaller} <= ${larger}`));
}
