/** The order in which addresses are listed: reached and unreached ones take turns. */

/**
 * Takes turns between two lists, `reached` first, until `limit` or until both have run out. So at least half of
 * any page are reached addresses, if there are as many.
 *
 * @example
 * ```ts
 * import { takeTurns } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(takeTurns(["r1", "r2"], ["u1", "u2", "u3"], 4), ["r1", "u1", "r2", "u2"]);
 * assert.deepEqual(takeTurns([], ["u1", "u2"], 4), ["u1", "u2"]);
 * ```
 */
export function takeTurns<T>(reached: readonly T[], unreached: readonly T[], limit: number): T[] {
  const taken: T[] = [];
  for (let turn = 0; taken.length < limit && turn < Math.max(reached.length, unreached.length); turn++) {
    if (turn < reached.length) taken.push(reached[turn]!);
    if (turn < unreached.length && taken.length < limit) taken.push(unreached[turn]!);
  }
  return taken;
}

/** How many of each kind stand before the next page. */
export interface Position {
  readonly reached: number;
  readonly unreached: number;
}

/**
 * Where the page after one address begins.
 *
 * @param kind Whether that address is a reached one.
 * @param index Its place (from 0) among those of its kind.
 * @param counts How many there are of each kind.
 *
 * @example
 * ```ts
 * import { positionAfter } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(positionAfter("reached", 1, { reached: 2, unreached: 9 }), { reached: 2, unreached: 1 });
 * assert.deepEqual(positionAfter("unreached", 1, { reached: 2, unreached: 9 }), { reached: 2, unreached: 2 });
 * ```
 */
export function positionAfter(kind: "reached" | "unreached", index: number, counts: Position): Position {
  return kind === "reached"
    ? { reached: index + 1, unreached: Math.min(index, counts.unreached) }
    : { reached: Math.min(index + 1, counts.reached), unreached: index + 1 };
}
