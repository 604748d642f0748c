/** Order, filter and status of exchanges. */
import assert from "node:assert/strict";
import { knowsNobody, shownExchanges } from "./exchange_order.ts";
import { opOf, statusOf } from "./exchange_status.ts";
import type { Exchange } from "./conversation_history.ts";
import { console_words } from "./words.ts";

const words = console_words.en;
const url = "ws://a/ws";

function exchange(number: number, fields: Partial<Exchange> = {}): Exchange {
  return { number, request: '{"op":"peers"}', url, sent_ms: 0, ...fields };
}

const exchanges = [
  exchange(1, { answer: '{"status":200,"error":"OK","response":{"peers":["ws://Fox/ws"]}}', pinned: true }),
  exchange(2, { request: '{"op":"foo"}', answer: '{"status":404,"error":"no"}' }),
  exchange(3, { url: "ws://b/ws", lost: true, pinned: true }),
  exchange(4),
];

const filters: readonly [filter: string, numbers: number[]][] = [
  ["", [3, 1, 4, 2]],
  ["  ", [3, 1, 4, 2]],
  ["foo", [2]],
  ["404", [2]],
  ["#4", [4]],
  ["peers  fox", [1]],
  ["peers foo", []],
  ["WS://B", [3]],
  ["no answer", [3]],
];

for (const [filter, numbers] of filters) {
  Deno.test(`the filter ${JSON.stringify(filter)} shows ${numbers.join(", ") || "nothing"}`, () => {
    assert.deepEqual(shownExchanges(exchanges, filter, words).map(({ number }) => number), numbers);
  });
}

const statuses: readonly [Partial<Exchange>, text: string, tone: string][] = [
  [{}, words.waiting_status, "plain"],
  [{ lost: true }, words.lost_status, "bad"],
  [{ answer: '{"status":399}' }, "✓ 399", "good"],
  [{ answer: '{"status":400,"error":5}' }, "✗ 400", "bad"],
  [{ answer: '{"status":"200"}' }, words.answered_status, "plain"],
  [{ answer: "oops" }, words.answered_status, "plain"],
  [{ number: undefined, request: undefined, answer: '{"op":"hello"}' }, words.unasked_status, "plain"],
];

for (const [fields, text, tone] of statuses) {
  Deno.test(`the status of ${JSON.stringify(fields)} is “${text}”`, () => {
    assert.deepEqual(statusOf(exchange(1, fields), words), { text, tone });
  });
}

Deno.test("the op is told only where it is a text", () => {
  assert.deepEqual(
    ['{"op":"a"}', '{"op":5}', "null", "oops"].map((request) => opOf(exchange(1, { request }))),
    [
      "a",
      "",
      "",
      "",
    ],
  );
});

const empty = { answer: '{"status":200,"error":"OK","response":{"peers":[]}}' };
const registered = {
  request: '{"op":"register","args":{"addr":"x"}}',
  answer: '{"status":202,"error":"Accepted"}',
};
const refused = { ...registered, answer: '{"status":500,"error":"no","response":null}' };

const tales: readonly [title: string, Partial<Exchange>[], boolean][] = [
  ["nothing was asked", [], false],
  ["peers was answered by an empty list", [empty], true],
  ["peers was answered by a list", [{ answer: '{"status":200,"response":{"peers":["ws://x"]}}' }], false],
  ["peers still waits", [{}], false],
  ["something was registered since", [empty, registered], false],
  ["a registration since was refused", [empty, refused], true],
  ["the list is empty in spite of a registration", [registered, empty], true],
  ["it was another node", [{ ...empty, url: "ws://b/ws" }], false],
  ["another node was asked since", [empty, { ...registered, url: "ws://b/ws" }], true],
];

for (const [title, fields, expected] of tales) {
  Deno.test(`${title}: the node ${expected ? "knows nobody" : "may know somebody"}`, () => {
    assert.equal(knowsNobody(fields.map((one, i) => exchange(i, one)), url), expected);
  });
}
