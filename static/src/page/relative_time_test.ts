import assert from "node:assert/strict";
import { relativeTime } from "./relative_time.ts";

Deno.test("a time is told in the largest unit that is not smaller than 1", () => {
  const cases: [number, string][] = [
    [0, "now"],
    [999, "now"],
    [-1_000, "1 sec ago"],
    [-59_999, "59 sec ago"],
    [-60_000, "1 min ago"],
    [-3_599_999, "59 min ago"],
    [-3_600_000, "1 hr ago"],
    [-86_400_000, "yesterday"],
    [40_500, "in 40 sec"],
    [90_000, "in 1 min"],
  ];
  for (const [away_ms, words] of cases) {
    assert.equal(relativeTime("en", 1e12 + away_ms, 1e12), words, String(away_ms));
  }
});
