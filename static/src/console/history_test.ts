/** Which answer belongs to which request. */
import assert from "node:assert/strict";
import { exchanges_max, History } from "./history.ts";

/** Sends the requests, then receives the answers: the number of the request each answer went to. */
function numbers(requests: readonly string[], answers: readonly string[]): (number | undefined)[] {
  const history = new History();
  for (const request of requests) history.send(request, 0);
  return answers.map((answer) => history.receive(answer, 1).number);
}

const cases: readonly [title: string, requests: string[], answers: string[], (number | undefined)[]][] = [
  ["answers without an id come in order", ["{}", "{}"], ["{}", "{}"], [1, 2]],
  ["answers with an id may come in any order", ['{"id":1}', '{"id":"b"}'], ['{"id":"b"}', '{"id":1}'], [
    2,
    1,
  ]],
  ["an answer without an id passes a request that has one", ['{"id":1}', "{}"], ["{}", '{"id":1}'], [2, 1]],
  ["a node that drops ids answers in order", ['{"id":1}', '{"id":2}'], ["{}", "{}"], [1, 2]],
  ["an id null is an id", ['{"id":null}', "{}"], ["{}", '{"id":null}'], [2, 1]],
  ["an unknown id belongs to no request", ["{}"], ['{"id":9}'], [undefined]],
  ["a message that nobody waits for has no number", [], ["{}"], [undefined]],
  ["what is not JSON, or null, has no id", ["oops", "null"], ["null", "oops"], [1, 2]],
];

for (const [title, requests, answers, expected] of cases) {
  Deno.test(title, () => assert.deepEqual(numbers(requests, answers), expected));
}

Deno.test("what waits when the connection ends is lost and takes no later answer", () => {
  const history = new History();
  const lost = history.send("{}", 0);
  history.lose();
  history.send("{}", 5);
  const answered = history.receive("{}", 7);
  assert.equal(lost.lost, true);
  assert.deepEqual([answered.number, answered.round_trip_ms], [2, 2]);
});

Deno.test("clearing keeps what waits, and the numbers go on", () => {
  const history = new History();
  history.send("{}", 0);
  history.send("{}", 0);
  history.receive("{}", 1);
  history.clear();
  assert.deepEqual(history.exchanges.map(({ number }) => number), [2]);
  assert.equal(history.send("{}", 2).number, 3);
});

Deno.test("the history is full at its limit and then drops the oldest", () => {
  const history = new History();
  for (let sent = 0; sent < exchanges_max; sent++) history.send("{}", 0);
  assert.deepEqual([history.exchanges.length, history.exchanges[0]?.number], [exchanges_max, 1]);
  history.send("{}", 0);
  assert.deepEqual([history.exchanges.length, history.exchanges[0]?.number], [exchanges_max, 2]);
});
