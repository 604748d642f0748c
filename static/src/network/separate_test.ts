import assert from "node:assert/strict";
import { separate, type Standing } from "./separate.ts";

const size = { width: 600, height: 400 };
const extent = { half_width: 20, named: 24, bare: 8 };

function at(x: number, y: number, is_fixed = false): Standing {
  return { x, y, extent, is_fixed };
}

Deno.test("what does not touch stays where it is", () => {
  assert.deepEqual(separate([at(200, 100), at(242, 100)], size), [{ x: 200, y: 100 }, { x: 242, y: 100 }]);
});

Deno.test("two that touch give way by half each, along the way that is shorter", () => {
  assert.deepEqual(separate([at(200, 100), at(235, 104)], size).map(({ x }) => x), [197, 238]);
  assert.deepEqual(separate([at(200, 100), at(205, 125)], size).map(({ y }) => y), [96, 129]);
});

Deno.test("one that is fixed gives nothing", () => {
  assert.deepEqual(separate([at(300, 100, true), at(300, 120)], size), [{ x: 300, y: 100 }, {
    x: 300,
    y: 133,
  }]);
});

Deno.test("two on one spot are parted", () => {
  const [one, other] = separate([at(300, 100), at(300, 100)], size);
  assert.notDeepEqual(one, other);
});

Deno.test("all stay inside, also where there is no room for all", () => {
  const crowd = Array.from({ length: 300 }, (_, n) => at(50 + n % 17, 30 + n % 13));
  for (const { x, y } of separate(crowd, size)) {
    assert.ok(x >= 0 && x <= size.width && y >= 0 && y <= size.height, `${x} ${y}`);
  }
});
