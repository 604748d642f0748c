import assert from "node:assert/strict";
import { EventQueue, type QueuedEvent } from "./event_queue.ts";
import { below, streamOf } from "./random.ts";

Deno.test("thousands of events come out by time, and of equal times as they were added", () => {
  const queue = new EventQueue();
  const random = streamOf(1);
  const added: QueuedEvent[] = [];
  const taken: QueuedEvent[] = [];
  const add = () => {
    const event = { at_ms: below(random, 500), order: 0, happen: () => {} };
    queue.add(event);
    added.push(event);
  };
  for (let count = 0; count < 3000; count++) add();
  for (let event = queue.take(); event !== undefined; event = queue.take()) taken.push(event);
  assert.deepEqual(taken, added.toSorted((a, b) => a.at_ms - b.at_ms));
});

Deno.test("an event added while others wait takes its place among them", () => {
  const queue = new EventQueue();
  const happened: number[] = [];
  const add = (at_ms: number) => queue.add({ at_ms, order: 0, happen: () => happened.push(at_ms) });
  [5, 1, 3].forEach(add);
  queue.take()!.happen();
  add(2);
  assert.equal(queue.next_ms, 2);
  for (let event = queue.take(); event !== undefined; event = queue.take()) event.happen();
  assert.deepEqual(happened, [1, 2, 3, 5]);
  assert.deepEqual([queue.length, queue.next_ms], [0, Infinity]);
});
