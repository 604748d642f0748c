import assert from "node:assert/strict";
import { inView, whole_view } from "./geometry.ts";
import { held, scale_max, zoomed } from "./zoom.ts";

const size = { width: 400, height: 200 };

Deno.test("what is under the pointer stays there when the picture becomes larger", () => {
  const at = { x: 300, y: 50 };
  const view = zoomed(whole_view, 2, at, size);
  assert.equal(view.scale, 2);
  assert.deepEqual(inView(at, view, size), at);
});

Deno.test("it becomes neither smaller than the whole nor larger than its limit", () => {
  assert.deepEqual(zoomed(whole_view, 0.5, { x: 10, y: 10 }, size), whole_view);
  assert.equal(zoomed(whole_view, 100, { x: 10, y: 10 }, size).scale, scale_max);
});

Deno.test("it is not drawn beyond its edges", () => {
  assert.deepEqual(held({ scale: 2, x: 1_000, y: -1_000 }, size), { scale: 2, x: 200, y: -100 });
  assert.deepEqual(held({ scale: 1, x: 5, y: 5 }, size), whole_view);
});
