import assert from "node:assert/strict";
import { lineBetween, pointAlong, toPixels } from "./geometry.ts";

const size = { width: 500, height: 400 };

Deno.test("the layout fills the picture, with room for labels", () => {
  assert.deepEqual(toPixels({ x: -1, y: -1 }, size), { x: 52, y: 34 });
  assert.deepEqual(toPixels({ x: 1, y: 1 }, size), { x: 448, y: 366 });
  assert.deepEqual(toPixels({ x: 0, y: 0 }, size), { x: 250, y: 200 });
});

Deno.test("a line goes from rim to rim", () => {
  const line = lineBetween({ x: 0, y: 0 }, { x: 100, y: 0 }, 20, 10);
  assert.deepEqual(line, [{ x: 20, y: 0 }, { x: 90, y: 0 }]);
  assert.deepEqual(pointAlong(line[0], line[1], 0.5), { x: 55, y: 0 });
});

Deno.test("nodes that touch, or stand on one spot, have a line of no length", () => {
  const from = { x: 5, y: 5 };
  assert.deepEqual(lineBetween(from, { x: 35, y: 5 }, 20, 10), [from, from]);
  assert.deepEqual(lineBetween(from, from, 20, 10), [from, from]);
});
