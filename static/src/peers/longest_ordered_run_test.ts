import assert from "node:assert/strict";
import fc from "fast-check";
import { longestOrderedRun } from "./longest_ordered_run.ts";

const cases: [string, number[], number | undefined, number[]][] = [
  ["nothing of nothing", [], undefined, []],
  ["all that stand right", [0, 1, 2, 3], undefined, [0, 1, 2, 3]],
  ["one of those in reverse", [2, 1, 0], undefined, [0]],
  ["all but the first that goes to the end", [3, 0, 1, 2], undefined, [0, 1, 2]],
  ["all but the last that goes to the front", [1, 2, 3, 0], undefined, [1, 2, 3]],
  ["the fixed one, though it stands wrong", [1, 2, 3, 0], 0, [0]],
  ["the fixed one with those that agree", [4, 0, 2, 1, 3], 2, [0, 2, 3]],
  ["those that stand right where the fixed one is not there", [0, 1], 5, [0, 1]],
];

for (const [name, places, fixed, kept] of cases) {
  Deno.test(`longestOrderedRun() keeps ${name}`, () => {
    assert.deepEqual([...longestOrderedRun(places, fixed)].sort((a, b) => a - b), kept);
  });
}

Deno.test("those that stay stand in order, the fixed one among them", () => {
  const shuffled = fc.integer({ min: 1, max: 40 }).chain((count) => (
    fc.shuffledSubarray(Array.from({ length: count }, (_, i) => i), { minLength: count })
  ));
  fc.assert(fc.property(shuffled, fc.nat(), (places, n) => {
    const fixed = places[n % places.length]!;
    for (const kept of [longestOrderedRun(places), longestOrderedRun(places, fixed)]) {
      const staying = places.filter((place) => kept.has(place));
      assert.deepEqual(staying, staying.toSorted((a, b) => a - b));
    }
    assert.ok(longestOrderedRun(places, fixed).has(fixed));
    assert.ok(longestOrderedRun(places, fixed).size <= longestOrderedRun(places).size);
  }));
});
