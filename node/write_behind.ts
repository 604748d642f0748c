/** Saves what discovery learned a little later and in bulk: losing the last seconds of it costs nobody anything. */
import { rows_written_at_once, unwritten_removals_max, unwritten_rows_max } from "../discovery/limits.ts";
import type { PeerRow } from "../discovery/messages.ts";
import type { Changes } from "../discovery/peer_book.ts";
import type { Log } from "../ops/context.ts";
import { type Storage, StorageError, type StorageFault } from "../storage/storage.ts";

/**
 * Changes on their way to a store; of several to one row only the last is written.
 *
 * @example
 * ```ts
 * import { WriteBehind } from "./write_behind.ts";
 * import { logOf } from "./logging.ts";
 * import { MemoryStorage } from "../storage/memory.ts";
 *
 * const writes = new WriteBehind(new MemoryStorage(), logOf("node"));
 * writes.add({ rows: [], removed: [] });
 * writes.writeAll();
 * ```
 */
export class WriteBehind {
  readonly #storage: Storage;
  readonly #log: Log;
  readonly #rows = new Map<string, PeerRow>();
  readonly #removed = new Set<string>();
  /** Why the store refuses, if it does and that was said. */
  #fault: StorageFault | undefined;

  constructor(storage: Storage, log: Log) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Takes note of changes. A row removed and learned again is written, one learned and removed is not. */
  add({ rows, removed }: Changes): void {
    for (const key of removed) {
      this.#rows.delete(key);
      this.#removed.add(key);
      // A store that can't be written for days: a row too many in it does less harm than a full memory.
      if (this.#removed.size > unwritten_removals_max) {
        this.#removed.delete(this.#removed.values().next().value!);
      }
    }
    for (const row of rows) {
      this.#removed.delete(row.key);
      this.#rows.set(row.key, row);
      if (this.#rows.size > unwritten_rows_max) this.#rows.delete(this.#rows.keys().next().value!);
    }
  }

  /** True while a change to this row is on its way. */
  has(key: string): boolean {
    return this.#rows.has(key) || this.#removed.has(key);
  }

  /** The row as the store will have it when all is written. */
  recall(key: string): PeerRow | undefined {
    return this.#removed.has(key) ? undefined : this.#rows.get(key) ?? this.#storage.find(key);
  }

  /** These were stored by somebody else meanwhile: they are not to be removed any more. */
  keep(keys: Iterable<string>): void {
    for (const key of keys) this.#removed.delete(key);
  }

  /** Writes at most {@linkcode rows_written_at_once} rows, so that no client waits for long. */
  writeSome(): void {
    const removed = [...this.#removed].slice(0, rows_written_at_once);
    const rows = this.#rows.values().take(rows_written_at_once).toArray();
    this.#writeOut(rows, removed);
  }

  /** Writes everything; at shutdown. */
  writeAll(): void {
    this.#writeOut([...this.#rows.values()], [...this.#removed]);
  }

  /** Says once that the store refuses, and once that nothing waits any longer. */
  #writeOut(rows: readonly PeerRow[], removed: readonly string[]): void {
    if (rows.length + removed.length === 0) return;
    const error = this.#write(rows, removed);
    if (error === undefined && this.#rows.size > 0) return;
    if (error?.fault === this.#fault) return;
    this.#fault = error?.fault;
    if (error === undefined) this.#log.info("The peer store has taken all that was learned meanwhile.");
    else this.#log.info("What was learned of peers waits in memory: {cause}", { cause: error.message });
  }

  /** Returns why the store refused; then what it did not take goes on waiting. */
  #write(rows: readonly PeerRow[], removed: readonly string[]): StorageError | undefined {
    try {
      if (removed.length > 0) this.#storage.remove(removed);
      for (const key of removed) this.#removed.delete(key);
      if (rows.length > 0) this.#storage.save(rows);
      for (const { key } of rows) this.#rows.delete(key);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.fault === "full") this.#writeKnown(rows);
      return error;
    }
  }

  /** A full store still takes what it has already. New rows wait behind all others until there is room. */
  #writeKnown(rows: readonly PeerRow[]): void {
    const { known = [], fresh = [] } = Object.groupBy(
      rows,
      ({ key }) => this.#storage.find(key) === undefined ? "fresh" : "known",
    );
    this.#write(known, []);
    for (const row of fresh) {
      this.#rows.delete(row.key);
      this.#rows.set(row.key, row);
    }
  }
}
