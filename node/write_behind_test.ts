import assert from "node:assert/strict";
import { rows_written_at_once, unwritten_removals_max, unwritten_rows_max } from "../discovery/limits.ts";
import type { PeerRow } from "../discovery/messages.ts";
import type { Log } from "../ops/context.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { SqliteStorage } from "../storage/sqlite.ts";
import { openDatabase } from "../storage/sqlite_open.ts";
import { StorageError, type StorageFault } from "../storage/storage.ts";
import { row as storedRow, rows } from "../storage/test_rows.ts";
import { logOf } from "./logging.ts";
import { WriteBehind } from "./write_behind.ts";

/** Remembers what it was given, and fails on demand. */
class Recorder extends MemoryStorage {
  fault: StorageFault | undefined;
  readonly saved: string[] = [];
  readonly removed: string[] = [];

  override save(rows: readonly PeerRow[]): void {
    this.#refuse();
    this.saved.push(...rows.map(({ key }) => key));
  }

  override remove(keys: readonly string[]): void {
    this.#refuse();
    this.removed.push(...keys);
  }

  #refuse(): void {
    if (this.fault !== undefined) throw new StorageError(this.fault, "no");
  }
}

function start() {
  const store = new Recorder();
  const said: string[] = [];
  const info: Log["info"] = (message, about) => void said.push(message.replace("{cause}", `${about?.cause}`));
  return { store, said, writes: new WriteBehind(store, { ...logOf("test"), info }) };
}

const row = (key: string) => storedRow("ws://a/ws", { key });

Deno.test("of several changes to one row only the last is written", () => {
  const { store, writes } = start();
  writes.add({ rows: [row("a"), row("b")], removed: [] });
  writes.add({ rows: [row("b")], removed: ["a"] });
  writes.add({ rows: [row("c")], removed: ["c"] });
  writes.writeSome();
  assert.deepEqual([store.saved, store.removed], [["b", "c"], ["a"]]);
  writes.writeAll();
  assert.deepEqual([store.saved, store.removed], [["b", "c"], ["a"]]);
});

Deno.test("a turn writes so many rows and no more, the last one all", () => {
  const { store, writes } = start();
  const count = 2 * rows_written_at_once + 1;
  writes.add({ rows: Array.from({ length: count }, (_, n) => row(`${n}`)), removed: [] });
  writes.writeSome();
  assert.equal(store.saved.length, rows_written_at_once);
  writes.writeAll();
  assert.equal(new Set(store.saved).size, count);
});

Deno.test("what a full disk or a full table refuses is written later", () => {
  for (const fault of ["unwritable", "full"] as const) {
    const { store, writes } = start();
    store.fault = fault;
    writes.add({ rows: [row("a")], removed: [] });
    writes.writeSome();
    writes.add({ rows: [row("b")], removed: [] });
    writes.writeSome();
    store.fault = undefined;
    writes.writeSome();
    assert.deepEqual(store.saved, ["a", "b"]);
  }
});

Deno.test("a database that refuses writes for a while gets all that was learned meanwhile", () => {
  const database = openDatabase(":memory:");
  const store = new SqliteStorage(database);
  const writes = new WriteBehind(store, logOf("test"));
  writes.add({ rows: rows(3), removed: [] });
  writes.writeSome();
  database.exec("PRAGMA query_only = 1");
  const count = rows_written_at_once + 1;
  writes.add({ rows: rows(count, 100), removed: [rows(1)[0]!.key] });
  for (let turn = 0; turn < 3; turn++) writes.writeSome();
  assert.equal(store.count(), 3);
  database.exec("PRAGMA query_only = 0");
  for (let turn = 0; turn < 2; turn++) writes.writeSome();
  assert.equal(store.count(), 2 + count);
  assert.equal(writes.has(rows(1, 100)[0]!.key), false);
  store.close();
});

Deno.test("a full store goes on learning of the rows that it has, and takes new ones when there is room", () => {
  const store = new MemoryStorage({ rows_max: 2 });
  const writes = new WriteBehind(store, logOf("test"));
  store.save(rows(2));
  const known = { ...rows(1)[0]!, failures: 3 };
  writes.add({ rows: [...rows(2, 10), known], removed: [] });
  writes.writeSome();
  assert.deepEqual(store.load(10).map(({ failures }) => failures).sort(), [0, 3]);
  assert.deepEqual([writes.has(known.key), writes.has(rows(1, 10)[0]!.key)], [false, true]);
  writes.add({ rows: [], removed: rows(2).map(({ key }) => key) });
  writes.writeSome();
  assert.deepEqual(store.load(10), rows(2, 10).reverse());
});

Deno.test("rows that can't be written are remembered up to their limit, the newest of them", () => {
  const { store, writes } = start();
  store.fault = "unwritable";
  for (const more of [0, 1]) {
    writes.add({ rows: rows(more === 0 ? unwritten_rows_max : 1, more * unwritten_rows_max), removed: [] });
    writes.writeSome();
    assert.equal(writes.has(rows(1)[0]!.key), more === 0);
  }
  store.fault = undefined;
  writes.writeAll();
  assert.deepEqual(store.saved, rows(unwritten_rows_max, 1).map(({ key }) => key));
});

Deno.test("a store that refuses is complained of once, and once again when it has taken everything", () => {
  const { store, said, writes } = start();
  const turns = (count: number) => {
    for (let turn = 0; turn < count; turn++) writes.writeSome();
  };
  turns(1);
  store.fault = "unwritable";
  turns(1);
  assert.deepEqual(said, []);
  const count = 2 * rows_written_at_once;
  writes.add({ rows: rows(count), removed: [] });
  turns(3);
  assert.deepEqual(said, ["What was learned of peers waits in memory: no"]);
  store.fault = undefined;
  turns(1);
  assert.equal(said.length, 1);
  turns(2);
  assert.deepEqual(said.slice(1), ["The peer store has taken all that was learned meanwhile."]);
});

Deno.test("a row is recalled as the store will have it", () => {
  const { store, writes } = start();
  void store.register(rows(2));
  const [first, second] = rows(2) as [PeerRow, PeerRow];
  const changed = { ...first, failures: 1 };
  writes.add({ rows: [changed], removed: [second.key] });
  assert.deepEqual([writes.recall(first.key), writes.recall(second.key)], [changed, undefined]);
  assert.deepEqual([writes.has(first.key), writes.has(second.key)], [true, true]);
  writes.keep([second.key]);
  assert.deepEqual([writes.recall(second.key), writes.has(second.key)], [second, false]);
});

Deno.test("removals that can't be written are remembered up to their limit", () => {
  const { store, writes } = start();
  const removed = Array.from({ length: unwritten_removals_max + 1 }, (_, n) => `${n}`);
  writes.add({ rows: [], removed });
  writes.writeAll();
  assert.deepEqual(store.removed, removed.slice(1));
});
