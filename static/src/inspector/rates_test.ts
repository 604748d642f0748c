import assert from "node:assert/strict";
import { growth, histogramBetween, quantile, ratesOf } from "./rates.ts";

const growths: [number | undefined, number, number][] = [
  [undefined, 4, 4],
  [0, 0, 0],
  [4, 4, 0],
  [4, 9, 5],
  [9, 8, 8],
];

for (const [before, now, expected] of growths) {
  Deno.test(`a counter that went from ${before} to ${now} grew by ${expected}`, () => {
    assert.equal(growth(before, now), expected);
  });
}

Deno.test("rates are per second, also of a counter that is new and of one that was set back", () => {
  const before = new Map([["peers", 10], ["time", 10]]);
  const now = new Map([["peers", 14], ["time", 6], ["register", 2]]);
  assert.deepEqual([...ratesOf(before, now, 2)], [["peers", 2], ["time", 3], ["register", 1]]);
});

const buckets = [[1, 2], [5, 8], [10, 9], [Infinity, 10]] as const;
const quantiles: [number, number][] = [[0, 0], [0.1, 0.5], [0.2, 1], [0.5, 3], [0.8, 5], [0.85, 7.5], [
  0.95,
  10,
], [
  1,
  10,
]];

for (const [share, value] of quantiles) {
  Deno.test(`the quantile ${share} lies at ${value}`, () => assert.equal(quantile(buckets, share), value));
}

Deno.test("nothing measured has no quantile", () => {
  assert.equal(quantile([], 0.5), undefined);
  assert.equal(quantile([[1, 0], [Infinity, 0]], 0.5), undefined);
});

Deno.test("a histogram between two moments holds what came meanwhile, and all of it after a new start", () => {
  const before = { count: 10, sum: 20, buckets };
  const now = { count: 12, sum: 24, buckets: [[1, 3], [5, 9], [10, 11], [Infinity, 12]] as const };
  assert.deepEqual(histogramBetween(before, now), {
    count: 2,
    sum: 4,
    buckets: [[1, 1], [5, 1], [10, 2], [Infinity, 2]],
  });
  const anew = { count: 1, sum: 2, buckets: [[1, 0], [Infinity, 1]] as const };
  assert.deepEqual(histogramBetween(before, anew), anew);
});
