/** What counters and histograms grew by between two moments. A counter that fell was set back: its node started anew. */
import type { Histogram } from "./metrics.ts";

/**
 * How much a counter grew.
 *
 * @param before Undefined for a counter that was not there yet: it began at zero.
 *
 * @example
 * ```ts
 * import { growth } from "./rates.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(growth(5, 8), 3);
 * assert.equal(growth(100, 2), 2);
 * ```
 */
export function growth(before: number | undefined, now: number): number {
  return before === undefined || now < before ? now : now - before;
}

/** Growth of each counter per second. */
export function ratesOf(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
  elapsed_s: number,
): Map<string, number> {
  return new Map([...now].map(([name, value]) => [name, growth(before.get(name), value) / elapsed_s]));
}

/** What was measured between two moments. */
export function histogramBetween(before: Histogram, now: Histogram): Histogram {
  if (now.count < before.count) return now;
  const earlier = new Map(before.buckets);
  return {
    count: now.count - before.count,
    sum: now.sum - before.sum,
    buckets: now.buckets.map(([at_most, count]) => [at_most, count - (earlier.get(at_most) ?? 0)]),
  };
}

/**
 * The value that a share of all values does not exceed, evenly spread within its bucket as Prometheus assumes
 * (`histogram_quantile`). Of the last, unbounded bucket only its lower bound is known. Undefined where nothing was measured.
 *
 * @param share 0 to 1.
 *
 * @example
 * ```ts
 * import { quantile } from "./rates.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quantile([[10, 0], [20, 4], [Infinity, 4]], 0.5), 15);
 * ```
 */
export function quantile(buckets: Histogram["buckets"], share: number): number | undefined {
  const count = buckets.at(-1)?.[1] ?? 0;
  if (count <= 0) return undefined;
  const rank = share * count;
  const i = buckets.findIndex(([, counted]) => counted >= rank);
  const [upper, counted] = buckets[i]!;
  const [lower, below] = buckets[i - 1] ?? [0, 0];
  if (upper === Infinity) return lower;
  return counted === below ? upper : lower + (upper - lower) * (rank - below) / (counted - below);
}
