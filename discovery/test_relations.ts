/** Tests tables of relations between limits. Only for tests. */
import assert from "node:assert/strict";

/** Why one figure must not be larger than another, and both. */
export type Relation = readonly [why: string, smaller: number, larger: number];

/**
 * Makes a test of each relation.
 *
 * @param about Begins the names of the tests.
 * @param below The first figure is smaller than the second.
 * @param at_most The first figure may be as large as the second.
 */
export function testRelations(
  about: string,
  below: readonly Relation[],
  at_most: readonly Relation[],
): void {
  for (const [why, smaller, larger] of below) {
    Deno.test(`${about}: ${why}`, () => assert.ok(smaller < larger, `${smaller} < ${larger}`));
  }
  for (const [why, smaller, larger] of at_most) {
    Deno.test(`${about}: ${why}`, () => assert.ok(smaller <= larger, `${smaller} <= ${larger}`));
  }
}
