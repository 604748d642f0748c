/** The order in which two kinds of addresses share a list with a limit: in turns, so neither pushes the other out. */

/**
 * Takes turns between two lists until `limit` or until both have run out.
 *
 * @example
 * ```ts
 * import { inTurns } from "./turns.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(inTurns(["a1", "a2"], ["b1", "b2", "b3"], 4), ["a1", "b1", "a2", "b2"]);
 * assert.deepEqual(inTurns(["a1"], ["b1", "b2"], 4), ["a1", "b1", "b2"]);
 * ```
 */
export function inTurns<T>(first: readonly T[], second: readonly T[], limit: number): T[] {
  const taken: T[] = [];
  for (let index = 0; taken.length < limit && index < Math.max(first.length, second.length); index++) {
    if (index < first.length) taken.push(first[index]!);
    if (index < second.length && taken.length < limit) taken.push(second[index]!);
  }
  return taken;
}
