import assert from "node:assert/strict";
import fc from "fast-check";
import { reliability_window_s } from "../limits.ts";
import { backoff_s, type Contact, isForgettable, observe, stateOf } from "./entry.ts";
import { dialledEntryOf, entryOf } from "./test_entries.ts";

const hour = 3600;
const day = 24 * hour;

const withContact = (parts: Partial<Contact>) => dialledEntryOf("ws://203.0.113.7:9000/ws", parts);

const proven = { successes: 3, first_success_s: 1000, last_success_s: 1000 + hour, reliability: 0.7 };
const states: [string, Partial<Contact>, string][] = [
  ["never dialled well", {}, "heard"],
  ["one success", { successes: 1 }, "tried"],
  ["three successes over an hour", proven, "good"],
  ["two successes over an hour", { ...proven, successes: 2 }, "tried"],
  ["three successes in less than an hour", { ...proven, last_success_s: 999 + hour }, "tried"],
  ["reliability under 0.7", { ...proven, reliability: 0.69 }, "tried"],
  ["one failure", { ...proven, failures: 1 }, "suspect"],
  ["two failures", { ...proven, failures: 2 }, "suspect"],
  ["three failures", { ...proven, failures: 3 }, "stale"],
];
for (const [what, parts, state] of states) {
  Deno.test(`stateOf() calls an address ${state} after: ${what}`, () =>
    assert.equal(stateOf(withContact(parts)), state));
}

const backoffs: [number, number, number][] = [[1, 0, 15], [1, 0.5, 30], [2, 0.5, 60], [7, 0.5, 1920], [
  8,
  0.5,
  3600,
], [
  100,
  0.5,
  3600,
], [100, 1, 5400]];
for (const [failures, random, wait] of backoffs) {
  Deno.test(`backoff_s() waits ${wait} s after ${failures} failures at random ${random}`, () => {
    assert.equal(backoff_s(failures, random), wait);
  });
}

const dead = { successes: 5, failures: 10, last_success_s: 1000 };
const forgotten: [string, Partial<Contact> | null, number, boolean][] = [
  ["unreached, heard of less than a day ago", null, 1000 + day - 1, false],
  ["unreached, not heard of for a day", null, 1000 + day, true],
  ["reached, ten failures, a week without success", dead, 1000 + 7 * day, true],
  ["reached, ten failures, not yet a week", dead, 1000 + 7 * day - 1, false],
  ["reached, nine failures, long ago", { ...dead, failures: 9 }, 1000 + 70 * day, false],
];
for (const [what, parts, now_s, expected] of forgotten) {
  Deno.test(`isForgettable() is ${expected} for: ${what}`, () => {
    const entry = parts === null ? entryOf("ws://203.0.113.7:9000/ws") : withContact(parts);
    assert.equal(isForgettable(entry, now_s), expected);
  });
}

Deno.test("reachedSince() wants an answer at the last attempt and not too long ago", () => {
  assert.equal(entryOf("ws://a/ws").reachedSince(0), false);
  const entry = withContact({ successes: 1, last_success_s: 500 });
  assert.deepEqual([entry.reachedSince(500), entry.reachedSince(501)], [true, false]);
  entry.contact!.failures = 1;
  assert.equal(entry.reachedSince(500), false);
});

Deno.test("observe() begins with the first observation, whatever was there before", () => {
  assert.equal(observe(0.3, undefined, true), 1);
  assert.equal(observe(0.3, undefined, false), 0);
});

Deno.test("observe() forgets all but 1/e of the past in one window", () => {
  assert.ok(Math.abs(observe(1, reliability_window_s, false) - Math.exp(-1)) < 1e-12);
  assert.ok(Math.abs(observe(0, reliability_window_s, true) - (1 - Math.exp(-1))) < 1e-12);
});

Deno.test("observe() changes nothing when no time has passed, or the clock went back", () => {
  assert.equal(observe(0.5, 0, false), 0.5);
  assert.equal(observe(0.5, -9, true), 0.5);
});

Deno.test("observe() stays between 0 and 1 and moves towards what was seen", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1e9),
      fc.boolean(),
      (before, elapsed, seen) => {
        const after = observe(before, elapsed, seen);
        assert.ok(after >= 0 && after <= 1);
        assert.ok(seen ? after >= before - 1e-12 : after <= before + 1e-12);
      },
    ),
  );
});

Deno.test("a row answered where its last dial did, and at least one", () => {
  assert.equal(entryOf("ws://a/ws").answered, false);
  for (
    const [successes, failures, answered] of [[1, 0, true], [0, 0, false], [1, 1, false], [
      0,
      1,
      false,
    ]] as const
  ) {
    const entry = withContact({ successes, failures, last_success_s: 5 });
    assert.deepEqual([entry.answered, entry.reachedSince(5)], [answered, answered]);
  }
});

Deno.test("a row's place is what its text tells, and of a name what its last dial found", () => {
  const source = { group: "192.168.1.7", scope: "private" } as const;
  const place = (addr: string, contact: Partial<Contact> | null) => {
    const { group, scope, ip } = contact === null
      ? entryOf(addr, source)
      : dialledEntryOf(addr, contact, source);
    return [group, scope, ip];
  };
  const found = { ip: "8.8.8.8", group: "8.8", scope: "public" } as const;
  assert.deepEqual(place("ws://9.9.9.9/ws", null), ["9.9", "public", "9.9.9.9"]);
  assert.deepEqual(place("ws://9.9.9.9/ws", { ip: "8.8.8.8", scope: "private" }), [
    "9.9",
    "public",
    "9.9.9.9",
  ]);
  assert.deepEqual(place("ws://a.example/ws", null), ["a.example", "private", null]);
  assert.deepEqual(place("ws://a.example/ws", {}), ["a.example", "private", null], "dialled, never resolved");
  assert.deepEqual(place("ws://a.example/ws", found), ["8.8", "public", "8.8.8.8"]);
});

Deno.test("a new contact has nothing to show, and the same one is kept", () => {
  const entry = entryOf("ws://203.0.113.7/ws");
  const contact = entry.dialled();
  assert.equal(entry.dialled(), contact);
  const { last_success_s, failures, successes, last_try_s, first_success_s, not_before_s, avoid_until_s } =
    contact;
  const numbers = [
    last_success_s,
    failures,
    successes,
    last_try_s,
    first_success_s,
    not_before_s,
    avoid_until_s,
  ];
  assert.deepEqual(numbers, Array(7).fill(0));
  assert.deepEqual([contact.reliability, contact.anchor, contact.speaks, contact.nonce], [
    0,
    false,
    "unknown",
    "",
  ]);
  assert.deepEqual([entry.last_heard_s, entry.first_heard_s, entry.index], [1000, 1000, 0]);
});

Deno.test("backoff_s() begins at half a minute also where there was no failure", () => {
  assert.deepEqual([backoff_s(0, 0.5), backoff_s(-1, 0.5), backoff_s(1, 0.5)], [30, 30, 30]);
});
