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

for (const text of ["null", "5", '"text"', "[]", "", "{oops", '{"args":null,"response":5}']) {
  Deno.test(`reading ${JSON.stringify(text)} as request and as answer finds no op, no arguments, no response`, () => {
    const { op, args, status, response } = factsOf({ request: text, answer: text });
    assert.deepEqual([op, args.addr, status, response.peers], [undefined, undefined, undefined, undefined]);
  });
}
