import assert from "node:assert/strict";
import type { Entry } from "./entry.ts";
import * as limits from "../limits.ts";
import { EvictionQueue, rivalInHeard, rivalInTried, rivalNearby } from "./quotas.ts";
import { sourceKeys } from "../address/source.ts";
import { Table } from "./table.ts";
import { dialledEntryOf, entryOf, seeded } from "./test_entries.ts";

/** The n-th of many addresses, each in a /16 of its own. */
const spread = (n: number) => `ws://${1 + (n >> 8)}.${n & 255}.1.1/ws`;
const told = (addr: string, n: number) => entryOf(addr, { group: `source ${n}`, scope: "public" });

const newcomer = entryOf("ws://203.0.113.200/ws");
const heard = (rows_max?: number) => new Table((entry) => [entry.source.group], rows_max);
const tried = (rows_max?: number) =>
  new Table(({ ip }) => Object.values(sourceKeys(ip!)).filter((key) => key !== null), rows_max);

/** What a table is full of, where it has others as well, and who of it is asked to make room. */
interface Case {
  readonly quota: string;
  readonly rows_max: number;
  readonly table: Table;
  row(n: number): Entry;
  rival(table: Table): Entry | undefined;
}

const inHeard = (table: Table) => rivalInHeard(table, newcomer, seeded(1));
const inTried = (table: Table) => rivalInTried(table, newcomer, seeded(1));
const half_tried = tried();
for (let n = 0; n < limits.tried_max / 2; n++) half_tried.add(entryOf(spread(n)));

const cases: readonly Case[] = [
  {
    quota: "what one source group may tell",
    rows_max: limits.heard_per_source_group_max,
    table: heard(),
    row: (n) => entryOf(spread(n)),
    rival: inHeard,
  },
  {
    quota: "what of one address group may be told",
    rows_max: limits.heard_per_group_max,
    table: heard(),
    row: (n) => told(`ws://203.0.113.${n}/ws`, n),
    rival: inHeard,
  },
  { quota: "heard", rows_max: 5, table: heard(5), row: (n) => told(spread(n), n), rival: inHeard },
  {
    quota: "reached addresses on one IP",
    rows_max: limits.tried_per_ip_max,
    table: tried(),
    row: (n) => entryOf(`ws://203.0.113.200:${n + 1}/ws`),
    rival: inTried,
  },
  {
    quota: "reached addresses in one public /64",
    rows_max: limits.tried_per_ip_max,
    table: tried(),
    row: (n) => entryOf(`ws://[2600:1:2:3::${n + 1}]/ws`),
    rival: (table) => rivalInTried(table, entryOf("ws://[2600:1:2:3::99]/ws"), seeded(1)),
  },
  {
    quota: "reached addresses in one public /48",
    rows_max: limits.wide_factor * limits.tried_per_ip_max,
    table: tried(),
    row: (n) => entryOf(`ws://[2600:1:2:${n + 1}::1]/ws`),
    rival: (table) => rivalInTried(table, entryOf("ws://[2600:1:2:99::1]/ws"), seeded(1)),
  },
  {
    quota: "reached addresses of one group in a table half full",
    rows_max: limits.tried_per_group_max,
    table: half_tried,
    row: (n) => entryOf(`ws://203.0.113.${n}/ws`),
    rival: inTried,
  },
  { quota: "tried", rows_max: 5, table: tried(5), row: (n) => entryOf(spread(n)), rival: inTried },
  {
    quota: "a table of this site's",
    rows_max: 5,
    table: tried(5),
    row: (n) => entryOf(spread(n)),
    rival: (table) => rivalNearby(table, seeded(1)),
  },
];

for (const { quota, rows_max, table, row, rival } of cases) {
  Deno.test(`one too many asks a random row to make room that counts for the same: ${quota}`, () => {
    const rows = new Set(Array.from({ length: rows_max }, (_, n) => row(n)));
    for (const entry of rows) {
      assert.equal(rival(table), undefined);
      table.add(entry);
    }
    assert.ok(rows.has(rival(table)!));
  });
}

Deno.test("a row of this site's that answered last time makes room only where all did", () => {
  const table = new Table(() => [], 3);
  const answered = () => dialledEntryOf(spread(table.rows.length), { successes: 1, last_success_s: 1 });
  const failed = dialledEntryOf("ws://9.9.9.9/ws", { successes: 1, last_success_s: 1, failures: 1 });
  for (const entry of [answered(), failed]) table.add(entry);
  table.add(answered());
  for (let seed = 0; seed < 20; seed++) assert.equal(rivalNearby(table, seeded(seed)), failed);
  table.remove(failed);
  table.add(answered());
  assert.notEqual(rivalNearby(table, seeded(1)), undefined);
});

/** A newcomer and the incumbent in its way. */
const pair = (number: number) =>
  [entryOf(`ws://new${number}.example/`), entryOf(`ws://old${number}.example/`)] as const;

Deno.test("the queue holds ten newcomers, and each newcomer and incumbent once", () => {
  const queue = new EvictionQueue();
  const first = pair(0);
  queue.add(...first);
  queue.add(...first);
  queue.add(first[0], pair(1)[1]);
  assert.equal(queue.length, 1);
  for (let number = 1; number <= limits.pending_evictions_max; number++) queue.add(...pair(number));
  assert.equal(queue.length, limits.pending_evictions_max);
});

Deno.test("a tested incumbent is settled once, a forgotten entry leaves the queue", () => {
  const queue = new EvictionQueue();
  const [first, second] = [pair(0), pair(1)];
  queue.add(...first);
  queue.add(...second);
  assert.equal(queue.next((entry) => entry !== first[1]), second[1]);
  assert.equal(queue.settle(first[1]), first[0]);
  assert.equal(queue.settle(first[1]), undefined);
  queue.drop(second[0]);
  assert.equal(queue.length, 0);
});

Deno.test("a group has no quota of the reached ones before the table is half full", () => {
  for (
    const [others, has_quota] of [[limits.tried_max / 2 - 1, false], [limits.tried_max / 2, true]] as const
  ) {
    const table = tried();
    const in_group = Array.from(
      { length: limits.tried_per_group_max },
      (_, n) => entryOf(`ws://203.0.113.${n}/ws`),
    );
    for (const entry of in_group) table.add(entry);
    for (let n = table.rows.length; n < others; n++) table.add(entryOf(spread(n)));
    assert.equal(inTried(table) !== undefined, has_quota);
  }
});

Deno.test("the queue names the first incumbent that may be dialled, and none where none may", () => {
  const queue = new EvictionQueue();
  assert.equal(queue.next(() => true), undefined);
  const [first, second] = [pair(0), pair(1)];
  for (const each of [first, second]) queue.add(...each);
  assert.deepEqual([queue.next(() => true), queue.next(() => false)], [first[1], undefined]);
});

Deno.test("a forgotten incumbent takes its newcomer out of the queue, which may come again", () => {
  const queue = new EvictionQueue();
  const [first, second] = [pair(0), pair(1)];
  for (const each of [first, second]) queue.add(...each);
  queue.drop(first[1]);
  assert.deepEqual([queue.length, queue.settle(first[1]), queue.settle(second[1])], [
    1,
    undefined,
    second[0],
  ]);
  queue.add(...first);
  assert.equal(queue.length, 1);
});
