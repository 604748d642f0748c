import assert from "node:assert/strict";
import { label_length_max, labelAddresses } from "./labels.ts";

function labels(...addresses: string[]): string[] {
  const found = labelAddresses(addresses);
  return addresses.map((addr) => found.get(addr)!);
}

Deno.test("on one host the port is enough, and one address alone is shown with its host", () => {
  assert.deepEqual(labels("ws://[::1]:9000/ws", "ws://[::1]:9001/ws"), [":9000", ":9001"]);
  assert.deepEqual(labels("ws://127.0.0.1:9000/ws"), ["127.0.0.1:9000"]);
  // The default port is in no URL: the host stands for it.
  assert.deepEqual(labels("ws://fox.example/ws", "ws://fox.example:9000/ws"), ["fox.example", ":9000"]);
});

Deno.test("a long name keeps its beginning and its port", () => {
  const host = "a".repeat(label_length_max - 5);
  assert.deepEqual(labels(`ws://${host}:9000/ws`, "ws://b/ws"), [`${host}:9000`, "b"]);
  assert.deepEqual(labels(`ws://${host}a:9000/ws`, "ws://b/ws"), ["aaaaaaaaaaa…a:9000", "b"]);
});

Deno.test("what is no URL is shown as it is, cut between characters", () => {
  assert.deepEqual(labels("10.0.0.7", "<b>"), ["10.0.0.7", "<b>"]);
  assert.deepEqual(labels("🦊".repeat(19)), [`${"🦊".repeat(11)}…${"🦊".repeat(6)}`]);
});
