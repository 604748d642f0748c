/** Which of some things can stay where they are while the others move to get all of them into order. */

/**
 * The longest run of things that already stand in their order among each other; moving the others is the least work.
 *
 * @param places For each thing that stands there now, first to last: its place in the wanted order.
 * @param fixed One of these places that must stay, whatever that costs.
 * @returns Places of those that stay.
 *
 * @example
 * ```ts
 * import { longestOrderedRun } from "./longest_ordered_run.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...longestOrderedRun([3, 0, 1, 2])].sort(), [0, 1, 2]);
 * assert.deepEqual([...longestOrderedRun([3, 0, 1, 2], 3)], [3]);
 * ```
 */
export function longestOrderedRun(places: readonly number[], fixed?: number): Set<number> {
  const middle = fixed === undefined ? -1 : places.indexOf(fixed);
  const agreeing = fixed === undefined || middle === -1
    ? places
    : places.filter((place, i) => i === middle || (i < middle) === (place < fixed));
  // Patience sorting: of the runs of each length, the one that ends lowest.
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const place of agreeing) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const half = (low + high) >> 1;
      if (ends[half]! < place) low = half + 1;
      else high = half;
    }
    before.set(place, ends[low - 1]);
    ends[low] = place;
  }
  const kept = new Set<number>();
  for (let place = ends.at(-1); place !== undefined; place = before.get(place)) kept.add(place);
  return kept;
}
