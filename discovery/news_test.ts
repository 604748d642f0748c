import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { Friends, type Listener, Memory, News, Rumours } from "./news.ts";
import { entryOf } from "./book/test_entries.ts";

const a = entryOf("ws://a/");
const b = entryOf("ws://b/");

const listener = (): Listener => ({ reached_told: 0, deaths_told: 0, announced_told: 0 });
const all = () => true;

Deno.test("news are told oldest first, each once to each listener, and what happened again anew", () => {
  const news = new News("deaths_told");
  const [one, two] = [listener(), listener()];
  news.add(10, a);
  news.add(10, b);
  assert.deepEqual(news.tell(one, 0, 1, all), [a]);
  assert.deepEqual(news.tell(one, 0, 8, all), [b]);
  assert.deepEqual(news.tell(one, 0, 8, all), []);
  assert.deepEqual(news.tell(two, 0, 8, all), [a, b]);
  news.add(10, a);
  assert.deepEqual(news.tell(one, 0, 8, all), [a]);
  news.drop(a);
  assert.deepEqual(news.tell(listener(), 0, 8, all), [b]);
});

Deno.test("what is too old or does not fit a listener takes nobody's place and is passed over for good", () => {
  const news = new News("reached_told");
  const one = listener();
  news.add(10, a);
  news.add(20, b);
  assert.deepEqual(news.tell(one, 0, 1, (entry) => entry === b), [b]);
  assert.deepEqual(news.tell(one, 0, 1, all), []);
  assert.deepEqual(news.tell(listener(), 10, 8, all), [b]);
  assert.deepEqual(news.tell(listener(), 20, 8, all), []);
});

Deno.test("news have a limit", () => {
  const news = new News("announced_told");
  for (let at = 0; at <= limits.news_max; at++) news.add(at, entryOf(`ws://${at}.example/`));
  const told = news.tell(listener(), -1, 1000, all).map(({ target }) => target.host);
  assert.deepEqual([told.length, told[0]], [limits.news_max, "1.example"]);
});

Deno.test("a memory knows whether a key was noted within a time, and forgets the oldest", () => {
  const memory = new Memory(2);
  assert.equal(memory.has(0, "a", Infinity), false);
  memory.note(0, "a");
  assert.deepEqual([memory.has(99, "a", 100), memory.has(100, "a", 100)], [true, false]);
  memory.note(100, "a");
  assert.equal(memory.has(199, "a", 100), true);
  memory.note(101, "b");
  memory.note(102, "c");
  assert.equal(memory.has(103, "a", Infinity), false);
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
  const turns = Array.from(
    { length: limits.friends_max + 2 },
    () => friends.next(({ target }) => target.host)!,
  );
  assert.deepEqual([turns[0], turns[1], turns.at(-1)], ["seed", "f1", "seed"]);
  assert.equal(friends.next(() => undefined), undefined);
});
