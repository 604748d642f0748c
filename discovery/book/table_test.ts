import assert from "node:assert/strict";
import fc from "fast-check";
import { Table } from "./table.ts";
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
