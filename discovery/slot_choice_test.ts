/** Which row a slot is filled with, who has to leave one, and what may stay. Feelers and redials: `slots_test.ts`. */
import assert from "node:assert/strict";
import { DONE } from "./close_codes.ts";
import type { Contact } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { DialledLink, LectureRole, OutboundRole } from "./state/link.ts";
import { fillSlots, renewAnchors, settle, testSuspects } from "./slots.ts";
import type { State } from "./state/state.ts";
import { stranger } from "./book/test_entries.ts";
import { bareState, dialled, lecture, reached, told } from "./test_state.ts";

/** The dials that were begun: host and role. */
function dials(state: State): string[] {
  const begun = state.effects.splice(0).flatMap((effect) => effect.kind === "dial" ? [effect] : []);
  return begun.map(({ link, target }) => {
    const { kind, ...rest } = state.links.get(link)!;
    return `${target.host} ${kind === "outbound" && "role" in rest ? rest.role : ""}`;
  });
}

/** A reached row with this record. */
function known(state: State, addr: string, parts: Partial<Contact> = {}) {
  const entry = reached(state, addr);
  Object.assign(entry.contact!, { first_success_s: 1000, ...parts });
  return entry;
}

Deno.test("anchors come first, then those reached first, then what is drawn", () => {
  const state = bareState({ outbound: 8 });
  for (let n = 1; n <= 9; n++) known(state, `ws://${20 + n}.1.1.1/ws`, { first_success_s: 1000 + n });
  for (const n of [7, 8, 9]) known(state, `ws://${20 + n}.1.1.1/ws`).contact!.anchor = true;
  const begun: string[] = [];
  for (let round = 0; round < 4; round++) {
    fillSlots(state);
    begun.push(...dials(state));
    state.dials = 0;
  }
  assert.deepEqual(begun.slice(0, 2), ["27.1.1.1 anchor", "28.1.1.1 anchor"]);
  assert.deepEqual(begun.slice(2, 5), ["29.1.1.1 oldest", "21.1.1.1 oldest", "22.1.1.1 oldest"]);
  assert.deepEqual(begun.slice(5).map((dial) => dial.split(" ")[1]), ["fresh", "fresh", "fresh"]);
  assert.equal(state.slots().length, 8);
});

Deno.test("an anchor is dialled though it failed, an old acquaintance is not", () => {
  const state = bareState({ outbound: 1 });
  known(state, "ws://8.8.8.8/ws", { failures: 1, anchor: true });
  fillSlots(state);
  assert.deepEqual(dials(state), ["8.8.8.8 anchor"]);
  for (const failures of [0, 1]) {
    const state = bareState({ outbound: 1 });
    Object.assign(known(state, "ws://8.8.8.8/ws").contact!, { failures });
    fillSlots(state);
    assert.deepEqual(dials(state), [failures === 0 ? "8.8.8.8 oldest" : "8.8.8.8 fresh"]);
  }
});

Deno.test("no more slots are filled than there are, and no more dials are under way than may be", () => {
  for (const [outbound, expected] of [[0, 0], [1, 1], [2, 2], [20, limits.dials_at_once_max]] as const) {
    const state = bareState({ outbound });
    for (let n = 1; n <= 20; n++) told(state, `ws://${20 + n}.1.1.1/ws`);
    fillSlots(state);
    assert.equal(dials(state).length, expected);
  }
});

Deno.test("slots that find nothing look again after a pause, and have paid nothing", () => {
  const state = bareState();
  state.due_ms = Infinity;
  for (let look = 0; look < 3 * limits.slot_dial_rate.burst; look++) fillSlots(state);
  assert.equal(state.due_ms, state.now_ms + limits.slot_pause_ms);
  told(state, "ws://8.8.8.8/ws");
  fillSlots(state);
  assert.deepEqual(dials(state), ["8.8.8.8 fresh"]);
});

Deno.test("slots whose dials are spent wait for a pause", () => {
  const state = bareState();
  told(state, "ws://8.8.8.8/ws");
  while (state.pace.slots.take(state.now_ms));
  state.due_ms = Infinity;
  fillSlots(state);
  assert.deepEqual([dials(state), state.due_ms], [[], state.now_ms + limits.slot_pause_ms]);
});

Deno.test("a slot prefers a node of the network in an unused group that is not connected, and takes another where it must", () => {
  for (
    const [words, spoil] of [
      ["in a group that is used", (state: State) => void dialled(state, "ws://21.1.9.9/ws")],
      [
        "connected since it came by itself",
        (state: State) => state.verified_inbound.add(told(state, "ws://21.1.1.1/ws")),
      ],
      ["a lecture node", (state: State) => told(state, "ws://21.1.1.1/ws").dialled().speaks = "lecture"],
      ["one that drops hello", (state: State) => told(state, "ws://21.1.1.1/ws").dialled().speaks = "plain"],
    ] as const
  ) {
    for (const others of [["ws://22.1.1.1/ws"], []]) {
      const state = bareState();
      for (const addr of ["ws://21.1.1.1/ws", ...others]) told(state, addr);
      spoil(state);
      fillSlots(state);
      const [first] = dials(state);
      assert.equal(first, others.length > 0 ? "22.1.1.1 fresh" : "21.1.1.1 fresh", words);
    }
  }
});

Deno.test("no slot is filled with what must not be dialled, or is connected under another address", () => {
  for (
    const [words, spoil] of [
      [
        "waits after a failure",
        (state: State) => told(state, "ws://21.1.1.1/ws").dialled().not_before_s = Infinity,
      ],
      [
        "is connected as a name",
        (state: State) => void dialled(state, "ws://a.example/ws", { ip: "21.1.1.1" }),
      ],
    ] as const
  ) {
    const state = bareState();
    told(state, "ws://21.1.1.1/ws");
    spoil(state);
    fillSlots(state);
    assert.deepEqual(dials(state), [], words);
  }
});

Deno.test("suspects are tested at once, as far as dials are free, and each once", () => {
  const state = bareState();
  const suspects = Array.from(
    { length: limits.dials_at_once_max + 1 },
    (_, n) => told(state, `ws://${20 + n}.1.1.1/ws`),
  );
  const waits = told(state, "ws://9.9.9.9/ws");
  waits.dialled().not_before_s = Infinity;
  for (const entry of [waits, ...suspects]) state.suspects.add(entry);
  testSuspects(state);
  assert.deepEqual(dials(state), suspects.slice(0, -1).map(({ target }) => `${target.host} probe`));
  assert.deepEqual([...state.suspects], suspects.slice(-1));
  state.dials--;
  testSuspects(state);
  assert.deepEqual(dials(state), [`${suspects.at(-1)!.target.host} probe`]);
  assert.equal(state.suspects.size, 0);
});

Deno.test("anchors are the two peers in slots that have lasted longest; a lecture node or an errand is none", () => {
  const state = bareState();
  for (const n of [1, 2, 3]) known(state, `ws://${20 + n}.1.1.1/ws`);
  lecture(state, "ws://24.1.1.1/ws", { opened_ms: 1 });
  dialled(state, "ws://25.1.1.1/ws", { opened_ms: 2, role: "extra" });
  dialled(state, "ws://26.1.1.1/ws", { opened_ms: 3, stage: "handshake" });
  const links = [3, 1, 2].map((n) => dialled(state, `ws://${20 + n}.1.1.1/ws`, { opened_ms: 10 + n }));
  const anchors = () => {
    renewAnchors(state);
    return [...state.book.entries()].filter(({ contact }) => contact?.anchor).map(({ ip }) => ip).sort();
  };
  assert.deepEqual(anchors(), ["21.1.1.1", "22.1.1.1"]);
  state.remove(links[1]!);
  assert.deepEqual(anchors(), ["22.1.1.1", "23.1.1.1"]);
  state.remove(links[2]!);
  assert.deepEqual(anchors(), ["22.1.1.1", "23.1.1.1"], "one is too few to say anything");
});

/** What becomes of an errand that reached a node, where these connections hold the slots. */
function outcome(slots: (state: State) => DialledLink[], errand: (state: State) => DialledLink) {
  const state = bareState({ outbound: 2 });
  const held = slots(state);
  const link = errand(state);
  settle(state, link);
  const closed = state.effects.flatMap((effect) =>
    effect.kind === "close" ? [[effect.link, effect.code]] : []
  );
  const role = state.links.has(link.id) ? link.role : "closed";
  return {
    role,
    left: held.filter(({ id }) => !state.links.has(id)).map(({ entry }) => entry.target.host),
    closed,
  };
}

const feeler = (state: State) => dialled(state, "ws://30.1.1.1/ws", { role: "feeler" });

for (
  const [words, slots, role, left] of [
    ["a slot is free", (state: State) => [dialled(state, "ws://21.1.1.1/ws")], "fresh", []],
    [
      "each has its group",
      (state: State) => ["21.1", "22.1"].map((group) => dialled(state, `ws://${group}.1.1/ws`)),
      "closed",
      [],
    ],
    [
      "two share a group",
      (state: State) => ["21.1.1.1", "21.1.2.2"].map((host) => dialled(state, `ws://${host}/ws`)),
      "fresh",
      ["21.1.1.1"],
    ],
    [
      "two share a group, but only the second was drawn",
      (state: State) => [
        dialled(state, "ws://21.1.1.1/ws", { role: "anchor" }),
        dialled(state, "ws://21.1.2.2/ws"),
      ],
      "fresh",
      ["21.1.2.2"],
    ],
    [
      "two share a group, but neither was drawn",
      (state: State) => [
        dialled(state, "ws://21.1.1.1/ws", { role: "anchor" }),
        dialled(state, "ws://21.1.2.2/ws", { role: "oldest" }),
      ],
      "closed",
      [],
    ],
    [
      "one is of its own group",
      (state: State) => ["30.1.2.2", "30.1.3.3"].map((host) => dialled(state, `ws://${host}/ws`)),
      "closed",
      [],
    ],
    [
      "one is a stranger's lecture node",
      (state: State) => [dialled(state, "ws://21.1.1.1/ws"), strangersLecture(state)],
      "fresh",
      ["22.1.1.1"],
    ],
    [
      "one is a lecture node of this site",
      (state: State) => [dialled(state, "ws://21.1.1.1/ws"), lecture(state, "ws://22.1.1.1/ws")],
      "closed",
      [],
    ],
    [
      "two lecture nodes of this site share a group",
      (state: State) => ["22.1.1.1", "22.1.2.2"].map((host) => lecture(state, `ws://${host}/ws`)),
      "closed",
      [],
    ],
  ] as const
) {
  Deno.test(`a feeler that reached a node ${role === "closed" ? "ends" : "gets a slot"} where ${words}`, () => {
    const result = outcome(slots, feeler);
    assert.deepEqual([result.role, result.left], [role, left]);
    assert.equal(result.closed.length, role === "closed" ? 1 : left.length);
    for (const [, code] of result.closed) assert.equal(code, DONE);
  });
}

function strangersLecture(state: State, role: LectureRole = "fresh") {
  const link = lecture(state, "ws://22.1.1.1/ws", { role });
  link.entry.source = stranger;
  return link;
}

Deno.test("an errand that reached a lecture node gets a reserved place or ends; it never gets a slot", () => {
  const errand = (state: State) => lecture(state, "ws://30.1.1.1/ws", { role: "feeler" });
  assert.equal(outcome(() => [], errand).role, "reserved");
  const full = (state: State) =>
    Array.from(
      { length: limits.lecture_links_max },
      (_, n) => lecture(state, `ws://${40 + n}.1.1.1/ws`, { role: "reserved" }),
    );
  assert.equal(outcome(full, errand).role, "closed");
});

Deno.test("what is no errand stays, whatever the slots", () => {
  for (const role of ["fresh", "anchor", "oldest", "extra"] as const satisfies OutboundRole[]) {
    const state = bareState({ outbound: 0 });
    const link = dialled(state, "ws://30.1.1.1/ws", { role });
    settle(state, link);
    assert.deepEqual([link.role, state.links.has(link.id)], [role, true]);
  }
});

Deno.test("an extra place lasts an hour, a slot has no end", () => {
  for (const back_from_dead of [true, false]) {
    const state = bareState();
    const link = dialled(state, "ws://30.1.1.1/ws", { role: "redial", back_from_dead });
    settle(state, link);
    assert.equal(link.until_ms, back_from_dead ? state.now_ms + limits.extra_kept_ms : Infinity);
  }
});

Deno.test("a look that finds nothing gives back the one dial that it took, and no more", () => {
  const state = bareState();
  const { slots } = state.pace;
  for (let n = 1; n < limits.slot_dial_rate.burst; n++) assert.ok(slots.take(state.now_ms));
  for (let look = 0; look < 3; look++) fillSlots(state);
  assert.deepEqual([slots.take(state.now_ms), slots.take(state.now_ms)], [true, false]);
});
