/** Which side's part of a row counts. */
import assert from "node:assert/strict";
import type { PeerRow } from "../peer_row.ts";
import { row } from "../test_rows.ts";
import { mergedRow } from "./merge_row.ts";

const addr = "ws://a/ws";
const learned = { last_try_ms: 50, last_success_ms: 50, successes: 3, state: "good", ip: "1.2.3.4" } as const;

const cases: [sentence: string, from: Partial<PeerRow>, to: Partial<PeerRow>, changed: Partial<PeerRow>][] = [
  ["equal rows change nothing", learned, learned, {}],
  ["an earlier hearing changes nothing", { last_heard_ms: 8 }, { last_heard_ms: 9 }, {}],
  ["a later hearing counts", { last_heard_ms: 9 }, { last_heard_ms: 8 }, { last_heard_ms: 9 }],
  ["what was never dialled learns all", learned, {}, learned],
  ["what was dialled forgets nothing", {}, learned, {}],
  [
    "the later success counts with all that was learned",
    { ...learned, last_success_ms: 51, ip: "5.6.7.8" },
    learned,
    {
      last_success_ms: 51,
      ip: "5.6.7.8",
    },
  ],
  [
    "an earlier success doesn't count, in spite of a later try",
    { ...learned, last_try_ms: 90, failures: 2 },
    {
      ...learned,
      last_success_ms: 51,
    },
    {},
  ],
  [
    "of equal successes the later try counts",
    { ...learned, last_try_ms: 90, failures: 2, state: "suspect" },
    learned,
    {
      last_try_ms: 90,
      failures: 2,
      state: "suspect",
    },
  ],
  ["that an address is to be avoided counts", { avoid_until_ms: 9 }, {}, { avoid_until_ms: 9 }],
  ["source and first hearing stay", { source_group: "x", first_heard_ms: 1 }, {}, {}],
];

for (const [sentence, from, to, changed] of cases) {
  Deno.test(`mergedRow(): ${sentence}, and merging again changes nothing`, () => {
    const before = row("ws://A/ws", to);
    const merged = mergedRow(row(addr, from), before);
    assert.deepEqual(merged, { ...before, ...changed });
    assert.equal(mergedRow(row(addr, from), merged), merged);
    if (Object.keys(changed).length === 0) assert.equal(merged, before);
  });
}
