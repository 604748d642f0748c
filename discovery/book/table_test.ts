import assert from "node:assert/strict";
import fc from "fast-check";
import type { Entry } from "./entry.ts";
import { drawn, randomIndex, Table } from "./table.ts";
import { entryOf, seeded } from "./test_entries.ts";

const addresses = ["ws://1.2.3.4/", "ws://1.2.3.5/", "ws://9.9.9.9/"];

Deno.test("a table counts rows by group and by what it charges", () => {
  const table = new Table((entry) => [entry.source.group]);
  const entries = addresses.map((addr) => entryOf(addr));
  for (const entry of entries) table.add(entry);
  assert.deepEqual([table.inGroup("1.2"), table.inGroup("9.9"), table.charged("198.51")], [2, 1, 3]);
  table.remove(entries[0]!);
  assert.deepEqual([table.inGroup("1.2"), table.charged("198.51"), table.rows.length], [1, 2, 2]);
});

Deno.test("an entry is in one table at most", () => {
  const [one, two] = [new Table(() => []), new Table(() => [])];
  const entry = entryOf("ws://a/");
  one.add(entry);
  assert.throws(() => two.add(entry), /already in a table/);
  assert.throws(() => two.remove(entry), /not in this table/);
});

Deno.test("find() finds the only row that fits, wherever it begins", () => {
  for (let seed = 0; seed < 20; seed++) {
    const table = new Table(() => []);
    for (const addr of addresses) table.add(entryOf(addr));
    assert.equal(table.find(seeded(seed), ({ group }) => group === "9.9")?.target.host, "9.9.9.9");
    assert.equal(table.find(seeded(seed), () => false), undefined);
  }
});

Deno.test("shuffle() visits every row once, and removal still works afterwards", () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 30 }), (seed, count) => {
    const table = new Table(() => []);
    for (let at = 0; at < count; at++) table.add(entryOf(`ws://1.2.3.4:${at + 1}/`));
    const seen = new Set<unknown>();
    table.shuffle(seeded(seed), (entry) => seen.add(entry) !== undefined);
    assert.equal(seen.size, count);
    for (const entry of [...table.rows]) table.remove(entry);
    assert.equal(table.rows.length, 0);
  }));
});

Deno.test("a table is full at its limit, and a table without one never is", () => {
  const [small, endless] = [new Table(() => [], 2), new Table(() => [])];
  for (const [n, is_full] of [[0, false], [1, true]] as const) {
    small.add(entryOf(addresses[n]!));
    endless.add(entryOf(addresses[n]!));
    assert.deepEqual([small.is_full, endless.is_full], [is_full, false]);
  }
});

Deno.test("each removal leaves the others in reach, in the place of the removed one comes the last", () => {
  const table = new Table(() => ["charge"]);
  const entries = [0, 1, 2, 3].map((n) => entryOf(`ws://1.2.3.${n}/`));
  for (const entry of entries) table.add(entry);
  table.remove(entries[1]!);
  assert.deepEqual(table.rows, [entries[0], entries[3], entries[2]]);
  assert.deepEqual(table.rows.map(({ index }) => index), [0, 1, 2]);
  assert.deepEqual([entries[1]!.table, table.has(entries[1]!), table.has(entries[3]!)], [null, false, true]);
  table.remove(entries[2]!);
  assert.deepEqual(table.rows, [entries[0], entries[3]]);
  assert.deepEqual([table.inGroup("1.2"), table.charged("charge"), table.inGroup("9.9")], [2, 2, 0]);
  for (const entry of [...table.rows]) table.remove(entry);
  assert.deepEqual([table.inGroup("1.2"), table.charged("charge")], [0, 0]);
});

Deno.test("a row whose place was not noted is removed all the same", () => {
  const table = new Table(() => []);
  const entries = [0, 1, 2].map((n) => entryOf(`ws://1.2.3.${n}/`));
  for (const entry of entries) table.add(entry);
  for (const entry of entries) entry.index = 0;
  table.remove(entries[1]!);
  assert.deepEqual(table.rows, [entries[0], entries[2]]);
});

Deno.test("any() draws each row, notes its place, and has none to give from an empty table", () => {
  const table = new Table(() => []);
  assert.equal(table.any(() => 0), undefined);
  const entries = addresses.map((addr) => entryOf(addr));
  for (const entry of entries) table.add(entry);
  for (const [n, entry] of entries.entries()) {
    entry.index = 99;
    assert.equal(table.any(() => n / 3), entry);
    assert.equal(entry.index, n);
  }
});

Deno.test("find() begins at a random row, goes round, looks at each once and notes the place of what it found", () => {
  const table = new Table(() => []);
  for (const addr of addresses) table.add(entryOf(addr));
  const looked: string[] = [];
  const look = ({ target }: Entry) => looked.push(target.host) < 0;
  assert.equal(table.find(() => 1 / 3, look), undefined);
  assert.deepEqual(looked, ["1.2.3.5", "9.9.9.9", "1.2.3.4"]);
  const [first] = table.rows;
  first!.index = 99;
  assert.equal(table.find(() => 1 / 3, (entry) => entry === first), first);
  assert.equal(first!.index, 0);
});

Deno.test("shuffle() ends where the visitor says so, and each row may come first", () => {
  const table = new Table(() => []);
  for (const addr of addresses) table.add(entryOf(addr));
  const rows = [...table.rows];
  for (const [n, row] of rows.entries()) {
    const fresh = new Table(() => []);
    for (const addr of addresses) fresh.add(entryOf(addr));
    const seen: string[] = [];
    fresh.shuffle(() => n / 3, ({ target }) => seen.push(target.host) < 2);
    assert.equal(seen.length, 2);
    assert.equal(seen[0], row.target.host);
    assert.notEqual(seen[1], seen[0]);
  }
});

Deno.test("drawn() gives so many different ones, all where there are fewer, and each may come first", () => {
  for (const [count, length] of [[0, 0], [2, 2], [3, 3], [4, 3]] as const) {
    const some = [...drawn(seeded(1), ["a", "b", "c"], count)];
    assert.deepEqual([some.length, new Set(some).size], [length, length]);
  }
  assert.deepEqual(["a", "b", "c"].map((_, n) => [...drawn(() => n / 3, ["a", "b", "c"], 1)][0]), [
    "a",
    "b",
    "c",
  ]);
  assert.deepEqual([0, 0.49, 0.5, 0.99].map((value) => randomIndex(() => value, 2)), [0, 0, 1, 1]);
});
