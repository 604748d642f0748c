import assert from "node:assert/strict";
import { countWords, healingWords, summaryWords } from "./sentences.ts";
import { node } from "./test_network.ts";

Deno.test("connections and addresses are counted in words", () => {
  const counts = { heard: 1, tried: 2, good: 3, suspect: 4, stale: 5, listed: 6 };
  assert.equal(
    summaryWords({ ...node, connections: { out: 8, in: 2 }, counts }, "en"),
    "8 outbound and 2 inbound connections, 21 addresses known",
  );
  assert.equal(
    summaryWords({ ...node, connections: { out: 1, in: 0 }, counts: { ...node.counts, heard: 1 } }, "en"),
    "1 outbound and 0 inbound connection, 1 address known",
  );
  assert.equal(summaryWords(undefined, "en"), "");
});

Deno.test("a loss is told while it lasts, and by whom or by what it was healed", () => {
  const loss = { lost: "ws://a/ws", lost_ms: 0 };
  assert.equal(healingWords(undefined, "en"), "");
  assert.equal(healingWords(loss, "en"), "Connection with ws://a/ws lost. Looking for another …");
  assert.equal(
    healingWords({ ...loss, healed: { by: "ws://a/ws", after_ms: 1_000 } }, "en"),
    "Connection with ws://a/ws lost → connected again 1 second later",
  );
  assert.equal(
    healingWords({ ...loss, healed: { by: "ws://b/ws", after_ms: 250 } }, "zh"),
    "与 ws://a/ws 的连接断了 → 1秒钟后与 ws://b/ws 建立了新连接",
  );
});

Deno.test("messages are counted by op", () => {
  assert.equal(countWords([], "en"), "No message passed yet.");
  assert.equal(countWords([["sample", 12], ["hello", 3]], "en"), "Messages: sample 12 · hello 3");
});
