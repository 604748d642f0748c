/** Which answer belongs to which request, and what is kept. */
import assert from "node:assert/strict";
import { ConversationHistory, type Exchange, exchanges_max } from "./conversation_history.ts";

const url = "ws://a/ws";

/** A moment so many milliseconds after the first; the wall clock was set back meanwhile. */
function after(milliseconds: number) {
  return { wall_ms: 1_700_000_000_000 - milliseconds, steady_ms: milliseconds };
}

/** Sends the requests, then receives the answers: the number of the request each answer went to. */
function numbers(requests: readonly string[], answers: readonly string[]): (number | undefined)[] {
  const history = new ConversationHistory();
  for (const request of requests) history.send(request, url, after(0));
  return answers.map((answer) => history.receive(answer, url, after(1)).number);
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

Deno.test("a round trip is measured by the clock that only goes on, and the time of day is the wall's", () => {
  const history = new ConversationHistory();
  history.send("{}", url, after(5));
  const { sent_ms, round_trip_ms } = history.receive("{}", url, after(7));
  assert.deepEqual([sent_ms, round_trip_ms], [1_699_999_999_995, 2]);
});

Deno.test("what waits when the connection ends is lost and takes no later answer", () => {
  const history = new ConversationHistory();
  const lost = history.send("{}", url, after(0));
  history.lose();
  history.send("{}", "ws://b/ws", after(5));
  const answered = history.receive("{}", "ws://b/ws", after(7));
  assert.equal(lost.lost, true);
  assert.deepEqual([answered.number, answered.url, answered.round_trip_ms], [2, "ws://b/ws", 2]);
});

Deno.test("clearing keeps what waits and what is pinned, and the numbers go on", () => {
  const history = new ConversationHistory();
  history.send("{}", url, after(0)).pinned = true;
  history.send("{}", url, after(0));
  history.send("{}", url, after(0));
  history.receive("{}", url, after(1));
  history.receive("{}", url, after(1));
  history.clear();
  assert.deepEqual(history.exchanges.map(({ number }) => number), [1, 3]);
  assert.equal(history.send("{}", url, after(2)).number, 4);
});

Deno.test("removing takes one away, and its answer belongs to nobody", () => {
  const history = new ConversationHistory();
  history.remove(history.send("{}", url, after(0)));
  assert.deepEqual(history.exchanges, []);
  assert.equal(history.receive("{}", url, after(1)).number, undefined);
});

Deno.test("a later visit goes on with the numbers, and what was waiting is lost", () => {
  const earlier: Exchange[] = [{ number: 7, request: "{}", url, sent_ms: 0 }, {
    url,
    sent_ms: 0,
    answer: "hi",
  }];
  const history = new ConversationHistory({ exchanges: earlier, number: 5 });
  assert.equal(history.exchanges[0]!.lost, true);
  assert.equal(history.exchanges[1]!.lost, undefined);
  assert.equal(history.send("{}", url, after(0)).number, 8);
  assert.equal(new ConversationHistory({ number: 9 }).send("{}", url, after(0)).number, 10);
});

Deno.test("the history is full at its limit and then drops the oldest that is not pinned", () => {
  const history = new ConversationHistory();
  for (let sent = 0; sent < exchanges_max; sent++) history.send("{}", url, after(0));
  assert.deepEqual([history.exchanges.length, history.exchanges[0]?.number], [exchanges_max, 1]);
  history.exchanges[0]!.pinned = true;
  history.send("{}", url, after(0));
  const numbers = history.exchanges.map(({ number }) => number);
  assert.deepEqual([numbers.length, numbers[0], numbers[1]], [exchanges_max, 1, 3]);
});

Deno.test("where all are pinned the oldest goes all the same", () => {
  const history = new ConversationHistory();
  for (let sent = 0; sent < exchanges_max; sent++) history.send("{}", url, after(0)).pinned = true;
  history.send("{}", url, after(0));
  assert.deepEqual([history.exchanges.length, history.exchanges[0]?.number], [exchanges_max, 2]);
});

Deno.test("what was cleared or deleted comes back to its place, also where another tab heard of it", () => {
  const history = new ConversationHistory();
  for (const at of [1, 2, 3]) {
    history.send(`${at}`, url, { wall_ms: at, steady_ms: at });
    history.receive("ok", url, { wall_ms: at, steady_ms: at });
  }
  history.send("waits", url, { wall_ms: 4, steady_ms: 4 });
  const gone = history.remove(history.exchanges[3]!);
  const cleared = history.clear();
  assert.deepEqual(history.exchanges, []);
  const other = new ConversationHistory();
  other.merge(history);
  history.restore([...cleared, ...gone]);
  assert.deepEqual(history.exchanges.map(({ request, lost }) => [request, lost]), [
    ["1", undefined],
    ["2", undefined],
    ["3", undefined],
    ["waits", true],
  ]);
  other.merge(history);
  assert.equal(other.exchanges.length, 4);
});
