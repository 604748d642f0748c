import assert from "node:assert/strict";
import type { LinkView, PeerView } from "../../live_messages.ts";
import { type Action, actionsFor, explain, type Fact } from "./explanation.ts";
import { makePicture, self_node } from "./picture.ts";
import { addr, link, node, peer, state } from "./test_network.ts";

const now_ms = 1_000_000;

/** What is said of the first node beside this one, and what can be done to it. */
function about(
  peers: PeerView[],
  links: LinkView[],
): { facts: Readonly<Record<string, Fact[1]>>; actions: Action[] } {
  const live = state(peers, links);
  const shown = makePicture(live, now_ms).nodes[1]!;
  return { facts: Object.fromEntries(explain(shown, live, "en")), actions: actionsFor(shown, live, "en") };
}

Deno.test("a connected peer is explained by its row and its connections", () => {
  const row = peer(9001, { last_success_ms: now_ms - 180_000, learned_from: addr(9002) });
  const { facts } = about([row], [link(1, 9001), link(2, 9001, { direction: "in", role: "inbound" })]);
  assert.deepEqual(facts, {
    Record: "● good",
    Connection: "connected both ways",
    Purpose: "holds one of the inbound places",
    "Learned from": addr(9002),
    Verified: { at_ms: now_ms - 180_000 },
    "Round trip": "2 ms",
    Program: "foxchain/0.1.0",
  });
});

Deno.test("each connection says what it is for, in the node's own word where this page has none", () => {
  const live = state([peer(9001)], [
    link(1, 9001, { role: "constructor" }),
    link(2, 9001, { role: "anchor" }),
  ]);
  const facts = explain(makePicture(live, now_ms).nodes[1]!, live, "en");
  assert.deepEqual(facts.filter(([name]) => name === "Purpose").map(([, value]) => value), [
    "constructor",
    "anchor: one of the two that lasted longest",
  ]);
});

Deno.test("an address that nobody reached has failures and no time", () => {
  const { facts } = about([peer(9001, { state: "heard", failures: 2, agent: null, latency_ms: null })], []);
  assert.deepEqual(facts, {
    Record: "○ only heard of",
    Connection: "not connected",
    Verified: "never yet",
    "Failures in a row": "2",
  });
});

Deno.test("a seed, and a lecture node that names no program, are told as what they are", () => {
  const row = peer(9001, { is_seed: true, learned_from: addr(9002), speaks: "lecture", agent: null });
  const { facts } = about([row], []);
  assert.equal(facts["Learned from"], "--join: given when this node was started");
  assert.equal(facts.Program, "a lecture node: it speaks the lecture's ops only");
});

Deno.test("a connected peer can be disconnected, by one of its open connections, and blocked", () => {
  const { actions } = about([peer(9001)], [link(1, 9001), link(2, 9001, { direction: "in" })]);
  assert.deepEqual(actions, [
    {
      label: "Disconnect",
      group: "single",
      calls: [{ name: "disconnect", body: { link: 1 } }],
    },
    ...[1, 10, 60].map((minutes) => ({
      label: `${minutes} min`,
      group: "block",
      calls: [{ name: "block", body: { addr: addr(9001), seconds: minutes * 60 } }],
    })),
  ]);
});

Deno.test("what is dialled already is not dialled again, and has nothing to disconnect", () => {
  const { actions } = about([peer(9001)], [link(1, 9001, { stage: "dialling" })]);
  assert.deepEqual(actions.map(({ label }) => label), ["1 min", "10 min", "60 min"]);
});

Deno.test("an address without a connection can be dialled, a blocked one unblocked instead", () => {
  const [dial] = about([peer(9001)], []).actions;
  assert.deepEqual(dial?.calls, [{ name: "dial", body: { addr: addr(9001) } }]);
  const blocked = about([peer(9001, { blocked_until_ms: now_ms + 1 })], []);
  assert.deepEqual(blocked.actions[0]?.calls, [{ name: "unblock", body: { addr: addr(9001) } }]);
  assert.deepEqual(blocked.facts["Block ends"], { at_ms: now_ms + 1 });
});

Deno.test("a peer that says no address can only be disconnected", () => {
  const { facts, actions } = about([], [link(1, 9001, { key: null, addr: null, direction: "in" })]);
  assert.equal(facts.Record, "· connected, and not in the address book");
  assert.deepEqual(actions.map(({ label }) => label), ["Disconnect"]);
});

Deno.test("a lecture node has nothing to offer for the addresses that it lists", () => {
  const live = state([peer(9001, { state: "listed" })]);
  const shown = makePicture(live, now_ms).nodes[1]!;
  assert.notDeepEqual(actionsFor(shown, live, "en"), []);
  assert.deepEqual(actionsFor(shown, { ...live, node: { ...node, net: null } }, "en"), []);
});

Deno.test("this node is explained, and cannot be steered away", () => {
  const live = state([]);
  const [shown] = makePicture(live, now_ms).nodes;
  assert.equal(shown?.id, self_node);
  const facts = Object.fromEntries(explain(shown!, live, "en"));
  assert.deepEqual(facts, {
    Record: "serves this page",
    Network: "foxchain",
    "Reached at": addr(9000),
    Program: "foxchain/0.1.0",
    "Outbound places": "8",
    Started: { at_ms: 0 },
  });
  assert.deepEqual(actionsFor(shown!, live, "en"), []);
  const plain = { ...live, node: { ...node, net: null, addresses: [] } };
  const told = Object.fromEntries(explain(makePicture(plain, now_ms).nodes[0]!, plain, "en"));
  assert.equal(told.Network, "none: a plain lecture node");
  assert.equal(told["Reached at"], "not confirmed by others yet");
  assert.equal(told["Outbound places"], undefined);
});
