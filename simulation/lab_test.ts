import assert from "node:assert/strict";
import type { Machine } from "./network.ts";
import { outboundOf, type Start, World } from "./world.ts";

const labs: [string, (world: World) => (index: number) => Start][] = [
  ["twenty nodes on one laptop", (world) => {
    const laptop = world.machine("127.0.0.1");
    return (index) => ({ machine: laptop, port: 9000 + index, advertise: true });
  }],
  ["twenty laptops on one network", (world) => {
    return (index) => ({ machine: world.machine(`192.168.1.${10 + index}`), advertise: true });
  }],
];

for (const [what, place] of labs) {
  Deno.test(`${what} find each other through one of them without any switch`, async () => {
    const world = new World({ seed: 1, text: true });
    await world.startMany(20, 10, place(world));
    const filled_s = await world.runUntil(
      () => world.living.every((node) => outboundOf(node).length >= 8),
      120,
    );
    assert.ok(filled_s <= 60, `it took ${filled_s} s`);
    assert.deepEqual(world.components(), [20]);
    await world.run(600);
    for (const { membership } of world.living) {
      assert.ok(membership.book.size >= 19, `${membership.book.size} known`);
    }
  });
}

Deno.test("half of the nodes on one laptop are killed: the others let go of them and stay one network", async () => {
  const world = new World({ seed: 2, text: true });
  const laptop: Machine = world.machine("127.0.0.1");
  const nodes = await world.startMany(
    20,
    10,
    (index) => ({ machine: laptop, port: 9000 + index, advertise: true }),
  );
  await world.run(120);
  for (const node of nodes.slice(0, 10)) node.kill("process");
  await world.run(120);
  assert.deepEqual(world.components(), [10]);
  const dead = new Set(nodes.slice(0, 10).map(({ addr }) => addr));
  for (const { membership } of world.living) {
    const served = membership.book.near.rows.filter((entry) =>
      entry.reachedSince(0) && dead.has(entry.target.addr)
    );
    assert.deepEqual(served, []);
  }
});

Deno.test("nodes that cannot be dialled take part, and nobody else's table fills with their addresses", async () => {
  const world = new World({ seed: 3 });
  const nodes = await world.startMany(40, 10, (index) => ({ dialable: index % 2 === 0 }));
  const filled_s = await world.runUntil(
    () => world.living.every((node) => outboundOf(node).length >= 8),
    120,
  );
  assert.ok(filled_s <= 60, `it took ${filled_s} s`);
  await world.run(3600);
  assert.deepEqual(world.components(), [40]);
  const hidden = nodes.filter((_, index) => index % 2 === 1).map(({ addr }) => addr);
  for (const { membership } of nodes) {
    assert.deepEqual(hidden.filter((addr) => membership.book.get(addr)), []);
  }
});
