import assert from "node:assert/strict";
import { rows_written_at_once, unwritten_removals_max } from "../discovery/limits.ts";
import type { PeerRow } from "../discovery/messages.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { StorageError, type StorageFault } from "../storage/storage.ts";
import { row as storedRow } from "../storage/test_rows.ts";
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
  return { store, writes: new WriteBehind(store, logOf("test")) };
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

Deno.test("what a full disk refuses is written later, what a full table refuses is not", () => {
  for (const [fault, kept] of [["unwritable", ["a"]], ["full", []]] as const) {
    const { store, writes } = start();
    store.fault = fault;
    writes.add({ rows: [row("a")], removed: [] });
    writes.writeSome();
    store.fault = undefined;
    writes.writeSome();
    assert.deepEqual(store.saved, kept);
  }
});

Deno.test("removals that can't be written are remembered up to their limit", () => {
  const { store, writes } = start();
  const removed = Array.from({ length: unwritten_removals_max + 1 }, (_, n) => `${n}`);
  writes.add({ rows: [], removed });
  writes.writeAll();
  assert.deepEqual(store.removed, removed.slice(1));
});
