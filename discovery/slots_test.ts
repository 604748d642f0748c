import assert from "node:assert/strict";
import { Operator } from "./operator.ts";
import * as limits from "./limits.ts";
import { OutboundLink, type OutboundRole, rowOf } from "./state/link.ts";
import { redial, sendFeeler, settle } from "./slots.ts";
import { State } from "./state/state.ts";
import { at, dialledEntryOf, seeded, stranger } from "./book/test_entries.ts";
import { start_ms, TestHost } from "./test_host.ts";

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

Deno.test("a feeler tests nobody that has come by itself and was dialled back: it is known to live", () => {
  const state = busyState({ heard: 1 });
  const [guest] = state.book.heard.rows;
  state.verified_inbound.add(guest!);
  assert.equal(feelers(state, 2), "");
  state.verified_inbound.delete(guest!);
  assert.equal(feelers(state, 1), "1");
});

Deno.test("three slots go to what was reached first, the next are drawn", () => {
  const host = new TestHost();
  const start_s = start_ms / 1000;
  const first_success_s = (n: number) => start_s - 1000 + n;
  host.membership.load(
    Array.from({ length: 60 }, (_, n) =>
      dialledEntryOf(`ws://${60 - n}.1.1.1/ws`, {
        successes: 1,
        last_success_s: start_s - 1,
        first_success_s: first_success_s(60 - n),
      })),
  );
  const dialled = [...host.pass(1).membership.links.values()].map((link) =>
    link.kind === "outbound" && link.role === "oldest" ? `oldest ${rowOf(link)!.target.host}` : "another"
  );
  assert.deepEqual(dialled, ["oldest 1.1.1.1", "oldest 2.1.1.1", "oldest 3.1.1.1", "another"]);
});

Deno.test("a slot prefers a node that is not connected already because it came by itself", () => {
  for (const guest of ["1.1.1.1", "2.2.2.2"]) {
    const host = new TestHost({ outbound: 1 });
    for (const ip of ["1.1.1.1", "2.2.2.2"]) {
      host.membership.registered(start_ms, [at(`ws://${ip}/ws`)], {
        ip: "9.9.9.9",
        scope: "public",
      });
    }
    const visitor = host.visit(guest);
    const back = host.membership.beginVerify(start_ms, visitor, `ws://${guest}/ws`)!;
    host.membership.endVerify(start_ms, back, `visitor ${visitor}`);
    assert.notEqual(host.pass(1).take("dial")?.target.host, guest);
  }
});

Deno.test("a node that has lost its connections keeps the anchors of before", () => {
  const through = [1, 2].map((n) => `ws://${n}.1.1.1:9000/ws`);
  const host = new TestHost({ through }).pass(1);
  const links = through.map(() => host.settle());
  const anchors = () => [...host.membership.book.entries()].filter(({ contact }) => contact?.anchor).length;
  host.membership.renewAnchors();
  assert.equal(anchors(), 2);
  for (const link of links) {
    host.membership.closed(host.now_ms, link);
    host.membership.renewAnchors();
    assert.equal(anchors(), 2);
  }
});

const now_s = 1_000_000;

for (
  const [words, change, is_redialled] of [
    ["was never reached", () => {}, true],
    ["has failed just now", (state: State) => state.book.fail(now_s, seedOf(state)), true],
    ["was reached within the hour", (state: State) => reach(state, now_s - limits.served_s), false],
    ["was reached more than an hour ago", (state: State) => reach(state, now_s - limits.served_s - 1), true],
    ["is connected", (state: State) => state.busy.add(seedOf(state)), false],
    [
      "is this node itself",
      (state: State) => state.own.meet(seedOf(state).target.key, "127.0.0.1:9000"),
      false,
    ],
    ["is to be left alone", (state: State) => seedOf(state).dialled().avoid_until_s = now_s + 1, false],
    ["was to be left alone until now", (state: State) => seedOf(state).dialled().avoid_until_s = now_s, true],
    [
      "is blocked",
      (state: State) => new Operator(state).block(state.now_ms, seedOf(state).target, Infinity),
      false,
    ],
  ] as const
) {
  Deno.test(`a seed that ${words} is ${is_redialled ? "" : "not "}redialled`, () => {
    const seeds = [at("ws://8.8.8.8/ws")];
    const state = new State({ random: seeded(1), nonce: "own", now_ms: now_s * 1000, seeds });
    state.book.hear(now_s, seeds[0]!, stranger);
    change(state);
    redial(state);
    assert.equal(state.effects.length, is_redialled ? 1 : 0);
  });
}

function seedOf(state: State) {
  return state.book.get(at("ws://8.8.8.8/ws").key)!;
}

function reach(state: State, at_s: number): void {
  state.book.succeed(at_s, seedOf(state), "8.8.8.8", "public", "8.8");
}

/** What becomes of errands that reached a node of the network each, one after another. */
function outcomes(roles: readonly OutboundRole[], { outbound = 0, are_back = false }): string[] {
  const state = new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000, outbound });
  return roles.map((role, index) => {
    const entry = state.book.hear(1000, at(`ws://8.8.8.8:${9000 + index}/ws`), stranger)!;
    const link = state.add((id) => new OutboundLink(id, entry, role, false));
    link.stage = "network";
    link.back_from_dead = are_back;
    settle(state, link);
    return state.links.has(link.id) ? link.role : "closed";
  });
}

Deno.test("a feeler, a redial or a probe that reaches a node takes a free slot, and is closed where none is", () => {
  assert.deepEqual(outcomes(["feeler", "redial", "probe"], { outbound: 2 }), ["fresh", "fresh", "closed"]);
});

Deno.test("two addresses that are back from the dead get extra places, a third does not", () => {
  assert.equal(limits.extra_links_max, 2);
  assert.deepEqual(outcomes(["feeler", "redial", "feeler"], { are_back: true }), [
    "extra",
    "extra",
    "closed",
  ]);
});
