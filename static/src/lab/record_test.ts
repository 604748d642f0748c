/** What the lab keeps in the browser, and how it is put together with the history. */
import assert from "node:assert/strict";
import {
  allThatCounts,
  kept_characters_max,
  nodeRecord,
  nodes_max,
  readRecord,
  withNode,
  writeRecord,
} from "./record.ts";
import { lecture_ms, said } from "./test_evidence.ts";

const exchanges = said(["a", "b"], ["c", "d"], ["e", "f"]);
const numbers = (list: readonly { number: number }[]) => list.map(({ number }) => number);

Deno.test("what was kept and what the history has counts once, in the order of the numbers", () => {
  const entry = { started_ms: 0, kept: exchanges.slice(0, 2) };
  assert.deepEqual(numbers(allThatCounts(entry, exchanges.slice(1))), [1, 2, 3]);
});

Deno.test("what was sent until the start counts no more, kept or not", () => {
  const entry = { started_ms: lecture_ms + 100, kept: exchanges.slice(0, 2) };
  assert.deepEqual(numbers(allThatCounts(entry, exchanges)), [3]);
});

Deno.test("a record comes back from storage as it was", () => {
  const record = withNode(new Map(), "ws://a/ws", { started_ms: 5, kept: exchanges, describes_ops: false });
  assert.deepEqual(readRecord(writeRecord(record)), record);
});

for (
  const text of [
    null,
    "",
    "oops",
    "null",
    "5",
    "[5]",
    "[null]",
    '[["ws://a/ws",{"started_ms":1,"kept":[{}]}]]',
    '[["a",{}]]',
  ]
) {
  Deno.test(`nothing is read from ${text}`, () => assert.equal(readRecord(text).size, 0));
}

Deno.test("one node more than the limit drops the one that was not spoken to for longest", () => {
  let record = readRecord(null);
  for (let n = 1; n <= nodes_max; n++) record = withNode(record, `ws://${n}`, nodeRecord(record, ""));
  record = withNode(record, "ws://1", nodeRecord(record, "ws://1"));
  assert.equal(record.size, nodes_max);
  record = withNode(record, "ws://new", nodeRecord(record, ""));
  assert.deepEqual([record.size, record.has("ws://1"), record.has("ws://2")], [nodes_max, true, false]);
});

Deno.test("an exchange at the limit of length is kept, a longer one is not", () => {
  const kept = said(["a", "b".repeat(kept_characters_max - 1)], ["a", "b".repeat(kept_characters_max)]);
  assert.deepEqual(numbers(nodeRecord(withNode(new Map(), "u", { started_ms: 0, kept }), "u").kept), [1]);
});
