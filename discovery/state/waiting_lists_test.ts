import assert from "node:assert/strict";
import * as limits from "../limits.ts";
import {
  Announcements,
  News,
  ProbeQueue,
  ReconnectList,
  SeenCache,
  UnprovenFailures,
} from "./waiting_lists.ts";
import { entryOf } from "../book/test_entries.ts";

const a = entryOf("ws://a/");
const b = entryOf("ws://b/");

const listener = () => ({ reached_told: 0, deaths_told: 0, announced_told: 0 });
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

Deno.test("a seen cache knows whether a key was noted within a time, and forgets the oldest", () => {
  const seen = new SeenCache(2);
  assert.equal(seen.has(0, "a", Infinity), false);
  seen.note(0, "a");
  assert.deepEqual([seen.has(99, "a", 100), seen.has(100, "a", 100)], [true, false]);
  seen.note(100, "a");
  assert.equal(seen.has(199, "a", 100), true);
  seen.note(101, "b");
  seen.note(102, "c");
  assert.equal(seen.has(103, "a", Infinity), false);
});

Deno.test("an address is probed once in six hours, and dropped when it can't be dialled by then", () => {
  const probes = new ProbeQueue();
  const pause_ms = limits.probe_pause_s * 1000;
  probes.add(0, a);
  probes.add(1, b);
  probes.add(2, a);
  assert.equal(probes.take((entry) => entry === b), b);
  assert.equal(probes.take(() => true), undefined);
  probes.add(pause_ms - 1, a);
  assert.equal(probes.take(() => true), undefined);
  probes.add(pause_ms, a);
  assert.equal(probes.take(() => true), a);
});

Deno.test("good peers are redialled round robin with the seeds, the latest sixty-four of them", () => {
  const peers = new ReconnectList([entryOf("ws://seed/")]);
  for (let number = 0; number <= limits.reconnects_max; number++) peers.add(entryOf(`ws://f${number}/`));
  const turns = Array.from(
    { length: limits.reconnects_max + 2 },
    () => peers.next(({ target }) => target.host)!,
  );
  assert.deepEqual([turns[0], turns[1], turns.at(-1)], ["seed", "f1", "seed"]);
  assert.equal(peers.next(() => undefined), undefined);
});

Deno.test("an announcement is new once an hour, one of the node itself after ten minutes already", () => {
  const announcements = new Announcements(0);
  announcements.note(0, "a");
  const known = (ms: number, hops: number) => announcements.isKnown(ms, "a", hops);
  assert.deepEqual(
    [known(limits.announced_pause_ms - 1, 0), known(limits.announced_pause_ms, 0)],
    [true, false],
  );
  assert.deepEqual([known(limits.announced_kept_ms - 1, 1), known(limits.announced_kept_ms, 1)], [
    true,
    false,
  ]);
});

Deno.test("announcements are sent on up to a burst", () => {
  const announcements = new Announcements(0);
  for (let count = 0; count < limits.spread_rate.burst; count++) assert.ok(announcements.maySpread(0));
  assert.ok(!announcements.maySpread(0));
});

Deno.test("failures without a proof have a limit: the oldest gives way", () => {
  const failures = new UnprovenFailures();
  const failure = (at_ms: number) => ({ entry: a, ips: [], at_ms });
  for (let at = 0; at < limits.unproven_max; at++) assert.equal(failures.add(failure(at)), undefined);
  assert.equal(failures.add(failure(limits.unproven_max))?.at_ms, 0);
  assert.equal(failures.take().length, limits.unproven_max);
  assert.deepEqual(failures.take(), []);
});

Deno.test("news begin where a listener stands: of what it was told nothing comes again, also when much was dropped", () => {
  const news = new News("deaths_told");
  const entries = [1, 2, 3, 4].map((n) => entryOf(`ws://${n}.example/`));
  for (const entry of entries) news.add(10, entry);
  const one = listener();
  assert.deepEqual(news.tell(one, 0, 2, all), entries.slice(0, 2));
  assert.equal(one.deaths_told, 2);
  assert.equal(one.announced_told, 0);
  news.drop(entries[0]!);
  news.drop(entries[0]!);
  assert.deepEqual(news.tell(one, 0, 9, all), entries.slice(2));
  assert.equal(one.deaths_told, 4);
  news.add(10, entries[3]!);
  assert.deepEqual(news.tell(one, 0, 9, all), [entries[3]]);
  assert.deepEqual(news.tell(listener(), 0, 9, all), entries.slice(1));
});

Deno.test("so many addresses wait for a probe, and one that found no room may come again", () => {
  const probes = new ProbeQueue();
  const entries = Array.from(
    { length: limits.probes_waiting_max + 1 },
    (_, n) => entryOf(`ws://${n}.example/`),
  );
  for (const entry of entries) probes.add(0, entry);
  const last = entries.pop()!;
  for (const entry of entries) assert.equal(probes.take(all), entry);
  assert.equal(probes.take(all), undefined);
  probes.add(1, last);
  assert.equal(probes.take(all), last);
});

Deno.test("a good peer that was dropped is redialled no more, one that is good again comes last", () => {
  const peers = new ReconnectList([]);
  for (const entry of [a, b]) peers.add(entry);
  peers.add(a);
  const hosts = () => [0, 1].map(() => peers.next(({ target }) => target.host));
  assert.deepEqual(hosts(), ["b", "a"]);
  peers.drop(b.target.key);
  assert.deepEqual(hosts(), ["a", "a"]);
  peers.drop(a.target.key);
  assert.equal(peers.next(() => 1), undefined);
});

Deno.test("each redial goes on where the last one stopped, also when it passed over some", () => {
  const peers = new ReconnectList([1, 2, 3].map((n) => entryOf(`ws://${n}.example/`)));
  const next = (...skipped: string[]) =>
    peers.next(({ target }) => skipped.includes(target.host) ? undefined : target.host);
  assert.deepEqual([next(), next("2.example"), next(), next()], [
    "1.example",
    "3.example",
    "1.example",
    "2.example",
  ]);
});

Deno.test("what waits against a row is known, and can be taken back: all of it, and nothing of others", () => {
  const failures = new UnprovenFailures();
  for (const [entry, at_ms] of [[a, 1], [b, 2], [a, 3]] as const) failures.add({ entry, ips: [], at_ms });
  assert.deepEqual([failures.has(a), failures.drop(a), failures.has(a), failures.drop(a)], [
    true,
    true,
    false,
    false,
  ]);
  assert.deepEqual(failures.take().map(({ at_ms }) => at_ms), [2]);
  assert.equal(failures.has(b), false);
});
