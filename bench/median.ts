/** The middle of some figures. */

/**
 * The median; of an even number of values the mean of the middle two; NaN of none.
 *
 * @example
 * ```ts
 * import { median } from "./median.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(median([3, 1, 2]), 2);
 * assert.equal(median([4, 1, 2, 3]), 2.5);
 * ```
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** The median of each field of some records. */
export function medianOf<T extends object>(records: readonly T[]): T {
  const fields = Object.keys(records[0]!) as (keyof T)[];
  return Object.fromEntries(
    fields.map((field) => [field, median(records.map((record) => record[field] as number))]),
  ) as T;
}
