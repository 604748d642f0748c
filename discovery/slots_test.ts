import assert from "node:assert/strict";
import { sendFeeler } from "./slots.ts";
import { State } from "./state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";

/** A state whose book has `heard` rows to test and `failed` ones, and as many rumours and newcomers that wait. */
function busyState({ heard = 0, failed = 0, rumours = 0, newcomers = 0 }): State {
  const state = new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000 });
  const reached = (addr: string) => {
    const entry = state.book.hear(1000, at(addr), stranger)!;
    state.book.succeed(1000, entry, entry.target.host, "public", entry.target.group);
    return entry;
  };
  for (let n = 1; n <= heard; n++) state.book.hear(1000, at(`ws://${n}.1.1.1/ws`), stranger);
  for (let n = 1; n <= failed; n++) state.book.fail(500, reached(`ws://${n}.5.5.5/ws`));
  for (let n = 1; n <= rumours; n++) state.probes.add(1_000_000, reached(`ws://${n}.2.2.2/ws`));
  for (let n = 1; n <= newcomers; n++) {
    state.book.pending_evictions.add(reached(`ws://${n}.4.4.4/ws`), reached(`ws://${n}.3.3.3/ws`));
  }
  return state;
}

/** What `count` feelers went to: the second number of the IPs above. */
function feelers(state: State, count: number): string {
  for (let sent = 0; sent < count; sent++) sendFeeler(state);
  return state.effects.map((effect) => effect.kind === "dial" && effect.target.host.split(".")[1]).join("");
}

Deno.test("every second feeler is the book's own draw; rumours and tests of incumbents share the others", () => {
  assert.equal(feelers(busyState({ heard: 9, rumours: 9, newcomers: 9 }), 8), "21312131");
});

Deno.test("rumours without end take every second feeler at most, and so do newcomers", () => {
  assert.equal(feelers(busyState({ heard: 9, rumours: 9 }), 8), "21212121");
  assert.equal(feelers(busyState({ heard: 9, newcomers: 9 }), 8), "31313131");
});

Deno.test("who has nothing to test leaves his turn to the others", () => {
  assert.equal(feelers(busyState({ rumours: 3, newcomers: 3 }), 8), "233223");
  assert.equal(feelers(busyState({ heard: 2 }), 3), "11");
});

Deno.test("what failed already is tested again when nothing else waits", () => {
  assert.equal(feelers(busyState({ failed: 3, rumours: 3, newcomers: 1 }), 6), "232255");
  assert.equal(feelers(busyState({ failed: 3, heard: 2 }), 4), "1155");
});

Deno.test("for a while after a return what failed comes before what was never tried, rumours keep their turns", () => {
  const state = busyState({ failed: 3, heard: 9, rumours: 9 });
  state.healing_until_ms = state.now_ms + 1;
  assert.equal(feelers(state, 8), "25252521");
  const later = busyState({ failed: 3, heard: 9, rumours: 9 });
  later.healing_until_ms = later.now_ms;
  assert.equal(feelers(later, 8), "21212121");
});
