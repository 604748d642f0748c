import assert from "node:assert/strict";
import { makePicture, type PictureEdge, self } from "./picture.ts";
import { addr, link, peer, state } from "./test_network.ts";

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
  assert.deepEqual(nodes.map(({ id }) => id), [self, ...[9002, 9003, 9001, 9004].map(addr)]);
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
    `self ${addr(9001)} out`,
    `self ${addr(9002)} in`,
    `self ${addr(9003)} both`,
    `self ${addr(9005)} in`,
    `self ${addr(9004)} dialling`,
  ]);
});

Deno.test("a connection without a row is a node by its address, one without an address by itself", () => {
  const links = [
    link(1, 9001, { key: null }),
    link(2, 9001, { key: null, direction: "in" }),
    link(3, 9002, { key: null, addr: null, ip: "10.0.0.7", direction: "in" }),
    // The row went, and the connection was not told anew.
    link(4, 9003),
  ];
  const { nodes } = makePicture(state([], links), now_ms);
  assert.deepEqual(nodes.slice(1).map(({ id, addr, mark, tie }) => [id, addr, mark, tie]), [
    ["link:3", "10.0.0.7", "unlisted", "in"],
    [addr(9001), addr(9001), "unlisted", "both"],
    [addr(9003), addr(9003), "unlisted", "out"],
  ]);
});

Deno.test("a connection that has not said who it is yet is not shown", () => {
  const unknown = { key: null, addr: null, direction: "in" } as const;
  const live = state([], [link(1, 9001, { ...unknown, stage: "handshake" }), link(2, 9002, unknown)]);
  assert.deepEqual(makePicture(live, now_ms).nodes.map(({ id }) => id), [self, "link:2"]);
});

Deno.test("who knows whom is one line for both ways, and none leads to this node or to nobody", () => {
  const links = [
    link(1, 9001, { knows: [addr(9002), addr(9003), addr(9000), addr(9001), addr(9999)] }),
    link(2, 9002, { knows: [addr(9001), addr(9003)] }),
  ];
  const { edges } = makePicture(state([peer(9001), peer(9002), peer(9003)], links), now_ms);
  assert.deepEqual(lines(edges, "knows"), [
    `${addr(9002)} ${addr(9001)} none`,
    `${addr(9001)} ${addr(9003)} none`,
    `${addr(9002)} ${addr(9003)} none`,
  ]);
});

Deno.test("a block ends by itself at its time", () => {
  const live = state([peer(9001, { blocked_until_ms: now_ms })]);
  assert.equal(makePicture(live, now_ms - 1).nodes[1]?.mark, "blocked");
  assert.equal(makePicture(live, now_ms).nodes[1]?.mark, "good");
});
