import assert from "node:assert/strict";
import { networkSightOf } from "./network_sight.ts";
import { link, node, peer, state } from "./test_network.ts";

Deno.test("what there is to see follows from the stream, the node and whom it knows", () => {
  const open = { status: "open" } as const;
  assert.equal(networkSightOf({ ...state([]), node: undefined, status: "connecting" }), "connecting");
  assert.equal(networkSightOf({ ...state([]), ...open }), "alone");
  assert.equal(networkSightOf({ ...state([peer(9001)]), ...open }), "network");
  assert.equal(networkSightOf({ ...state([], [link(1, 9001)]), ...open }), "network");
  assert.equal(networkSightOf({ ...state([peer(9001)]), ...open, node: { ...node, net: null } }), "plain");
});

Deno.test("a lost stream is told whatever was seen before", () => {
  assert.equal(networkSightOf({ ...state([peer(9001)]), status: "lost" }), "lost");
  assert.equal(networkSightOf({ ...state([]), node: undefined, status: "lost" }), "lost");
});
