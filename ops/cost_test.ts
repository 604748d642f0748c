import assert from "node:assert/strict";
import { PeerList } from "../node/membership/peer_list.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { costOfText } from "./cost.ts";

Deno.test("a message costs a token for each KiB that it begins, and one at least", () => {
  for (const [length, tokens] of [[0, 1], [1, 1], [1024, 1], [1025, 2], [2048, 2], [2049, 3]] as const) {
    assert.equal(costOfText("x".repeat(length)), tokens);
  }
});

/** What a page costs where so many addresses are stored. */
function costOfPage(stored: number, limit: number, after?: string): number {
  const storage = new MemoryStorage();
  storage.count = () => stored;
  return new PeerList(storage, () => 0).pageCost(limit, after);
}

Deno.test("a page that is not ready-made costs a token for each hundred addresses that it begins", () => {
  for (const [limit, tokens] of [[1, 1], [100, 1], [101, 2], [200, 2], [201, 3]] as const) {
    assert.equal(costOfPage(9_999, limit), tokens);
  }
  assert.equal(costOfPage(150, 9_999), 2, "no more is listed than is stored");
  assert.equal(costOfPage(0, 5), 1);
});

Deno.test("a page behind an address costs a token more for each 5,000 that are stored: its place is counted out", () => {
  for (const [stored, tokens] of [[4_999, 1], [5_000, 2], [9_999, 2], [10_000, 3]] as const) {
    assert.equal(costOfPage(stored, 1, "ws://a/ws"), tokens);
    assert.equal(costOfPage(stored, 1), 1);
  }
});
