import assert from "node:assert/strict";
import { type AddressSource, Entry } from "../../discovery/book/entry.ts";
import { locate } from "../../discovery/address/group.ts";
import { local_max } from "../../discovery/limits.ts";
import { rows_written_at_once, unwritten_removals_max, unwritten_rows_max } from "../limits.ts";
import { PeerBook } from "../../discovery/book/peer_book.ts";
import type { Log } from "../../ops/context.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { type PeerRow, rowOf } from "../../storage/peer_row.ts";
import { SqliteStorage } from "../../storage/sqlite.ts";
import { openDatabase } from "../../storage/sqlite_open.ts";
import { StorageError, type StorageFault } from "../../storage/storage.ts";
import { logOf } from "../logging.ts";
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
    if (this.fault !== undefined) throw new StorageError(this.fault, { en: "no", zh: "停" });
  }
}

function start() {
  const store = new Recorder();
  const said: string[] = [];
  const info: Log["info"] = (message) => void said.push(`info: ${message}`);
  const warn: Log["warn"] = (message, about) =>
    void said.push(`warn: ${message.replace("{cause}", `${about?.cause}`)}`);
  return { store, said, writes: new WriteBehind(store, { ...logOf("test"), info, warn }) };
}

const neighbour: AddressSource = { group: "127.0.0.1:0", scope: "loopback" };
const stranger: AddressSource = { group: "198.51", scope: "public" };
const keyOf = (name: number | string) => `ws://${name}.example/ws`;
const entry = (name: number | string) => new Entry(locate(keyOf(name))!, neighbour, 1000);
/** So many entries, named from a number on. */
const entries = (count: number, from = 0) => Array.from({ length: count }, (_, n) => entry(from + n));
const change = (writes: WriteBehind, ...changed: Entry[]) => {
  for (const each of changed) writes.note(each, "changed");
};

Deno.test("of several changes to one row only the last is written", () => {
  const { store, writes } = start();
  const [a, b, c] = [entry("a"), entry("b"), entry("c")];
  change(writes, a, b);
  writes.note(b, "changed");
  writes.note(a, "gone");
  writes.note(c, "gone");
  writes.note(c, "new");
  writes.note(entry("d"), "touched");
  const written = [[keyOf("b"), keyOf("c")], [keyOf("a")]];
  writes.writeSome();
  assert.deepEqual([store.saved, store.removed], written);
  writes.writeAll();
  assert.deepEqual([store.saved, store.removed], written);
});

Deno.test("a turn writes so many rows and no more, the last one all", () => {
  const { store, writes } = start();
  const count = 2 * rows_written_at_once + 1;
  change(writes, ...entries(count));
  writes.writeSome();
  assert.equal(store.saved.length, rows_written_at_once);
  writes.writeAll();
  assert.equal(new Set(store.saved).size, count);
});

Deno.test("what a full disk or a full table refuses is written later", () => {
  for (const fault of ["unwritable", "full"] as const) {
    const { store, writes } = start();
    store.fault = fault;
    change(writes, entry("a"));
    writes.writeSome();
    change(writes, entry("b"));
    writes.writeSome();
    store.fault = undefined;
    writes.writeSome();
    assert.deepEqual(store.saved, [keyOf("a"), keyOf("b")]);
  }
});

Deno.test("a database that refuses writes for a while gets all that was learned meanwhile", () => {
  const database = openDatabase(":memory:");
  const store = new SqliteStorage(database);
  const writes = new WriteBehind(store, logOf("test"));
  change(writes, ...entries(3));
  writes.writeSome();
  database.exec("PRAGMA query_only = 1");
  const count = rows_written_at_once + 1;
  change(writes, ...entries(count, 100));
  writes.remove(keyOf(0));
  for (let turn = 0; turn < 3; turn++) writes.writeSome();
  assert.equal(store.count(), 3);
  database.exec("PRAGMA query_only = 0");
  for (let turn = 0; turn < 2; turn++) writes.writeSome();
  assert.equal(store.count(), 2 + count);
  assert.equal(writes.has(keyOf(100)), false);
  store.close();
});

Deno.test("a full store goes on learning of the rows that it has, and takes new ones when there is room", () => {
  const store = new MemoryStorage({ rows_max: 2 });
  const writes = new WriteBehind(store, logOf("test"));
  store.save(entries(2).map(rowOf));
  const known = entry(0);
  known.dialled().failures = 3;
  known.dialled().last_try_s = 1000;
  change(writes, ...entries(2, 10), known);
  writes.writeSome();
  assert.deepEqual(store.load(10).map(({ failures }) => failures).sort(), [0, 3]);
  assert.deepEqual([writes.has(keyOf(0)), writes.has(keyOf(10))], [false, true]);
  for (const each of entries(2)) writes.note(each, "gone");
  writes.writeSome();
  assert.deepEqual(store.load(10), entries(2, 10).map(rowOf).reverse());
});

Deno.test("rows that can't be written are remembered up to their limit, the newest of them", () => {
  const { store, writes } = start();
  store.fault = "unwritable";
  for (const more of [0, 1]) {
    change(writes, ...entries(more === 0 ? unwritten_rows_max : 1, more * unwritten_rows_max));
    writes.writeSome();
    assert.equal(writes.has(keyOf(0)), more === 0);
  }
  store.fault = undefined;
  writes.writeAll();
  assert.deepEqual(store.saved, Array.from({ length: unwritten_rows_max }, (_, n) => keyOf(n + 1)));
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
  change(writes, ...entries(count));
  turns(3);
  assert.deepEqual(said, ["warn: What was learned of peers waits in memory: no"]);
  store.fault = undefined;
  turns(1);
  assert.equal(said.length, 1);
  turns(2);
  assert.deepEqual(said.slice(1), ["info: The peer store has taken all that was learned meanwhile."]);
});

Deno.test("a row is recalled as the store will have it", () => {
  const { store, writes } = start();
  const [first, second] = entries(2) as [Entry, Entry];
  void store.register([first, second].map(rowOf));
  const recalled = (name: number) => writes.recall(locate(keyOf(name))!);
  const changed = entry(0);
  change(writes, changed);
  writes.note(second, "gone");
  assert.deepEqual([recalled(0), recalled(1)], [changed, undefined]);
  assert.deepEqual([writes.has(keyOf(0)), writes.has(keyOf(1))], [true, true]);
  writes.registered([second.target], false, () => assert.deepEqual(recalled(1), second));
  assert.equal(writes.has(keyOf(1)), false);
});

Deno.test("of what is registered the store is asked only for what it had, and given only what is told of it", () => {
  const { store, writes } = start();
  void store.register(entries(2).map(rowOf));
  const [known, fresh, vouched] = entries(3) as [Entry, Entry, Entry];
  const register = (are_new: boolean) => {
    let recalled: Entry | undefined;
    writes.registered([known.target], are_new, () => {
      recalled = writes.recall(known.target);
      writes.note(fresh, "new");
      writes.note(vouched, "changed");
    });
    return recalled;
  };
  assert.deepEqual([register(true), register(false)], [undefined, known]);
  assert.deepEqual([writes.has(keyOf(1)), writes.has(keyOf(2))], [false, true]);
  // An entry that is not yet stored is the only true one, whatever the store has.
  change(writes, known);
  assert.equal(register(true), known);
  writes.note(fresh, "new");
  assert.equal(writes.has(keyOf(1)), true);
});

Deno.test("what has left memory comes back with its record and its source, whether it was written or not", () => {
  for (const was_written of [false, true]) {
    const store = new MemoryStorage();
    const writes = new WriteBehind(store, logOf("test"));
    const book = new PeerBook({
      random: Math.random,
      watch: (entry, fate) => writes.note(entry, fate),
      recall: (target) => writes.recall(target),
    });
    const first = book.hear(1000, locate("ws://A.example:80")!, neighbour)!;
    book.fail(1001, first);
    if (was_written) writes.writeAll();
    const { key } = first.target;
    // Each newcomer pushes out a random row.
    for (let n = 0; book.get(key) !== undefined; n++) {
      assert.ok(n < 20 * local_max);
      writes.registered([entry(n).target], true, () => book.hear(1002, entry(n).target, neighbour));
    }
    const again = book.hear(2000, locate("ws://a.example/")!, stranger)!;
    assert.deepEqual([again.target.addr, again.source.scope, again.contact?.failures, again.last_heard_s], [
      "ws://A.example:80",
      "loopback",
      1,
      2000,
    ]);
    writes.writeAll();
    assert.equal(store.find(key)!.source_scope, "loopback");
    book.forget(again);
    assert.equal(book.hear(3000, again.target, stranger)!.contact, null);
    writes.writeAll();
    assert.deepEqual([store.find(key)!.source_scope, store.count()], ["public", 1]);
  }
});

Deno.test("so many rows that are gone are a flood, until they have left the store or it can't be written", () => {
  const { store, writes } = start();
  for (let n = 0; n < rows_written_at_once - 1; n++) writes.remove(`${n}`);
  assert.equal(writes.is_flooded, false);
  writes.remove("one more");
  assert.equal(writes.is_flooded, true);
  store.fault = "unwritable";
  writes.writeAll();
  assert.equal(writes.is_flooded, false);
  store.fault = undefined;
  writes.writeAll();
  for (let n = 0; n < rows_written_at_once; n++) writes.remove(`${n}`);
  assert.equal(writes.is_flooded, true);
});

Deno.test("removals that can't be written are remembered up to their limit", () => {
  const { store, writes } = start();
  const removed = Array.from({ length: unwritten_removals_max + 1 }, (_, n) => `${n}`);
  for (const key of removed) writes.remove(key);
  writes.writeAll();
  assert.deepEqual(store.removed, removed.slice(1));
});
