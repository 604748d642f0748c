/** Saves what discovery learned a little later and in bulk: losing the last seconds of it costs nobody anything. */
import { rows_written_at_once, unwritten_removals_max } from "../discovery/limits.ts";
import type { PeerRow } from "../discovery/messages.ts";
import type { Changes } from "../discovery/peer_book.ts";
import type { Log } from "../ops/context.ts";
import { type Storage, StorageError } from "../storage/storage.ts";

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
    }
  }

  /** These were stored by somebody else meanwhile: they are not to be removed any more. */
  keep(keys: Iterable<string>): void {
    for (const key of keys) this.#removed.delete(key);
  }

  /** Writes at most {@linkcode rows_written_at_once} rows, so that no client waits for long. */
  writeSome(): void {
    const removed = [...this.#removed].slice(0, rows_written_at_once);
    const rows = this.#rows.values().take(rows_written_at_once).toArray();
    this.#write(rows, removed);
  }

  /** Writes everything; at shutdown. */
  writeAll(): void {
    this.#write([...this.#rows.values()], [...this.#removed]);
  }

  #write(rows: readonly PeerRow[], removed: readonly string[]): void {
    try {
      if (removed.length > 0) this.#storage.remove(removed);
      if (rows.length > 0) this.#storage.save(rows);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#log.debug("The peer store can't be written now: {cause}", { cause: error.message });
      // A full disk may have room later; a full table will not.
      if (error.fault !== "full") return;
    }
    for (const key of removed) this.#removed.delete(key);
    for (const { key } of rows) this.#rows.delete(key);
  }
}
