/** What of a history survives a reload. */
import assert from "node:assert/strict";
import { type Exchange, exchanges_max } from "./conversation_history.ts";
import { readHistory, stored_characters_max, writeHistory } from "./history_storage.ts";

function exchange(number: number, fields: Partial<Exchange> = {}): Exchange {
  return { number, request: "{}", url: "ws://a/ws", sent_ms: 5, ...fields };
}

Deno.test("a history comes back as it was", () => {
  const exchanges = [
    exchange(1, { answer: "{}", round_trip_ms: 0.5, pinned: true }),
    exchange(2, { lost: true }),
    { url: "ws://a/ws", sent_ms: 9, answer: "unasked" },
  ];
  const history = { exchanges, number: 7, removed: ["5 tab 1"] };
  assert.deepEqual(readHistory(writeHistory(history)), history);
});

for (
  const text of [
    null,
    "",
    "{oops",
    "null",
    "5",
    '"text"',
    "[]",
    '{"exchanges":5}',
    '{"number":-1}',
    '{"number":1.5}',
    '{"removed":[5,null]}',
  ]
) {
  Deno.test(`stored content ${JSON.stringify(text)} is an empty history`, () => {
    assert.deepEqual(readHistory(text), { exchanges: [], number: 0, removed: [] });
  });
}

const broken: readonly unknown[] = [
  null,
  "text",
  {},
  { ...exchange(1), url: 5 },
  { ...exchange(1), sent_ms: null },
  { ...exchange(1), request: undefined },
  { ...exchange(1), number: undefined },
  { ...exchange(1), answer: {} },
  { ...exchange(1), round_trip_ms: "1" },
];

for (const one of broken) {
  Deno.test(`a broken exchange is left out: ${JSON.stringify(one)}`, () => {
    const text = JSON.stringify({ number: 2, exchanges: [one, exchange(2)] });
    assert.deepEqual(readHistory(text), { exchanges: [exchange(2)], number: 2, removed: [] });
  });
}

Deno.test("more exchanges than are kept are not read", () => {
  const exchanges = Array.from({ length: exchanges_max + 1 }, (_, i) => exchange(i + 1));
  const read = readHistory(JSON.stringify({ number: 999, exchanges })).exchanges;
  assert.deepEqual([read.length, read[0]!.number], [exchanges_max, 2]);
});

/** An exchange whose text has that length in storage, with its comma. */
function exchangeOf(number: number, characters: number, fields: Partial<Exchange> = {}): Exchange {
  const without = JSON.stringify(exchange(number, { ...fields, answer: "" })).length + 1;
  return exchange(number, { ...fields, answer: "x".repeat(characters - without) });
}

const room = stored_characters_max - '{"number":9,"removed":[],"exchanges":[]}'.length;

Deno.test("what fits exactly is kept, one character more costs the oldest", () => {
  const kept = (characters: number) => {
    const text = writeHistory({
      exchanges: [exchangeOf(1, characters), exchange(2)],
      number: 9,
      removed: [],
    });
    assert.ok(text.length <= stored_characters_max);
    return readHistory(text).exchanges.map(({ number }) => number);
  };
  const rest = room - JSON.stringify(exchange(2)).length - 1;
  assert.deepEqual(kept(rest), [1, 2]);
  assert.deepEqual(kept(rest + 1), [2]);
});

Deno.test("what is pinned is kept before the newest, in the order in which it was sent", () => {
  const half = Math.floor(room / 2);
  const exchanges = [exchangeOf(1, half, { pinned: true }), exchangeOf(2, half), exchangeOf(3, half)];
  assert.deepEqual(
    readHistory(writeHistory({ exchanges, number: 9, removed: [] })).exchanges.map(({ number }) => number),
    [1, 3],
  );
});
