/** The order in which addresses are listed: reached and unreached ones take turns. */

/** Whether an address was ever reached. */
export type Kind = "reached" | "unreached";

/** Where a page begins: how many of each kind stand before it, and which kind's turn it is. */
export interface Position {
  /** Reached addresses before it. */
  readonly reached: number;
  /** Unreached addresses before it. */
  readonly unreached: number;
  /** The kind that begins. */
  readonly turn: Kind;
}

/** Where the first page begins. */
export const beginning: Position = { reached: 0, unreached: 0, turn: "reached" };

/**
 * Where the page after one address begins.
 *
 * @param kind Which kind that address is of.
 * @param index Its place (from 0) among those of its kind.
 *
 * @example
 * ```ts
 * import { positionAfter } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(positionAfter("reached", 1), { reached: 2, unreached: 1, turn: "unreached" });
 * assert.deepEqual(positionAfter("unreached", 1), { reached: 2, unreached: 2, turn: "reached" });
 * ```
 */
export function positionAfter(kind: Kind, index: number): Position {
  return kind === "reached"
    ? { reached: index + 1, unreached: index, turn: "unreached" }
    : { reached: index + 1, unreached: index + 1, turn: "reached" };
}

/**
 * Takes turns between two lists until `limit` or until both have run out. So at least half of any page are reached
 * addresses, if there are as many.
 *
 * @param turn Which list begins.
 *
 * @example
 * ```ts
 * import { takeTurns } from "./page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(takeTurns(["r1", "r2"], ["u1", "u2", "u3"], "reached", 4), ["r1", "u1", "r2", "u2"]);
 * assert.deepEqual(takeTurns(["r1"], ["u1", "u2"], "unreached", 4), ["u1", "r1", "u2"]);
 * ```
 */
export function takeTurns<T>(reached: readonly T[], unreached: readonly T[], turn: Kind, limit: number): T[] {
  const [first, second] = turn === "reached" ? [reached, unreached] : [unreached, reached];
  const taken: T[] = [];
  for (let index = 0; taken.length < limit && index < Math.max(first.length, second.length); index++) {
    if (index < first.length) taken.push(first[index]!);
    if (index < second.length && taken.length < limit) taken.push(second[index]!);
  }
  return taken;
}
