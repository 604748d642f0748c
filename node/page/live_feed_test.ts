import assert from "node:assert/strict";
import { locate } from "../../discovery/address/group.ts";
import {
  change_ms,
  events_in_change_max,
  events_kept_max,
  neighbours_known_max,
  peer_notes_max,
  peers_shown_max,
  traffic_in_change_max,
} from "./limits.ts";
import { Membership } from "../../discovery/membership.ts";
import type { Change } from "../../static/live_messages.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { HandClock } from "../hand_clock.ts";
import { LiveFeed } from "./live_feed.ts";
import { LinkMemory, PeerNotes } from "./live_memory.ts";

function feedWith() {
  const clock = new HandClock();
  const node = { agent: "foxchain/test", net: "foxchain", addresses: [], port: 9000, outbound: 8 };
  const feed = new LiveFeed({ storage: new MemoryStorage(), clock, node });
  const membership = new Membership({
    random: () => 0.5,
    nonce: "own",
    now_ms: clock.ms,
    watch: ({ target }) => feed.changedPeer(target.key),
  });
  feed.attach(membership);
  const heard: Change[] = [];
  const listener = { traffic: true, hear: (text: string) => void heard.push(JSON.parse(text)) };
  return { clock, membership, feed, heard, listener };
}

const target = (n: number) => locate(`ws://10.0.${n >> 8}.${n & 255}/ws`)!;
const loopback = { ip: "127.0.0.1", scope: "loopback" } as const;

Deno.test("while nobody listens nothing waits to be told, and no timer runs", () => {
  const { clock, membership, feed, heard, listener } = feedWith();
  const register = () => membership.registered(clock.ms, [target(1)], loopback);
  register();
  feed.tell({ kind: "stale", about: target(1).addr });
  assert.equal(clock.timers, 0);
  feed.listen(listener);
  register();
  feed.leave(listener);
  register();
  assert.deepEqual([clock.timers, heard], [0, []]);
  assert.equal(feed.snapshot().events.length, 1);
});

Deno.test("changes are told four times a second at most, each row once with its newest state", () => {
  const { clock, membership, feed, heard, listener } = feedWith();
  feed.listen(listener);
  membership.registered(clock.ms, [target(1)], loopback);
  clock.pass(0);
  assert.deepEqual(heard.map(({ peers }) => peers?.map(({ state }) => state)), [["heard"]]);
  const entry = membership.book.get(target(1).key)!;
  for (const end of [1, 2, 3]) membership.book.fail(clock.ms / 1000 + end, entry);
  clock.pass(change_ms - 1);
  assert.equal(heard.length, 1);
  clock.pass(1);
  assert.deepEqual(heard[1]!.peers!.map(({ state }) => state), ["stale"]);
  membership.book.forget(entry);
  clock.pass(change_ms);
  assert.deepEqual(heard[2]!.peers_gone, [target(1).key]);
  clock.pass(10 * change_ms);
  assert.equal(heard.length, 3, "Nothing changed, nothing is told.");
});

Deno.test("a snapshot and a change hold so many rows, the rest of a change comes with the next", () => {
  const { clock, membership, feed, heard, listener } = feedWith();
  feed.listen(listener);
  const all = Array.from({ length: peers_shown_max + 1 }, (_, n) => target(n));
  membership.registered(clock.ms, all.slice(0, -1), loopback);
  assert.equal(feed.snapshot().peers.length, peers_shown_max);
  membership.registered(clock.ms, all, loopback);
  assert.equal(feed.snapshot().peers.length, peers_shown_max);
  clock.pass(0);
  clock.pass(change_ms);
  assert.deepEqual(heard.map(({ peers }) => peers?.length), [peers_shown_max, 1]);
});

Deno.test("events and passing messages have a limit each, and the newest events stay", () => {
  const { clock, feed, heard, listener } = feedWith();
  feed.listen(listener);
  for (let n = 0; n <= events_kept_max; n++) feed.tell({ kind: "stale", about: target(n).addr });
  for (let n = 0; n <= traffic_in_change_max; n++) feed.passed(1, "out", "sample", "request");
  clock.pass(0);
  const { events, traffic } = heard[0]!;
  assert.deepEqual([events!.length, traffic!.length], [events_in_change_max, traffic_in_change_max]);
  assert.equal(events!.at(-1)!.id, events_kept_max + 1);
  const kept = feed.snapshot().events;
  assert.deepEqual([kept.length, kept[0]!.id], [events_kept_max, 2]);
});

Deno.test("traffic is told only to whom wants it", () => {
  const { clock, feed, heard, listener } = feedWith();
  feed.listen({ ...listener, traffic: false });
  feed.passed(1, "in", "hello", "request");
  clock.pass(0);
  assert.ok(heard.every(({ traffic }) => traffic === undefined));
});

Deno.test("notes and what peers served are bounded, the newest stay", () => {
  const notes = new PeerNotes();
  for (let n = 0; n <= peer_notes_max; n++) notes.add(`${n}`, { agent: "a" });
  assert.deepEqual(["0", "1", `${peer_notes_max}`].map((key) => notes.get(key).agent), [null, "a", "a"]);
  const links = new LinkMemory();
  const keys = Array.from({ length: neighbours_known_max }, (_, n) => `${n}`);
  links.served(1, keys);
  assert.deepEqual(links.knows(1), keys);
  links.served(1, ["new"]);
  assert.deepEqual(links.knows(1), ["new", ...keys.slice(0, -1)]);
  links.told(1, ["told"]);
  assert.deepEqual(links.knows(1), ["new", ...keys.slice(0, -1)], "what it said itself comes first");
  links.told(2, keys);
  links.told(2, ["told"]);
  assert.deepEqual(links.knows(2), ["told", ...keys.slice(0, -1)]);
});

Deno.test("a peer knows what it tells, announces and is told, which are no events of their own", () => {
  const { clock, membership, feed, heard, listener } = feedWith();
  const id = membership.accepted(clock.ms, "127.0.0.1", "loopback");
  membership.hello(clock.ms, id, { v: 1, net: "foxchain", nonce: "theirs" });
  feed.touched(id);
  feed.listen(listener);
  const link = membership.links.get(id)!;
  const about = "127.0.0.1";
  feed.tell({ kind: "told", about, keys: [target(1).key], link });
  clock.pass(0);
  assert.deepEqual(heard[0]!.links!.map(({ knows }) => knows), [[target(1).key]]);
  feed.tell({ kind: "learned", about, keys: [target(2).key], count: 0, link });
  feed.tell({ kind: "announcement", about: target(3).addr, keys: [target(3).key], link });
  clock.pass(change_ms);
  assert.deepEqual(heard[1]!.links!.map(({ knows }) => knows), [[
    target(3).key,
    target(2).key,
    target(1).key,
  ]]);
  assert.deepEqual(feed.snapshot().events.map(({ kind }) => kind), ["joined", "announced"]);
});

Deno.test("a listener that comes later is told no change from before it listened", () => {
  const { clock, membership, feed, heard, listener } = feedWith();
  feed.listen(listener);
  membership.registered(clock.ms, [target(1)], loopback);
  const late: Change[] = [];
  feed.listen({ traffic: true, hear: (text) => void late.push(JSON.parse(text)) });
  assert.equal(heard.length, 1, "the first is told before the second listens");
  clock.pass(2 * change_ms);
  assert.deepEqual(late, []);
});
