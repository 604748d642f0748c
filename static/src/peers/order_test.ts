import assert from "node:assert/strict";
import { arrange, type Column, countStates, wanted_states, type Wish } from "./order.ts";
import { peerView } from "./test_peers.ts";

const now_ms = 1_000_000;
const around = { now_ms, nameOf: (key: string) => key === "ws://b:9000" ? "Ada" : "" };
const everything: Wish = { column: "addr", descending: false, text: "", state: "all" };

const peers = [
  peerView("ws://b:10000", { state: "stale", latency_ms: 9, last_success_ms: 5, learned_from: "ws://z" }),
  peerView("ws://b:9000", {
    state: "good",
    agent: "foxchain/1",
    learned_from: "ws://y",
    last_success_ms: 900,
  }),
  peerView("ws://a", {
    state: "tried",
    latency_ms: 120,
    links: [1],
    agent: "Fox",
    source_group: "10.0.0.1:0",
  }),
  peerView("ws://c", { blocked_until_ms: now_ms + 1 }),
];

function shown(wish: Partial<Wish>): string[] {
  return arrange(peers, { ...everything, ...wish }, around).map(({ addr }) => addr.slice(5));
}

const orders: [Column, string[], string[]][] = [
  ["addr", ["a", "b:9000", "b:10000", "c"], ["c", "b:10000", "b:9000", "a"]],
  ["state", ["a", "b:9000", "b:10000", "c"], ["c", "b:10000", "b:9000", "a"]],
  ["latency", ["b:10000", "a", "b:9000", "c"], ["a", "b:10000", "b:9000", "c"]],
  ["seen", ["a", "b:9000", "b:10000", "c"], ["b:10000", "b:9000", "a", "c"]],
  ["agent", ["a", "b:9000", "b:10000", "c"], ["b:9000", "a", "b:10000", "c"]],
  ["source", ["a", "c", "b:9000", "b:10000"], ["b:10000", "b:9000", "c", "a"]],
];

for (const [column, ascending, descending] of orders) {
  Deno.test(`sorted by ${column}, in both directions, with what is unknown at the end`, () => {
    assert.deepEqual(shown({ column }), ascending);
    assert.deepEqual(shown({ column, descending: true }), descending);
  });
}

const texts: [string, string[]][] = [
  [" FOX ", ["a", "b:9000"]],
  ["ada", ["b:9000"]],
  ["ws://z", ["b:10000"]],
  ["10.0.0.1", ["a"]],
  ["10.0.0.1:0", []],
  ["nobody", []],
];

for (const [text, expected] of texts) {
  Deno.test(`the text "${text}" is looked for in address, name, agent and source`, () => {
    assert.deepEqual(shown({ text }), expected);
  });
}

Deno.test("one state can be asked for, and a block hides the book's own", () => {
  assert.deepEqual(shown({ state: "connected" }), ["a"]);
  assert.deepEqual(shown({ state: "tried" }), ["a"]);
  assert.deepEqual(shown({ state: "heard" }), []);
  assert.deepEqual(shown({ state: "blocked" }), ["c"]);
});

Deno.test("the counts say what each wish for a state would show", () => {
  const counts = countStates(peers, now_ms);
  for (const state of wanted_states) assert.equal(counts[state], shown({ state }).length, state);
  assert.deepEqual([counts.all, counts.blocked], [4, 1]);
  const later = countStates(peers, now_ms + 1);
  assert.deepEqual([later.blocked, later.heard], [0, 1]);
});

Deno.test("rows of one node stand together, where the first of them belongs", () => {
  const rows = [
    peerView("ws://127.0.0.1:9001/ws", { node: "one" }),
    peerView("ws://127.0.0.1:9002/ws", { node: "two" }),
    peerView("ws://localhost:9001/ws", { node: "one" }),
  ];
  const around = { now_ms: 0, nameOf: () => "" };
  const wish = { column: "addr", descending: false, text: "", state: "all" } as const;
  assert.deepEqual(arrange(rows, wish, around).map(({ addr }) => addr), [
    "ws://127.0.0.1:9001/ws",
    "ws://localhost:9001/ws",
    "ws://127.0.0.1:9002/ws",
  ]);
});
