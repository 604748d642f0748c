import assert from "node:assert/strict";
import type { EventKind, LiveEvent } from "../../live_messages.ts";
import { countWaiting, event_kinds, selectEvents } from "./selection.ts";
import { event_symbols, events_words } from "./words.ts";

function eventOf(id: number, kind: EventKind, about: string): LiveEvent {
  return { id, at_ms: id, kind, about, count: null, direction: null };
}

const events = [
  eventOf(1, "joined", "ws://Ada.example/ws"),
  eventOf(2, "learned", "ws://bob.example/ws"),
  eventOf(3, "down", "ws://ada.example/ws"),
];
const everything = { text: "", kinds: new Set<EventKind>(event_kinds) };

const wishes: [string, Partial<typeof everything>, number, number[]][] = [
  ["all, newest first", {}, 3, [3, 2, 1]],
  ["at most as many as fit", {}, 2, [3, 2]],
  ["those about an address, in any case", { text: " ADA" }, 3, [3, 1]],
  ["those of some kinds", { kinds: new Set<EventKind>(["learned"]) }, 3, [2]],
  ["none of no kind", { kinds: new Set<EventKind>() }, 3, []],
];

for (const [name, wish, shown_max, ids] of wishes) {
  Deno.test(`selectEvents() gives ${name}`, () => {
    assert.deepEqual(selectEvents(events, { ...everything, ...wish }, shown_max).map(({ id }) => id), ids);
  });
}

Deno.test("selectEvents() finds a node by its name", () => {
  const nameOf = (addr: string) => addr.includes("bob") ? "王小明" : "";
  const found = selectEvents(events, { ...everything, text: "小明" }, 3, nameOf);
  assert.deepEqual(found.map(({ id }) => id), [2]);
});

Deno.test("what came while the list was paused is counted", () => {
  assert.equal(countWaiting(events, []), 3);
  assert.equal(countWaiting(events, events.slice(0, 1)), 2);
  assert.equal(countWaiting(events, events), 0);
  assert.equal(countWaiting(events.slice(0, 2), events), 2, "The node was started anew.");
});

Deno.test("every kind has a symbol of its own, a name and a sentence that names the address", () => {
  assert.equal(new Set(Object.values(event_symbols)).size, event_kinds.length);
  for (const words of [events_words.en, events_words.zh]) {
    for (const kind of event_kinds) {
      assert.ok(words[`kind_${kind}`].length > 0, kind);
      for (const direction of ["in", "out"] as const) {
        const sentence = words[`sentence_${kind}`]({ about: "ws://a/ws", count: 3, direction });
        assert.ok(sentence.includes("ws://a/ws"), sentence);
      }
    }
  }
});

Deno.test("the sentences tell number and direction", () => {
  const { sentence_learned, sentence_joined, sentence_left } = events_words.en;
  const about = "ws://a/ws";
  assert.equal(
    sentence_learned({ about, count: 12, direction: null }),
    "learned 12 addresses from ws://a/ws",
  );
  assert.equal(sentence_learned({ about, count: 1, direction: null }), "learned 1 address from ws://a/ws");
  assert.notEqual(
    sentence_joined({ about, count: null, direction: "in" }),
    sentence_joined({ about, count: null, direction: "out" }),
  );
  assert.notEqual(
    sentence_left({ about, count: null, direction: "in" }),
    sentence_left({ about, count: null, direction: "out" }),
  );
});
