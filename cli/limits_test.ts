/** The limits of the command line stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import { address_characters_max, peers_page_max } from "../discovery/limits.ts";
import { kib } from "../discovery/units.ts";
import { message_bytes_max, shutdown_grace_ms } from "../node/limits.ts";
import * as limits from "./limits.ts";

/** The longest page in UTF-8: three bytes for a character, and quotes and a comma for each address. */
const page_bytes_max = peers_page_max * (3 * address_characters_max + 3);

/** The smaller is no more than the larger. */
const relations: readonly (readonly [why: string, smaller: number, larger: number])[] = [
  ["the longest page is taken, twice over", 2 * page_bytes_max, limits.command_answer_bytes_max],
  ["what a node may say is taken", message_bytes_max.loopback, limits.command_answer_bytes_max],
  [
    "closing takes a small part of a command's time",
    10 * limits.command_close_timeout_ms,
    1000 * limits.command_timeout_default_s,
  ],
  [
    "the end of the program waits for the log less long than for the sockets",
    limits.log_patience_ms,
    shutdown_grace_ms,
  ],
  [
    "one write is a part of what may wait",
    4 * limits.write_characters_max,
    limits.log_waiting_characters_max,
  ],
  ["a write fits a pipe of Linux", limits.write_characters_max, 64 * kib],
  ["the wait for a full pipe grows", 2 * limits.blocked_pause_min_ms, limits.blocked_pause_max_ms],
  [
    "a full pipe is tried some times before the program ends",
    4 * limits.blocked_pause_max_ms,
    limits.log_patience_ms,
  ],
];

for (const [why, smaller, larger] of relations) {
  Deno.test(`limits of the command line: ${why}`, () =>
    assert.ok(smaller <= larger, `${smaller} <= ${larger}`));
}
