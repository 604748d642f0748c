import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { Friends, Memory, News, Rumours } from "./news.ts";
import { entryOf } from "./test_entries.ts";

const a = entryOf("ws://a/");
const b = entryOf("ws://b/");

Deno.test("news are told newest first, and only those since the last time", () => {
  const news = new News();
  news.add(10, a);
  news.add(20, b);
  assert.deepEqual(news.since(0, 8), [b, a]);
  assert.deepEqual(news.since(10, 8), [b]);
  assert.deepEqual(news.since(0, 1), [b]);
  news.add(30, a);
  assert.deepEqual(news.since(0, 8), [a, b]);
  news.drop(a);
  assert.deepEqual(news.since(0, 8), [b]);
});

Deno.test("news have a limit", () => {
  const news = new News();
  for (let at = 0; at <= limits.news_max; at++) news.add(at, entryOf(`ws://${at}.example/`));
  assert.equal(news.since(-1, 1000).length, limits.news_max);
});

Deno.test("a memory calls a key new once per period, and forgets the oldest", () => {
  const memory = new Memory(100, 2);
  assert.deepEqual([memory.add(0, "a"), memory.add(99, "a"), memory.add(100, "a")], [true, false, true]);
  memory.add(101, "b");
  memory.add(102, "c");
  assert.equal(memory.add(103, "a"), true);
});

Deno.test("a rumour is followed once in six hours, and dropped when it is pointless by then", () => {
  const rumours = new Rumours();
  const pause_ms = limits.rumour_pause_s * 1000;
  rumours.add(0, a);
  rumours.add(1, b);
  rumours.add(2, a);
  assert.equal(rumours.take((entry) => entry === b), b);
  assert.equal(rumours.take(() => true), undefined);
  rumours.add(pause_ms - 1, a);
  assert.equal(rumours.take(() => true), undefined);
  rumours.add(pause_ms, a);
  assert.equal(rumours.take(() => true), a);
});

Deno.test("friends are redialled round robin with the seeds, the latest sixty-four of them", () => {
  const friends = new Friends([entryOf("ws://seed/")]);
  for (let number = 0; number <= limits.friends_max; number++) friends.add(entryOf(`ws://f${number}/`));
  const turns = Array.from({ length: limits.friends_max + 2 }, () => friends.next(() => true)!.target.host);
  assert.deepEqual([turns[0], turns[1], turns.at(-1)], ["seed", "f1", "seed"]);
  assert.equal(friends.next(() => false), undefined);
});
