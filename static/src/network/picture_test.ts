import assert from "node:assert/strict";
import type { LinkView, PeerView } from "../../live_messages.ts";
import { edges_max, makePicture, neighboursOf, type PictureEdge, self_node } from "./picture.ts";
import { addr, link, nodeId, peer, state } from "./test_network.ts";

const now_ms = 1_000_000;

function lines(edges: readonly PictureEdge[], kind: PictureEdge["kind"]): string[] {
  return edges.filter((edge) => edge.kind === kind).map(({ from, to, tie }) => `${from} ${to} ${tie}`);
}

Deno.test("before the node told of itself there is nothing to show", () => {
  const live = { ...state([peer(9001)]), node: undefined };
  assert.deepEqual(makePicture(live, now_ms), { nodes: [], edges: [] });
});

Deno.test("this node comes first, then those with a connection, then the others, each by address", () => {
  const live = state([peer(9004), peer(9001), peer(9003), peer(9002)], [link(1, 9003), link(2, 9002)]);
  const { nodes } = makePicture(live, now_ms);
  assert.deepEqual(nodes.map(({ id }) => id), [self_node, ...[9002, 9003, 9001, 9004].map(nodeId)]);
  assert.equal(nodes[0]?.addr, addr(9000));
});

Deno.test("the directions of a node's connections are one tie, and dialling is none of them", () => {
  const links = [
    link(1, 9001),
    link(2, 9002, { direction: "in" }),
    link(3, 9003),
    link(4, 9003, { direction: "in" }),
    link(5, 9004, { stage: "dialling" }),
    link(6, 9005, { direction: "in" }),
    link(7, 9005, { stage: "dialling" }),
  ];
  const { nodes, edges } = makePicture(
    state([9001, 9002, 9003, 9004, 9005, 9006].map((p) => peer(p)), links),
    0,
  );
  const ties = Object.fromEntries(nodes.map(({ addr, tie, links }) => [addr.slice(-7, -3), [tie, ...links]]));
  assert.deepEqual(ties, {
    9000: ["none"],
    9001: ["out", 1],
    9002: ["in", 2],
    9003: ["both", 3, 4],
    9004: ["dialling", 5],
    9005: ["in", 6, 7],
    9006: ["none"],
  });
  assert.deepEqual(lines(edges, "connection"), [
    `self ${nodeId(9001)} out`,
    `self ${nodeId(9002)} in`,
    `self ${nodeId(9003)} both`,
    `self ${nodeId(9005)} in`,
    `self ${nodeId(9004)} dialling`,
  ]);
});

Deno.test("a connection without a row is a node by itself, named by its address or its IP", () => {
  const links = [
    link(1, 9001, { key: null }),
    link(2, 9001, { key: null, direction: "in" }),
    link(3, 9002, { key: null, addr: null, ip: "10.0.0.7", direction: "in", node: "link:3" }),
    // The row went, and the connection was not told anew.
    link(4, 9003),
  ];
  const { nodes } = makePicture(state([], links), now_ms);
  assert.deepEqual(nodes.slice(1).map(({ id, addr, mark, tie }) => [id, addr, mark, tie]), [
    ["link:3", "10.0.0.7", "unlisted", "in"],
    [nodeId(9001), addr(9001), "unlisted", "both"],
    [nodeId(9003), addr(9003), "unlisted", "out"],
  ]);
});

Deno.test("a node keeps its name when it ends, and the name that was tried last tells how it stands", () => {
  const localhost = { key: "ws://localhost:9001/ws", addr: "ws://localhost:9001/ws", last_success_ms: 2_000 };
  const seen = (row: Partial<PeerView>, other: Partial<PeerView>, links: LinkView[] = []) => {
    const peers = [peer(9001, { last_success_ms: 1_000, ...row }), peer(9001, { ...localhost, ...other })];
    const node = makePicture(state(peers, links), now_ms).nodes[1]!;
    return [node.addr, node.sight, node.mark];
  };
  const by_name = link(1, 9001, { key: localhost.key, addr: localhost.addr });
  assert.deepEqual(seen({ state: "tried" }, {}, [by_name]), [addr(9001), "connected", "good"]);
  const failed = { state: "suspect", last_try_ms: 3_000 } as const;
  assert.deepEqual(seen({}, failed), [addr(9001), "dead", "suspect"]);
  assert.deepEqual(seen(failed, {}), [addr(9001), "dead", "suspect"]);
  assert.deepEqual(seen(failed, { last_success_ms: 4_000 }), [addr(9001), "known", "good"]);
  assert.deepEqual(seen({ last_success_ms: null }, {})[0], localhost.addr, "no name that never led to it");
});

Deno.test("addresses of one node are one node, named by the one that was reached", () => {
  const localhost = peer(9001, {
    key: "ws://localhost:9001/ws",
    addr: "ws://localhost:9001/ws",
    state: "stale",
  });
  const { nodes, edges } = makePicture(
    state([localhost, peer(9001)], [link(1, 9001), link(2, 9001, { direction: "in", key: null })]),
    now_ms,
  );
  assert.deepEqual(nodes.slice(1).map(({ addr, keys, mark, tie }) => ({ addr, keys, mark, tie })), [
    { addr: addr(9001), keys: [addr(9001), localhost.key], mark: "good", tie: "both" },
  ]);
  assert.equal(edges.length, 1);
});

Deno.test("this node's own addresses are this node, also the ones that were registered", () => {
  const own = peer(9000, { key: "ws://localhost:9000/ws", node: self_node });
  const live = state([own], [link(1, 9000, { node: self_node, stage: "handshake" })]);
  const { nodes, edges } = makePicture(live, now_ms);
  assert.deepEqual(nodes.map(({ id, keys }) => [id, keys]), [[self_node, [addr(9000), own.key]]]);
  assert.deepEqual(edges, []);
});

const sights = [
  ["an open connection", peer(9001, { state: "stale" }), [link(1, 9001)], "connected"],
  ["a block, once nothing is open", peer(9001, { blocked_until_ms: now_ms + 1 }), [], "blocked"],
  ["a dial", peer(9001, { state: "stale" }), [link(1, 9001, { stage: "dialling" })], "dialling"],
  ["no answer", peer(9001, { state: "suspect" }), [], "dead"],
  ["the record of one that is at peace", peer(9001), [], "known"],
] as const;

for (const [what, row, links, sight] of sights) {
  Deno.test(`what is seen first of a node: ${what}`, () => {
    assert.equal(makePicture(state([row], links), now_ms).nodes[1]?.sight, sight);
  });
}

Deno.test("so many lines are drawn, connections before what is only known", () => {
  const ports = Array.from({ length: 30 }, (_, n) => 9001 + n);
  const links = ports.map((port) => link(port, port, { knows: ports.map(addr) }));
  const { edges } = makePicture(state(ports.map((port) => peer(port)), links), now_ms);
  assert.equal(edges.length, edges_max);
  assert.equal(lines(edges, "connection").length, ports.length);
});

Deno.test("where there are more lines than are drawn, no node gets its second one before all have their first", () => {
  const ports = Array.from({ length: 60 }, (_, n) => 9001 + n);
  // Each knows the ten behind it: 60 connections and 600 lines.
  const knows = (at: number) => Array.from({ length: 10 }, (_, n) => addr(ports[(at + n + 1) % 60]!));
  const links = ports.map((port, at) => link(port, port, { knows: knows(at) }));
  const { edges } = makePicture(state(ports.map((port) => peer(port)), links), now_ms);
  const of = Map.groupBy(edges.filter(({ kind }) => kind === "knows"), ({ from }) => from);
  assert.equal(edges.length, edges_max);
  assert.deepEqual([of.size, Math.min(...of.values().map(({ length }) => length))], [60, 5]);
});

Deno.test("neighbours are those that a line leads to, either way", () => {
  const links = [link(1, 9001, { knows: [addr(9002)] }), link(2, 9003)];
  const picture = makePicture(state([9001, 9002, 9003].map((port) => peer(port)), links), now_ms);
  assert.deepEqual(neighboursOf(nodeId(9001), picture), new Set([self_node, nodeId(9002)]));
  assert.deepEqual(neighboursOf(nodeId(9002), picture), new Set([nodeId(9001)]));
});

Deno.test("a connection that has not said who it is yet is not shown", () => {
  const unknown = { key: null, addr: null, direction: "in" } as const;
  const live = state([], [
    link(1, 9001, { ...unknown, node: "link:1", stage: "handshake" }),
    link(2, 9002, { ...unknown, node: "link:2" }),
  ]);
  assert.deepEqual(makePicture(live, now_ms).nodes.map(({ id }) => id), [self_node, "link:2"]);
});

Deno.test("who knows whom is one line for both ways, and none leads to this node or to nobody", () => {
  const links = [
    link(1, 9001, { knows: [addr(9002), addr(9003), addr(9000), addr(9001), addr(9999)] }),
    link(2, 9002, { knows: [addr(9001), addr(9003)] }),
  ];
  const { edges } = makePicture(state([peer(9001), peer(9002), peer(9003)], links), now_ms);
  assert.deepEqual(lines(edges, "knows"), [
    `${nodeId(9002)} ${nodeId(9001)} none`,
    `${nodeId(9001)} ${nodeId(9003)} none`,
    `${nodeId(9002)} ${nodeId(9003)} none`,
  ]);
});

Deno.test("a blocked node that knocks is not connected, one without a place is for the moment", () => {
  const knocks = link(1, 9001, { direction: "in", role: "overflow" });
  const sight = (row: Partial<PeerView>) => makePicture(state([peer(9001, row)], [knocks]), now_ms).nodes[1];
  const { tie, links, sight: blocked } = sight({ blocked_until_ms: now_ms + 1 })!;
  assert.deepEqual({ tie, links, blocked }, { tie: "none", links: [], blocked: "blocked" });
  assert.equal(sight({})?.sight, "connected");
});

Deno.test("a block ends by itself at its time", () => {
  const live = state([peer(9001, { blocked_until_ms: now_ms })]);
  assert.equal(makePicture(live, now_ms - 1).nodes[1]?.mark, "blocked");
  assert.equal(makePicture(live, now_ms).nodes[1]?.mark, "good");
});
