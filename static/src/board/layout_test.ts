import assert from "node:assert/strict";
import { layoutFor, pageOf, screenOf } from "./layout.ts";

const room = (width_px: number, height_px: number) => ({
  width_px,
  height_px,
  tiles_width_px: width_px - 16,
  tiles_height_px: height_px - 60,
});

/** Of a projection 2 m wide: millimetres of the type of a name, seen from 4 m. */
const type_mm = ({ unit_px }: { unit_px: number }, width_px: number) => 2.2 * unit_px * 2_000 / width_px;

Deno.test("60 students fit on one screen at both sizes, in type of at least 38 mm on a projection 2 m wide", () => {
  for (const [width, height] of [[1280, 800], [1920, 1080]] as const) {
    const layout = layoutFor(room(width, height), 60);
    assert.ok(layout.columns * layout.rows >= 60, `${width}: ${layout.columns} x ${layout.rows}`);
    assert.ok(type_mm(layout, width) >= 38, `${width}: ${type_mm(layout, width)} mm`);
  }
});

Deno.test("a smaller class gets larger tiles, a larger one the same and several pages", () => {
  const units = [4, 12, 30, 60, 200].map((count) => layoutFor(room(1280, 800), count).unit_px);
  assert.deepEqual(units, units.toSorted((a, b) => b - a));
  assert.ok(units[0]! > units[3]!);
  assert.equal(units[3], units[4]);
});

Deno.test("on a phone type does not vanish: there are fewer tiles", () => {
  const layout = layoutFor(room(390, 844), 60);
  assert.ok(2.2 * layout.unit_px >= 20 && layout.columns >= 2, JSON.stringify(layout));
});

Deno.test("over all pages everybody is shown, those in need on each", () => {
  const layout = layoutFor(room(1280, 800), 200);
  const students = Array.from({ length: 200 }, (_, n) => n);
  for (const in_need of [0, 1, 5, 40, 200]) {
    const { pages } = screenOf(students, in_need, layout, 0);
    const seen = new Set<number>();
    for (let page = 0; page < pages; page++) {
      const { pinned, rest } = screenOf(students, in_need, layout, page);
      assert.ok(pinned.length + rest.length <= layout.columns * layout.rows);
      assert.ok(
        pinned.length >= Math.min(in_need, layout.columns * Math.floor(layout.rows / 2)),
        `${in_need}`,
      );
      for (const one of [...pinned, ...rest]) seen.add(one);
      for (const one of rest) assert.equal(pageOf(one, pinned.length, layout), page);
    }
    assert.equal(seen.size, 200);
  }
  assert.equal(screenOf(students, 0, layout, -1).page, screenOf(students, 0, layout, 0).pages - 1);
});
