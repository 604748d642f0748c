import assert from "node:assert/strict";
import type { Scope } from "../../discovery/scope.ts";
import { unread_spared_bytes_max, unread_step_part } from "../limits.ts";
import { UnreadBudget, victimsOf } from "./unread_budget.ts";

const mib = 2 ** 20;

class Fake {
  stalled = false;
  constructor(readonly source: string, readonly held_bytes: number, readonly scope: Scope = "public") {}
  stall(): void {
    this.stalled = true;
  }
}

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
  const budget = new UnreadBudget(16 * mib, () => (looks++, []));
  const step_bytes = 16 * mib / unread_step_part;
  budget.add(step_bytes - 1);
  assert.equal(looks, 0);
  budget.add(1);
  assert.equal(looks, 1);
  budget.add(step_bytes - 1);
  assert.equal(looks, 1);
});

Deno.test("2,000 readers that never read hold twice the budget at most, beside one answer that each is spared for", () => {
  const budget_bytes = 16 * mib;
  const readers = Array.from({ length: 2_000 }, (_, n) => {
    const reader = { source: `source-${n % 50}`, scope: "public" as const, held_bytes: 0, stalled: false };
    return Object.assign(reader, { stall: () => void (reader.stalled = true) });
  });
  const budget = new UnreadBudget(budget_bytes, () => readers);
  const answer_bytes = unread_spared_bytes_max + 1;
  // Each reader in turn takes an answer, until nobody takes any more.
  let moved = true;
  while (moved) {
    moved = false;
    for (const reader of readers) {
      if (reader.stalled || reader.held_bytes > 4 * mib) continue;
      reader.held_bytes += answer_bytes;
      budget.add(answer_bytes);
      moved = true;
    }
  }
  const held = readers.reduce((sum, { held_bytes }) => sum + held_bytes, 0);
  const spared = readers.length * answer_bytes;
  assert.ok(held <= 2 * budget_bytes + spared, `${held / mib} MiB`);
});
