import assert from "node:assert/strict";
import { kept_ms, lines_max, others, Series } from "./series.ts";

Deno.test("points are kept for five minutes and not longer", () => {
  const series = new Series();
  series.add(0, new Map([["a", 1]]));
  series.add(kept_ms, new Map([["a", 2]]));
  assert.deepEqual(series.moments, [0, kept_ms]);
  series.add(kept_ms + 1, new Map([["a", 3]]));
  assert.deepEqual(series.moments, [kept_ms, kept_ms + 1]);
});

Deno.test("a gap and a moment without any value are no zero", () => {
  const series = new Series();
  series.add(0, new Map([["a", 1]]));
  series.add(1, undefined);
  series.add(2, new Map());
  series.add(3, new Map([["b", 1]]));
  assert.deepEqual(series.lines().map(({ name, values }) => [name, values]), [
    ["a", [1, null, null, 0]],
    ["b", [0, null, null, 1]],
  ]);
});

Deno.test("a line that was never above zero is left out", () => {
  const series = new Series();
  series.add(0, new Map([["a", 0]]));
  assert.deepEqual(series.lines(), []);
});

Deno.test("as many lines as can be told apart are single ones, with one more the least are added up", () => {
  const series = new Series();
  const values = Array.from({ length: lines_max }, (_, i): [string, number] => [`op ${i}`, i + 1]);
  series.add(0, new Map(values));
  assert.equal(series.lines().length, lines_max);
  assert.ok(!series.lines().some(({ name }) => name === others));
  series.add(1, new Map([...values, ["op 6", 100]]));
  const lines = series.lines();
  assert.deepEqual(lines.map(({ name }) => name), ["op 6", "op 5", "op 4", "op 3", "op 2", others]);
  assert.deepEqual(lines.at(-1)!.values, [1 + 2, 1 + 2]);
  assert.equal(new Set(lines.map(({ slot }) => slot)).size, lines_max);
});

Deno.test("a line keeps its slot when another one becomes greater", () => {
  const series = new Series();
  series.add(0, new Map([["a", 5], ["b", 1]]));
  const slots = new Map(series.lines().map(({ name, slot }) => [name, slot]));
  series.add(1, new Map([["a", 0], ["b", 50]]));
  assert.deepEqual(series.lines().map(({ name, slot }) => [name, slot]), [["b", slots.get("b")], [
    "a",
    slots.get("a"),
  ]]);
});
