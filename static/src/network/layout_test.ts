import assert from "node:assert/strict";
import { graph_nodes_max } from "./picture_form.ts";
import { makePicture, type Picture, self_node } from "./picture.ts";
import { newLayout } from "./test_layout.ts";
import { link, peer, state } from "./test_network.ts";

/** So many nodes, a third of them connected. */
function pictureOf(count: number): Picture {
  const ports = Array.from({ length: count }, (_, index) => 9001 + index);
  const links = ports.filter((port) => port % 3 === 0).map((port) => link(port, port));
  return makePicture(state(ports.map((port) => peer(port)), links), 0);
}

/** Nodes, and how near two of them may stand: 2 is the width of the picture. */
const crowds = [[39, 0.15], [60, 0.15], [graph_nodes_max - 1, 0.08]] as const;

for (const [count, nearest_min] of crowds) {
  Deno.test(`at rest ${count} nodes stand inside, this one in the middle, and none on another`, () => {
    const layout = newLayout();
    const picture = pictureOf(count);
    layout.update(picture);
    assert.ok(layout.moves);
    layout.settle();
    assert.ok(!layout.moves);
    const placed = layout.places();
    const places = picture.nodes.map(({ id }) => placed.get(id)!);
    assert.deepEqual(placed.get(self_node), { x: 0, y: 0 });
    for (const [index, { x, y }] of places.entries()) {
      assert.ok(Math.abs(x) <= 1 && Math.abs(y) <= 1, `${x} ${y}`);
      const others = places.filter((_, other) => other !== index);
      const nearest = Math.min(...others.map((other) => Math.hypot(other.x - x, other.y - y)));
      assert.ok(nearest > nearest_min, `${index}: ${nearest}`);
    }
  });
}

Deno.test("a few nodes fill the picture", () => {
  const layout = newLayout();
  layout.update(pictureOf(3));
  layout.settle();
  const places = [...layout.places().values()];
  assert.ok(Math.max(...places.map(({ x }) => Math.abs(x))) > 0.7);
});

Deno.test("neighbours stand nearer than nodes that are only known", () => {
  const layout = newLayout();
  const picture = pictureOf(12);
  layout.update(picture);
  layout.settle();
  const away = (connected: boolean) =>
    picture.nodes.slice(1).filter(({ tie }) => (tie === "out") === connected).map(({ id }) => {
      const { x, y } = layout.at(id)!;
      return Math.hypot(x, y);
    });
  assert.ok(Math.max(...away(true)) < Math.min(...away(false)), `${away(true)} | ${away(false)}`);
});

Deno.test("a picture of the same nodes and edges does not wake it", () => {
  const layout = newLayout();
  layout.update(pictureOf(9));
  layout.settle();
  layout.update(pictureOf(9));
  assert.ok(!layout.moves);
});

Deno.test("a newcomer wakes it, and the others keep their places", () => {
  const layout = newLayout();
  layout.update(pictureOf(9));
  layout.settle();
  const before = pictureOf(9).nodes.map(({ id }) => layout.at(id)!);
  layout.update(pictureOf(10));
  assert.deepEqual(pictureOf(9).nodes.map(({ id }) => layout.at(id)!), before);
  assert.ok(layout.moves);
  layout.settle();
  for (const [index, { id }] of pictureOf(9).nodes.entries()) {
    const { x, y } = layout.at(id)!;
    const moved = Math.hypot(x - before[index]!.x, y - before[index]!.y);
    assert.ok(moved < 0.5, `${id} moved by ${moved}`);
  }
});

Deno.test("a node that went has no place", () => {
  const layout = newLayout();
  layout.update(pictureOf(2));
  layout.update(pictureOf(1));
  assert.deepEqual(pictureOf(2).nodes.map(({ id }) => layout.at(id) !== undefined), [true, true, false]);
});

Deno.test("two that came one after the other stand apart, also when the later one is listed first", () => {
  const layout = newLayout();
  layout.update(makePicture(state([peer(9002)]), 0));
  layout.settle();
  layout.update(makePicture(state([peer(9001), peer(9002)]), 0));
  layout.settle();
  const [one, other] = [peer(9001), peer(9002)].map(({ node }) => layout.at(node)!);
  const apart = Math.hypot(one!.x - other!.x, one!.y - other!.y);
  assert.ok(apart > 1, String(apart));
});
