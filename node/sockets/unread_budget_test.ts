import assert from "node:assert/strict";
import type { Scope } from "../../discovery/address/scope.ts";
import { unread_spared_bytes_max, unread_step_min_bytes, unread_step_part } from "../limits.ts";
import { type Holder, overfull, UnreadBudget } from "./unread_budget.ts";

const mib = 2 ** 20;

class Fake {
  stalled = false;
  constructor(readonly source: string, readonly held_bytes: number, readonly scope: Scope = "public") {}
  stall(): void {
    this.stalled = true;
  }
}

const victimsOf = (holders: readonly Holder[], budget_bytes: number) =>
  overfull(holders, budget_bytes)?.victims ?? [];

const many = (count: number, ...of: ConstructorParameters<typeof Fake>) =>
  Array.from({ length: count }, () => new Fake(...of));

/** Who is there, and how many connections of each source are stalled at a budget of 10 MiB. */
const cases: readonly (readonly [string, readonly Fake[], Record<string, number>])[] = [
  ["nobody, when all together hold just the budget", [new Fake("a", 6 * mib), new Fake("b", 4 * mib)], {}],
  ["the source that holds most, one byte above it", [new Fake("a", 6 * mib), new Fake("b", 4 * mib + 1)], {
    a: 1,
  }],
  [
    "many connections of one source before one that is larger than each of them",
    [new Fake("honest", 3 * mib), ...many(10, "a", mib)],
    { a: 3 },
  ],
  ["the largest connection of a source first", [...many(9, "a", mib), new Fake("a", 2 * mib)], { a: 1 }],
  ["a public source before a private one that holds more", [
    new Fake("lan", 9 * mib, "private"),
    new Fake("a", 2 * mib),
  ], { a: 1 }],
  ["private ones, where the public ones are not enough", [
    ...many(2, "lan", 9 * mib, "private"),
    new Fake("a", 2 * mib),
  ], { a: 1, lan: 1 }],
  ["nobody of this computer", many(9, "127.0.0.1", 4 * mib, "loopback"), {}],
  ["nobody who holds a usual answer only", many(200, "a", unread_spared_bytes_max), {}],
  ["who holds a byte more than that", many(200, "a", unread_spared_bytes_max + 1), { a: 41 }],
];
for (const [name, holders, expected] of cases) {
  Deno.test(`too many unread answers stall ${name}`, () => {
    const stalled: Record<string, number> = {};
    for (const { source } of victimsOf(holders, 10 * mib)) stalled[source] = (stalled[source] ?? 0) + 1;
    assert.deepEqual(stalled, expected);
  });
}

Deno.test("stalled connections are counted on, and others are stalled for what these hold too much", () => {
  const holders = many(12, "a", mib);
  for (const victim of victimsOf(holders, 10 * mib)) victim.stall();
  assert.equal(holders.filter(({ stalled }) => stalled).length, 2);
  for (const victim of victimsOf(holders, 10 * mib)) victim.stall();
  assert.equal(holders.filter(({ stalled }) => stalled).length, 4);
});

Deno.test("the budget is looked at once enough was added, not at each answer", () => {
  let looks = 0;
  const budget = new UnreadBudget(() => 16 * mib, () => (looks++, []));
  const reader = new Fake("a", 0);
  const step_bytes = 16 * mib / unread_step_part;
  budget.add(step_bytes - 1, reader);
  assert.equal(looks, 0);
  budget.add(1, reader);
  assert.equal(looks, 1);
  budget.add(step_bytes - 1, reader);
  assert.equal(looks, 1);
});

Deno.test("how large the budget is is asked when the smallest one would be looked at, not at the first answers", () => {
  let asked = 0;
  const budget = new UnreadBudget(() => (asked++, 128 * mib), () => []);
  const reader = new Fake("a", 0);
  budget.add(unread_step_min_bytes - 1, reader);
  assert.equal(asked, 0);
  budget.add(1, reader);
  assert.equal(asked, 1);
});

/** A reader that never reads and takes each answer that it is given, up to 4 MiB. */
class Greedy implements Holder {
  held_bytes = 0;
  stalled = false;
  constructor(readonly source: string, readonly scope: Scope) {}
  stall(): void {
    this.stalled = true;
  }
  take(bytes: number, budget: UnreadBudget): boolean {
    if (this.stalled || this.held_bytes > 4 * mib) return false;
    this.held_bytes += bytes;
    budget.add(bytes, this);
    return true;
  }
}

const budget_bytes = 64 * mib;
const crowds: readonly (readonly [sources: number, scope: Scope, answer_bytes: number])[] = [
  [1, "public", 300 * 1024],
  [8, "public", 300 * 1024],
  [8, "public", 30 * 1024],
  [2_000, "public", 65 * 1024],
  [8, "private", 300 * 1024],
];
for (const [sources, scope, answer_bytes] of crowds) {
  for (const in_turn of [true, false]) {
    const order = in_turn ? "in turn" : "one after the other";
    Deno.test(`2,000 ${scope} readers of ${sources} sources that take ${answer_bytes} bytes ${order} hold twice the budget at most`, () => {
      const readers = Array.from({ length: 2_000 }, (_, n) => new Greedy(`source-${n % sources}`, scope));
      const budget = new UnreadBudget(() => budget_bytes, () => readers);
      if (in_turn) { while (readers.filter((reader) => reader.take(answer_bytes, budget)).length > 0); }
      else for (const reader of readers) while (reader.take(answer_bytes, budget));
      const held = readers.reduce((sum, { held_bytes }) => sum + held_bytes, 0);
      // One answer each, or what is spared, can't be held back: it is only known afterwards who does not read it.
      const unavoidable = readers.length * Math.max(answer_bytes, unread_spared_bytes_max);
      assert.ok(held <= 2 * budget_bytes + unavoidable, `${held / mib} MiB`);
    });
  }
}

Deno.test("a full budget leaves an honest source its share: it gets a long answer and is not stalled", () => {
  const readers = Array.from({ length: 100 }, (_, n) => new Greedy(`source-${n % 4}`, "public"));
  const honest = new Greedy("honest", "public");
  const budget = new UnreadBudget(() => budget_bytes, () => [...readers, honest]);
  for (const reader of readers) while (reader.take(300 * 1024, budget));
  assert.equal(readers.every(({ stalled, held_bytes }) => stalled || held_bytes > 4 * mib), true);
  for (let turn = 0; turn < 1_000; turn++) {
    assert.equal(honest.take(300 * 1024, budget), true);
    honest.held_bytes = 0;
    // What it has read is known at the next look only, which other answers bring about.
    budget.add(budget_bytes / unread_step_part, new Fake("127.0.0.1", 0, "loopback"));
  }
});
