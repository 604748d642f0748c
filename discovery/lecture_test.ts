import assert from "node:assert/strict";
import type { AddressSource } from "./book/entry.ts";
import { DONE } from "./close_codes.ts";
import { askLecture, findReserved, hearLecture, learnPeers, leaveSlot } from "./lecture.ts";
import * as limits from "./limits.ts";
import { LectureLink, OutboundLink } from "./state/link.ts";
import { at, entryOf, neighbour, stranger } from "./book/test_entries.ts";
import { State } from "./state/state.ts";
import { bareState, inbound, lecture, reached } from "./test_state.ts";

Deno.test("a lecture node's list is read again after half the pause at the earliest and one and a half at the latest", () => {
  for (const [random, pauses] of [[0, 0.5], [0.5, 1], [0.999, 1.499]] as const) {
    const state = new State({ random: () => random, nonce: "own", now_ms: 1_000_000 });
    const link = state.add((id) =>
      new LectureLink(new OutboundLink(id, entryOf("ws://8.8.8.8/ws"), "fresh", true))
    );
    const ask = (now_ms: number) => {
      state.at(now_ms);
      askLecture(state, link);
      const effect = state.effects.splice(0)[0]!;
      return effect.kind === "send" ? effect.op : effect.kind;
    };
    const due_ms = 1_000_000 + Math.ceil(limits.lecture_peers_ms * pauses);
    assert.deepEqual([ask(1_000_000), ask(due_ms - 1), ask(due_ms)], ["peers", "ping", "peers"]);
  }
});

const own = "ws://198.51.100.9:9000/ws";
const addr = "ws://8.8.8.8:9000/ws";

/** What is asked next, in a state and on a connection like this. */
function asked(state: State, link: LectureLink): unknown[] {
  askLecture(state, link);
  return state.effects.splice(0).map((effect) =>
    effect.kind === "send" ? [effect.op, effect.args] : effect.kind
  );
}

Deno.test("a lecture node is asked to register this node daily, then for its list, and pinged otherwise", () => {
  const state = bareState({ own: [at(own)], random: () => 0.5 });
  const link = lecture(state, addr);
  const start_ms = state.now_ms;
  assert.deepEqual(asked(state, link), [["register", { addr: own }]]);
  assert.deepEqual([link.asked_ms, link.register_ms], [start_ms, start_ms + limits.lecture_register_ms]);
  assert.equal(link.pinged, false);
  assert.deepEqual(asked(state, link), [["peers", undefined]]);
  assert.deepEqual([asked(state, link), link.pinged], [["ping"], true]);
  link.peers_ms = Infinity;
  assert.deepEqual(asked(state.at(link.register_ms - 1), link), ["ping"]);
  assert.deepEqual(asked(state.at(link.register_ms), link), [["register", { addr: own }]]);
});

Deno.test("a node without an address for the lecture node does not register", () => {
  const state = bareState({ own: [at("ws://192.168.1.7/ws")] });
  assert.deepEqual(asked(state, lecture(state, addr)), [["peers", undefined]]);
});

Deno.test("after an answer the next question follows at once where one is due, else the next ping", () => {
  for (
    const [own_addrs, register_due, peers_due, expected] of [
      [[own], true, false, "register"],
      [[own], false, true, "peers"],
      [[own], false, false, undefined],
      [[], true, false, undefined],
      [[], true, true, "peers"],
    ] as const
  ) {
    const state = bareState({ own: own_addrs.map(at) });
    const due = (is_due: boolean) => state.now_ms + (is_due ? 0 : 1);
    const link = lecture(state, addr, { register_ms: due(register_due), peers_ms: due(peers_due) });
    hearLecture(state, link);
    const [effect] = state.effects;
    assert.equal(effect?.kind === "send" ? effect.op : undefined, expected);
    assert.equal(link.next_ms, expected === undefined ? state.now_ms + limits.lecture_ping_ms : Infinity);
  }
});

Deno.test("a list that does not fit the schema says nothing about who holds the lecture node", () => {
  const state = bareState();
  const link = lecture(state, addr);
  learnPeers(state, link, undefined);
  assert.equal(link.is_rare, false);
  learnPeers(state, link, { peers: [] });
  assert.equal(link.is_rare, true);
});

Deno.test("a holder counts that was reached within a day, whatever the list says of others", () => {
  for (const [ago_s, is_rare] of [[limits.served_few_s, false], [limits.served_few_s + 1, true]] as const) {
    const state = bareState();
    const peers = Array.from({ length: limits.lecture_holders_min }, (_, n) => {
      const entry = reached(state, `ws://${20 + n}.1.1.1/ws`, ago_s);
      return entry.target.addr;
    });
    const link = lecture(state, addr);
    learnPeers(state, link, { peers: [...peers, "nonsense"] });
    assert.equal(link.is_rare, is_rare);
  }
});

Deno.test("a rare lecture node is announced once by a settled node, as fresh and to a part of the network", () => {
  for (const peers of [limits.announce_fanout - 1, limits.announce_fanout]) {
    const state = bareState();
    for (let n = 1; n <= peers; n++) inbound(state, `${20 + n}.1.1.1`);
    const link = lecture(state, addr, { is_rare: true, register_ms: Infinity, peers_ms: Infinity });
    hearLecture(state, link);
    const sent = state.effects.splice(0).map((effect) => effect.kind === "send" && effect.args);
    const is_settled = peers === limits.announce_fanout;
    assert.deepEqual(
      sent,
      is_settled ? Array(peers).fill({ addr, age: 0, hops: limits.lecture_announce_hops }) : [],
    );
    assert.equal(link.is_rare, !is_settled);
  }
});

const day_ms = 24 * 3600_000;

/** As many lecture nodes as there are reserved places, each with these properties. */
function fullHouse(
  age_ms: (n: number) => number,
  parts: (n: number) => { source?: AddressSource; heard_s?: number } = () => ({}),
) {
  const state = bareState();
  const links = Array.from({ length: limits.lecture_links_max }, (_, n) => {
    const link = lecture(state, `ws://${20 + n}.1.1.1/ws`, {
      role: "reserved",
      opened_ms: state.now_ms - age_ms(n),
    });
    const { source = stranger, heard_s = 1000 } = parts(n);
    link.entry.source = source;
    link.entry.last_heard_s = heard_s;
    return link;
  });
  const newcomer = (source: AddressSource) => {
    const link = lecture(state, addr);
    link.entry.source = source;
    return link;
  };
  const left = () => links.flatMap((link, n) => state.links.has(link.id) ? [] : [n]);
  return { state, newcomer, left };
}

Deno.test("a free reserved place is taken, the last one too", () => {
  const state = bareState();
  const newcomer = lecture(state, addr);
  for (let n = 0; n < limits.lecture_links_max; n++) {
    assert.equal(findReserved(state, newcomer), true);
    const link = lecture(state, `ws://${20 + n}.1.1.1/ws`, { role: "reserved", opened_ms: state.now_ms });
    link.entry.source = stranger;
  }
  newcomer.entry.source = stranger;
  assert.equal(findReserved(state, newcomer), false);
  assert.equal(state.effects.length, 0);
});

Deno.test("a reserved place is kept for ten minutes, but not against a lecture node of this site", () => {
  for (
    const [age_ms, source, is_found] of [
      [limits.lecture_kept_ms, stranger, true],
      [limits.lecture_kept_ms - 1, stranger, false],
      [0, neighbour, true],
    ] as const
  ) {
    const { state, newcomer, left } = fullHouse(() => age_ms);
    assert.equal(findReserved(state, newcomer(source)), is_found);
    assert.equal(left().length, is_found ? 1 : 0);
    const closed = state.effects.flatMap((effect) => effect.kind === "close" ? [effect.code] : []);
    assert.deepEqual(closed, is_found ? [DONE] : []);
  }
});

Deno.test("what this site registered keeps its reserved place for ever", () => {
  const { state, newcomer, left } = fullHouse(() => day_ms, () => ({ source: neighbour }));
  for (const source of [stranger, neighbour]) assert.equal(findReserved(state, newcomer(source)), false);
  assert.deepEqual(left(), []);
});

Deno.test("the lecture node that peers told of last gives way, of several the one held longest", () => {
  const old_ms = limits.lecture_kept_ms;
  const { state, newcomer, left } = fullHouse(
    (n) => old_ms + n,
    (n) => ({ heard_s: n === 2 || n === 3 ? 2000 : 1000 }),
  );
  assert.ok(findReserved(state, newcomer(stranger)));
  assert.deepEqual(left(), [3]);
});

Deno.test("after two hours a lecture node gives way before one that is told of", () => {
  for (
    const [age_ms, leaver] of [[limits.lecture_kept_max_ms, 4], [limits.lecture_kept_max_ms - 1, 2]] as const
  ) {
    const { state, newcomer, left } = fullHouse(
      (n) => n === 4 ? age_ms : limits.lecture_kept_ms,
      (n) => ({ heard_s: n === 2 ? 2000 : 1000 }),
    );
    assert.ok(findReserved(state, newcomer(stranger)));
    assert.deepEqual(left(), [leaver]);
  }
});

Deno.test("a lecture node leaves its slot for a place that is free; only one of this site takes another's", () => {
  for (
    const [source, is_full, role, expected] of [
      [stranger, false, "fresh", "reserved"],
      [stranger, true, "fresh", "fresh"],
      [neighbour, true, "fresh", "reserved"],
      [neighbour, false, "feeler", "feeler"],
    ] as const
  ) {
    const { state, newcomer } = fullHouse(() => day_ms);
    if (!is_full) state.remove(state.linksOf("lecture")[0]!);
    const link = newcomer(source);
    link.role = role;
    leaveSlot(state, link);
    assert.equal(link.role, expected);
  }
});
