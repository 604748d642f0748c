import assert from "node:assert/strict";
import { crowding } from "./crowding.ts";
import { toPixels } from "./geometry.ts";
import { newLayout } from "./test_layout.ts";
import type { Picture, PictureEdge, PictureNode } from "./picture.ts";

/** The picture's room on the first screen of 1280 x 800, and with the whole width. */
const first_screen = { width: 556, height: 384 };
const whole_width = { width: 1167, height: 640 };

/** A network of nodes of which every n-th is connected; each knows a few others. */
function networkOf(count: number, connected_every: number, knows: number): Picture {
  const node = (id: string, tie: "in" | "none") => ({ id, addr: id, tie }) as PictureNode;
  const ids = Array.from({ length: count }, (_, n) => `n${n}`);
  const nodes = [
    node("self", "none"),
    ...ids.map((id, n) => node(id, n % connected_every === 0 ? "in" : "none")),
  ];
  const edges = ids.flatMap((from, n) =>
    Array.from({ length: knows }, (_, k): PictureEdge => {
      const to = ids[(n * 7 + k * 11 + 1) % count]!;
      return { id: `${from} ${to}`, from, to, kind: "knows", tie: "none" };
    })
  );
  return { nodes, edges };
}

const lengths = [2, 3, 3, 3, 4, 8];

/** Names of two to eight Chinese characters. */
const nameOf = (id: string) => ({ words: "名".repeat(lengths[Number(id.slice(1)) % 6]!), is_address: false });

const cases = [25, 40, 60, 64].flatMap((count) =>
  [1, 2, 5].flatMap((every) => [0, 3, 6].map((knows) => [count, every, knows, first_screen] as const))
).concat([[150, 1, 3, whole_width], [150, 3, 2, whole_width]]);

for (const [count, every, knows, size] of cases) {
  const title = `${count} nodes, one in ${every} connected, each knowing ${knows}, on ${size.width} pixels`;
  Deno.test(`no name covers another, nor another's circle: ${title}`, () => {
    const layout = newLayout();
    layout.update(networkOf(count, every, knows));
    layout.settle();
    const room = crowding.roomFor(layout.apart, size, 1);
    assert.ok(room.name >= 34, "three characters");
    const places = crowding.standApart(layout.places(), nameOf, room, size);
    const boxes = [...places].filter(([id]) => id !== "self").map(([id, place]) => {
      const { x, y } = toPixels(place, size);
      const half_px = [...crowding.cutName(nameOf(id), room.name)].length * 11 / 2;
      const base = y < size.height / 2 ? y - room.radius - 5 : y + room.radius + 12;
      assert.ok(x - half_px >= 0 && x + half_px <= size.width, `${id} is inside`);
      return { id, x, y, left: x - half_px, right: x + half_px, top: base - 10, bottom: base + 2 };
    });
    const covered = boxes.flatMap((one) =>
      boxes.filter((other) => {
        if (other === one) return false;
        const names = one.left < other.right && other.left < one.right && one.top < other.bottom &&
          other.top < one.bottom;
        const nearest_x = Math.max(one.left, Math.min(one.right, other.x));
        const nearest_y = Math.max(one.top, Math.min(one.bottom, other.y));
        return names || Math.hypot(nearest_x - other.x, nearest_y - other.y) < room.radius;
      }).map((other) => `${one.id} ${other.id}`)
    );
    assert.deepEqual(covered, []);
  });
}

Deno.test("where there is no room for three characters there is none for a name", () => {
  assert.equal(crowding.roomFor(0.15, first_screen, 1).name, 0);
  assert.ok(crowding.roomFor(0.15, first_screen, 2).name > 34, "shown twice as large there is");
});

Deno.test("a name is cut at its end, an address at its beginning, and each keeps something", () => {
  const cut = (words: string, is_address: boolean, px: number) => crowding.cutName({ words, is_address }, px);
  assert.equal(cut("Nursultan Abdrakhmanov", false, 48), "Nursu…");
  assert.equal(cut("192.168.1.17:9000", true, 48), "…:9000");
  assert.equal(cut("狐狸", false, 1), "狐…");
  assert.equal(cut("狐狸", false, 22), "狐狸");
});
