/** Which exchanges are evidence, and how they are read. */
import assert from "node:assert/strict";
import { evidenceOf, factsOf } from "./evidence.ts";

const sent = { number: 4, request: "{}", url: "ws://a/ws", sent_ms: 10 };

Deno.test("an answered request is evidence, without what only the history needs", () => {
  const evidence = { number: 4, request: "{}", answer: "{}", sent_ms: 10, round_trip_ms: 2 };
  assert.deepEqual(evidenceOf({ ...sent, answer: "{}", round_trip_ms: 2, pinned: true }), evidence);
});

Deno.test("what waits, was lost or was never asked for is no evidence", () => {
  assert.equal(evidenceOf(sent), undefined);
  assert.equal(evidenceOf({ ...sent, lost: true }), undefined);
  assert.equal(evidenceOf({ url: "ws://a/ws", sent_ms: 10, answer: "{}" }), undefined);
});

Deno.test("a binary frame is no evidence, whatever came for it", () => {
  assert.equal(evidenceOf({ ...sent, binary: "text", answer: "{}" }), undefined);
});

Deno.test("whose op answered is evidence where the node said it", () => {
  for (const own of [true, false]) assert.equal(evidenceOf({ ...sent, answer: "{}", own })?.own, own);
  assert.ok(!("own" in evidenceOf({ ...sent, answer: "{}" })!));
});

for (const text of ["null", "5", '"text"', "[]", "", "{oops", '{"args":null,"response":5}']) {
  Deno.test(`reading ${JSON.stringify(text)} as request and as answer finds no op, no arguments, no response`, () => {
    const { op, args, status, response } = factsOf({ request: text, answer: text });
    assert.deepEqual([op, args.addr, status, response.peers], [undefined, undefined, undefined, undefined]);
  });
}
