import assert from "node:assert/strict";
import { CUT_OFF, DONE, GOING_AWAY, TRY_LATER } from "./close_codes.ts";
import { handshakeFailed, hear, hearClose, loseTouch, noteFailure, noteReturn } from "./failures.ts";
import * as limits from "./limits.ts";
import { ClientLink, type Link } from "./state/link.ts";
import { State } from "./state/state.ts";
import { bareState, client, dialled, inbound, lecture, reached, told } from "./test_state.ts";
import { at, entryOf, seeded, stranger } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";

const addr = "ws://8.8.8.8:9000/ws";

Deno.test("who answers after an hour of failures has returned; after less, or without a failure, he has not", () => {
  for (const [silent_s, failures] of [[limits.served_s, 1], [limits.served_s - 1, 1], [limits.served_s, 0]]) {
    const has_returned = silent_s === limits.served_s && failures === 1;
    const state = new State({ random: seeded(1), nonce: "own", now_ms: 10_000_000 });
    const entry = entryOf(addr);
    Object.assign(entry.dialled(), { failures, successes: 1, last_success_s: state.now_s - silent_s! });
    assert.equal(noteReturn(state, entry), has_returned);
    assert.equal(state.healing_until_ms, has_returned ? state.now_ms + limits.healing_ms : 0);
  }
});

Deno.test("feelers try what had failed when one that was unreachable for an hour comes by on its own IP", () => {
  for (const ip of ["8.8.8.8", "9.9.9.9"]) {
    const host = new TestHost({ outbound: 0 });
    const { book } = host.membership;
    const now_s = Math.floor(host.now_ms / 1000);
    const [returning, failed] = [addr, "ws://7.7.7.7/ws"].map((addr) => {
      const entry = book.hear(now_s, at(addr), { group: "203.0", scope: "public" })!;
      book.succeed(now_s, entry, entry.ip, entry.scope, entry.group);
      book.fail(now_s, entry);
      return entry;
    });
    host.now_ms += limits.served_s * 1000;
    book.hear(now_s, at("ws://6.6.6.6/ws"), { group: "203.0", scope: "public" });
    returning!.dialled().avoid_until_s = Infinity;
    host.visit(ip, "public", addr);
    const tested = host.pass(limits.feeler_ms / 1000).take("dial")?.target.host;
    assert.equal(tested, ip === "8.8.8.8" ? failed!.ip : "6.6.6.6");
  }
});

const ip = "8.8.8.8";

/** A state with one failed dial to an IP that has never answered. */
function failedState(entry = entryOf(addr)): State {
  const state = new State({ random: () => 0.99, nonce: "own", now_ms: 10_000_000 });
  state.budget.take(state.now_s, ip, false);
  noteFailure(state, entry, [ip]);
  return state;
}

/** Whether the IP may be dialled again once the pause between any two dials is over: its failure costs nothing. */
const isExcused = ({ budget, now_s }: State) => budget.allows(now_s + limits.ip_dial_pause_s, ip, false);

Deno.test("of more failures than are kept unproven the oldest is excused: its IP may be dialled again", () => {
  const state = failedState();
  const fail = (port: number) => noteFailure(state, entryOf(`ws://9.9.9.9:${port}/ws`), []);
  for (let port = 1; port < limits.unproven_max; port++) fail(port);
  assert.equal(isExcused(state), false);
  fail(limits.unproven_max);
  assert.equal(isExcused(state), true);
});

Deno.test("a failure counts when somebody is heard of within a minute, and is excused after it", () => {
  for (const late_ms of [0, 1]) {
    const entry = entryOf(addr);
    const state = failedState(entry);
    hear(
      state.at(state.now_ms + limits.proof_ms + late_ms),
      state.add((id) => new ClientLink(id, ip, stranger, state.now_ms)),
    );
    assert.deepEqual([entry.contact?.failures, isExcused(state)], late_ms === 0 ? [1, false] : [0, true]);
  }
});

Deno.test("a first failure is told, a second is not, a third makes the address stale; only a reached one is news", () => {
  for (const [successes, first] of [[1, "suspect"], [0, "never reached"]] as const) {
    const told: string[] = [];
    const tell = ({ kind }: { kind: string }) => void told.push(kind);
    const state = new State({ random: seeded(1), nonce: "own", now_ms: 10_000_000, tell });
    const entry = state.book.hear(state.now_s, at(addr), stranger)!;
    entry.dialled().successes = successes;
    const client = state.add((id) => new ClientLink(id, ip, stranger, state.now_ms));
    const toldOfOne = () => {
      noteFailure(state, entry, []);
      hear(state, client);
      return told.splice(0);
    };
    assert.equal(limits.stale_failures, 3);
    assert.deepEqual([toldOfOne(), toldOfOne(), toldOfOne(), toldOfOne()], [[first], [], ["stale"], []]);
    const listener = { deaths_told: 0 };
    assert.equal(state.death_news.tell(listener, 0, 8, () => true).length, successes);
  }
});

/** The failures that wait for a proof, by address, each with the IPs that were charged. */
const unproven = (state: State) => state.unproven.take().map(({ entry, ips }) => [entry.target.addr, ips]);

/** What follows when the other end of a connection closes with this code. */
function afterClose(make: (state: State) => Link, code: number) {
  const state = bareState();
  const link = make(state);
  state.remove(link);
  hearClose(state, link, code);
  return {
    suspects: [...state.suspects].map(({ target }) => target.addr),
    failures: unproven(state),
    avoided_s: link.kind === "client" ? 0 : (link.entry?.contact?.avoid_until_s ?? 0) - state.now_s,
    dials: state.effects.filter(({ kind }) => kind === "dial").length,
  };
}

const known = { latency_ms: 5 };
const nothing = { suspects: [], failures: [], dials: 0 };
const short_s = limits.full_node_short_pause_s;

for (
  const [words, make, code, expected] of [
    ["a client", (state: State) => client(state, ip), CUT_OFF, nothing],
    ["an inbound peer, properly", (state: State) => claiming(state, ip), DONE, nothing],
    ["an inbound peer of a reached address", (state: State) => claiming(state, ip), CUT_OFF, {
      ...nothing,
      suspects: [addr],
    }],
    [
      "an inbound peer that claims another's address",
      (state: State) => claiming(state, "9.9.9.9"),
      CUT_OFF,
      nothing,
    ],
    ["an inbound peer that was dialled back", (state: State) => dialledBack(state), CUT_OFF, {
      ...nothing,
      suspects: [addr],
    }],
    ["an inbound peer that was dialled back, properly", (state: State) => dialledBack(state), DONE, nothing],
    [
      "a dial",
      (state: State) => dialled(state, addr, { stage: "dialling", charged_ips: ["1.2.3.4"] }),
      CUT_OFF,
      {
        ...nothing,
        failures: [[addr, ["1.2.3.4"]]],
      },
    ],
    ["a connection at hello", (state: State) => dialled(state, addr, { stage: "handshake" }), DONE, {
      ...nothing,
      dials: 1,
    }],
    ["a neighbour", (state: State) => dialled(state, addr, known), CUT_OFF, { ...nothing, suspects: [addr] }],
    ["a neighbour that goes away", (state: State) => dialled(state, addr, known), GOING_AWAY, {
      ...nothing,
      suspects: [addr],
    }],
    ["a neighbour, properly", (state: State) => dialled(state, addr, known), DONE, nothing],
    ["a neighbour that never answered", (state: State) => dialled(state, addr), CUT_OFF, {
      ...nothing,
      failures: [[addr, [ip]]],
    }],
    ["a feeler", (state: State) => dialled(state, addr, { ...known, role: "feeler" }), CUT_OFF, {
      ...nothing,
      failures: [[addr, [ip]]],
    }],
    ["a lecture node", (state: State) => lecture(state, addr, known), CUT_OFF, {
      ...nothing,
      suspects: [addr],
    }],
    ["a full node", (state: State) => dialled(state, addr, known), TRY_LATER, {
      ...nothing,
      avoided_s: short_s,
    }],
    ["a full node at hello", (state: State) => dialled(state, addr, { stage: "handshake" }), TRY_LATER, {
      ...nothing,
      avoided_s: short_s,
    }],
  ] as const
) {
  Deno.test(`what follows when the other end closes: ${words}, ${code}`, () => {
    const { avoided_s, ...rest } = afterClose(make, code);
    const { avoided_s: expected_s, ...others } = { avoided_s: undefined, ...expected };
    assert.deepEqual(rest, others);
    if (expected_s !== undefined) assert.equal(avoided_s, expected_s);
    else assert.ok(avoided_s <= 0, "it may be dialled");
  });
}

/** An inbound peer that claims an address which this node has reached. */
function claiming(state: State, from: string) {
  return inbound(state, from, { claimed: reached(state, addr).target });
}

function dialledBack(state: State) {
  const entry = reached(state, addr);
  state.verified_inbound.add(entry);
  return inbound(state, ip, { entry });
}

Deno.test("an inbound peer that breaks off is not tested where its address is unknown, never answered or is dialled", () => {
  for (const change of ["none", "unknown", "unreached", "failed", "busy"] as const) {
    const state = bareState();
    const entry = change === "unreached" ? told(state, addr) : reached(state, addr);
    if (change === "unknown") state.book.forget(entry);
    if (change === "failed") state.book.fail(state.now_s, entry);
    if (change === "busy") state.busy.add(entry);
    const link = inbound(state, ip, { claimed: entry.target });
    hearClose(state, link, CUT_OFF);
    assert.deepEqual([...state.suspects], change === "none" ? [entry] : [], change);
  }
});

Deno.test("a node that knows more reached addresses than it has slots leaves a full node alone for long", () => {
  for (const [reached_count, pause_s] of [[3, short_s], [4, limits.full_node_pause_s]] as const) {
    const state = bareState({ outbound: 3 });
    const link = dialled(state, addr, known);
    for (let n = 1; n <= reached_count; n++) reached(state, `ws://${n}.1.1.1/ws`);
    hearClose(state, link, TRY_LATER);
    assert.equal(link.entry.contact!.avoid_until_s - state.now_s, pause_s);
  }
});

Deno.test("a node that drops hello is dialled once more without it, at no cost and by the same order", () => {
  for (const is_ordered of [true, false]) {
    const state = bareState();
    const link = dialled(state, addr, { stage: "handshake", role: "feeler", is_ordered });
    state.remove(link);
    handshakeFailed(state, link);
    const [again] = state.linksOf("outbound");
    assert.deepEqual([again!.skips_hello, again!.role, again!.is_ordered], [true, "feeler", is_ordered]);
    assert.deepEqual(again!.charged_ips, [ip]);
    assert.deepEqual(unproven(state), []);
  }
});

Deno.test("a node that is known to speak the network's ops has failed when it drops hello", () => {
  for (
    const prepare of [
      (state: State) => void (told(state, addr).dialled().speaks = "network"),
      (state: State) => void inbound(state, ip, { claimed: at(addr) }),
    ]
  ) {
    const state = bareState();
    const link = dialled(state, addr, { stage: "handshake" });
    prepare(state);
    handshakeFailed(state, link);
    assert.deepEqual(unproven(state), [[addr, [ip]]]);
    assert.equal(state.effects.length, 0);
  }
  for (const [from, claimed] of [["9.9.9.9", addr], [ip, "ws://8.8.8.8:9001/ws"]] as const) {
    const state = bareState();
    const link = dialled(state, addr, { stage: "handshake" });
    inbound(state, from, { claimed: at(claimed) });
    handshakeFailed(state, link);
    assert.deepEqual(unproven(state), [], "somebody else has said hello");
  }
});

Deno.test("losing an inbound peer whose address nobody knows means nothing", () => {
  const state = bareState();
  loseTouch(state, inbound(state, ip));
  assert.deepEqual([state.suspects.size, unproven(state).length], [0, 0]);
});

Deno.test("while a failure waits for its proof the address waits, too; one on this machine counts at once", () => {
  const state = bareState({ random: () => 0.5 });
  const [far, near] = [told(state, addr), told(state, "ws://127.0.0.1/ws")];
  for (const entry of [far, near]) noteFailure(state, entry, []);
  assert.deepEqual([far.contact!.failures, near.contact!.failures], [0, 1]);
  for (const { contact } of [far, near]) {
    assert.equal(contact!.not_before_s, state.now_s + limits.backoff_min_s);
  }
  assert.deepEqual(unproven(state), [[addr, []]]);
});

Deno.test("whoever is heard of, the time is noted", () => {
  const state = bareState();
  const link = client(state, ip);
  hear(state.at(state.now_ms + 5), link);
  assert.equal(link.heard_ms, state.now_ms);
});

Deno.test("an address that failed is announced no longer", () => {
  const state = bareState();
  const near = told(state, "ws://127.0.0.1/ws");
  state.announced_news.add(state.now_ms, near);
  noteFailure(state, near, []);
  assert.deepEqual(state.announced_news.tell({ announced_told: 0 }, 0, 9, () => true), []);
});

Deno.test("an address never reached has returned when it answers an hour after it was first heard of", () => {
  for (const [passed_s, has_returned] of [[limits.served_s, true], [limits.served_s - 1, false]] as const) {
    const state = bareState();
    const entry = told(state, addr);
    state.book.fail(state.now_s, entry);
    assert.equal(noteReturn(state.at(state.now_ms + passed_s * 1000), entry), has_returned);
  }
  const state = bareState();
  assert.equal(noteReturn(state, told(state, addr)), false, "nobody has dialled it");
});
