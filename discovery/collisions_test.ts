import assert from "node:assert/strict";
import { CollisionQueue } from "./collisions.ts";
import { collisions_max } from "./limits.ts";
import { entryOf } from "./test_entries.ts";

const pair = (number: number) => ({
  newcomer: entryOf(`ws://new${number}.example/`),
  incumbent: entryOf(`ws://old${number}.example/`),
});

Deno.test("the queue holds ten collisions, and each newcomer and incumbent once", () => {
  const queue = new CollisionQueue();
  const first = pair(0);
  queue.add(first);
  queue.add(first);
  queue.add({ newcomer: first.newcomer, incumbent: pair(1).incumbent });
  assert.equal(queue.length, 1);
  for (let number = 1; number <= collisions_max; number++) queue.add(pair(number));
  assert.equal(queue.length, collisions_max);
});

Deno.test("a tested incumbent is settled once, a forgotten entry leaves the queue", () => {
  const queue = new CollisionQueue();
  const [first, second] = [pair(0), pair(1)];
  queue.add(first);
  queue.add(second);
  assert.equal(queue.next((entry) => entry !== first.incumbent), second.incumbent);
  assert.equal(queue.settle(first.incumbent), first);
  assert.equal(queue.settle(first.incumbent), undefined);
  queue.drop(second.newcomer);
  assert.equal(queue.length, 0);
});
