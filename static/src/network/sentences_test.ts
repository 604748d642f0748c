import assert from "node:assert/strict";
import { healingWords, summaryWords } from "./sentences.ts";
import { makePicture } from "./picture.ts";
import { link, node, peer, state } from "./test_network.ts";

Deno.test("nodes, connections and addresses are counted in words, a node once however many addresses it has", () => {
  const counts = { heard: 1, tried: 2, good: 3, suspect: 4, stale: 5, listed: 6 };
  const same = peer(9002, { node: peer(9001).node });
  const { nodes } = makePicture(state([peer(9001), same, peer(9003)], [link(1, 9001), link(2, 9003)]), 0);
  assert.equal(
    summaryWords({ ...node, connections: { out: 8, in: 2 }, counts }, nodes, "en"),
    "Connected with 2 nodes (8 outbound, 2 inbound), 21 addresses known",
  );
  assert.equal(
    summaryWords({ ...node, counts: { ...node.counts, heard: 1 } }, [], "en"),
    "Connected with 0 nodes (0 outbound, 0 inbound), 1 address known",
  );
  assert.equal(summaryWords(undefined, [], "en"), "");
});

Deno.test("a loss is told while it lasts, and by whom or by what it was healed", () => {
  const loss = { lost: "ws://a/ws", lost_ms: 0, is_over: false };
  assert.equal(healingWords(undefined, "en"), "");
  assert.equal(healingWords(loss, "en"), "Connection with ws://a/ws lost. Looking for another …");
  assert.equal(
    healingWords({ ...loss, is_over: true }, "en"),
    "Connection with ws://a/ws lost. There is no other node to be found.",
  );
  assert.equal(
    healingWords({ ...loss, healed: { by: "ws://a/ws", after_ms: 1_000 } }, "en"),
    "Connection with ws://a/ws lost → connected again 1 second later",
  );
  assert.equal(
    healingWords({ ...loss, healed: { by: "ws://b/ws", after_ms: 250 } }, "zh"),
    "与 ws://a/ws 的连接断了 → 1秒钟后与 ws://b/ws 建立了新连接",
  );
});
