import assert from "node:assert/strict";
import { CollisionQueue } from "./collisions.ts";
import { collisions_max } from "../limits.ts";
import { entryOf } from "./test_entries.ts";

/** A newcomer and the incumbent in its way. */
const pair = (number: number) =>
  [entryOf(`ws://new${number}.example/`), entryOf(`ws://old${number}.example/`)] as const;

Deno.test("the queue holds ten collisions, and each newcomer and incumbent once", () => {
  const queue = new CollisionQueue();
  const first = pair(0);
  queue.add(...first);
  queue.add(...first);
  queue.add(first[0], pair(1)[1]);
  assert.equal(queue.length, 1);
  for (let number = 1; number <= collisions_max; number++) queue.add(...pair(number));
  assert.equal(queue.length, collisions_max);
});

Deno.test("a tested incumbent is settled once, a forgotten entry leaves the queue", () => {
  const queue = new CollisionQueue();
  const [first, second] = [pair(0), pair(1)];
  queue.add(...first);
  queue.add(...second);
  assert.equal(queue.next((entry) => entry !== first[1]), second[1]);
  assert.equal(queue.settle(first[1]), first[0]);
  assert.equal(queue.settle(first[1]), undefined);
  queue.drop(second[0]);
  assert.equal(queue.length, 0);
});
