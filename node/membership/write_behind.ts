/** Saves what discovery learned, a little later and in bulk. A crash loses the last seconds, which does no harm. */
import type { Entry } from "../../discovery/book/entry.ts";
import type { Target } from "../../discovery/address/group.ts";
import { rows_written_at_once, unwritten_removals_max, unwritten_rows_max } from "../limits.ts";
import type { Fate } from "../../discovery/book/peer_book.ts";
import type { Log } from "../../ops/context.ts";
import { entryOf, rowOf } from "../../storage/peer_row.ts";
import { type PeerStore, StorageError, type StorageFault } from "../../storage/storage.ts";

/**
 * The changes of a peer book that are not yet in its store: changed rows, also those that have left memory since, and
 * keys of rows that are gone. A row that changed several times is written once.
 *
 * @example
 * ```ts
 * import { PeerBook } from "../../discovery/book/peer_book.ts";
 * import { WriteBehind } from "./write_behind.ts";
 * import { logOf } from "../logging.ts";
 * import { MemoryStorage } from "../../storage/memory.ts";
 *
 * const writes = new WriteBehind(new MemoryStorage(), logOf("node"));
 * const book = new PeerBook({
 *   random: Math.random,
 *   watch: (entry, fate) => writes.note(entry, fate),
 *   recall: (target) => writes.recall(target),
 * });
 * writes.writeAll();
 * ```
 */
export class WriteBehind {
  readonly #storage: PeerStore;
  readonly #log: Log;
  readonly #changed = new Map<string, Entry>();
  readonly #removed = new Set<string>();
  /** Why the store refuses, when that was logged. */
  #fault: StorageFault | undefined;
  /** Set while the book takes in registered addresses. `are_new`: the store had none of them before. */
  #registering: { readonly are_new: boolean } | undefined;

  constructor(storage: PeerStore, log: Log) {
    this.#storage = storage;
    this.#log = log;
  }

  /** The book tells what became of a row. A row that is gone is not written, unless it was learned again. */
  note(entry: Entry, fate: Fate): void {
    const { key } = entry.target;
    if (fate === "gone") return this.remove(key);
    if (fate === "touched" || (fate === "new" && this.#registering !== undefined)) return;
    this.#removed.delete(key);
    this.#changed.set(key, entry);
    if (this.#changed.size > unwritten_rows_max) this.#changed.delete(this.#changed.keys().next().value!);
  }

  /** Removes a row from the store with the next write. */
  remove(key: string): void {
    this.#changed.delete(key);
    this.#removed.add(key);
    // For a store that can't be written for days: a row that stays in it does less harm than a full memory.
    if (this.#removed.size > unwritten_removals_max) {
      this.#removed.delete(this.#removed.values().next().value!);
    }
  }

  /** True while a change of this row waits to be written. */
  has(key: string): boolean {
    return this.#changed.has(key) || this.#removed.has(key);
  }

  /** True when so many rows are gone that they should be removed from the store at once, if it can be written. */
  get is_flooded(): boolean {
    return this.#removed.size >= rows_written_at_once && this.#fault !== "unwritable";
  }

  /** The entry as it will be in the store when all is written. */
  recall(target: Target): Entry | undefined {
    const { key } = target;
    const unsaved = this.#changed.get(key);
    if (unsaved !== undefined || this.#removed.has(key) || this.#registering?.are_new) return unsaved;
    const row = this.#storage.find(key);
    return row === undefined ? undefined : entryOf(row, { ...target, addr: row.addr });
  }

  /**
   * Addresses were registered: the store has their rows already.
   *
   * @param are_new True if the store had none of them before, so it need not be read.
   * @param take Takes them into the book. Rows that are new there are not written again.
   */
  registered(targets: readonly Target[], are_new: boolean, take: () => void): void {
    for (const { key } of targets) this.#removed.delete(key);
    this.#registering = { are_new };
    try {
      take();
    } finally {
      this.#registering = undefined;
    }
  }

  /** Writes at most {@linkcode rows_written_at_once} rows, so that no client waits for long. */
  writeSome(): void {
    this.#writeOut(rows_written_at_once);
  }

  /** Writes everything; at shutdown. */
  writeAll(): void {
    this.#writeOut(Infinity);
  }

  /** Writes. One log line says that the store refuses, and one that nothing waits any longer. */
  #writeOut(rows_max: number): void {
    const changed = this.#changed.values().take(rows_max).toArray();
    const removed = this.#removed.values().take(rows_max).toArray();
    if (changed.length + removed.length === 0) return;
    const error = this.#write(changed, removed);
    if (error === undefined && this.#changed.size > 0) return;
    if (error?.fault === this.#fault) return;
    this.#fault = error?.fault;
    if (error === undefined) this.#log.info("The peer store has taken all that was learned meanwhile.");
    else this.#log.warn("What was learned of peers waits in memory: {cause}", { cause: error.message });
  }

  /** Returns why the store refused. What it did not take waits on. */
  #write(changed: readonly Entry[], removed: readonly string[]): StorageError | undefined {
    try {
      if (removed.length > 0) this.#storage.remove(removed);
      for (const key of removed) this.#removed.delete(key);
      if (changed.length > 0) this.#storage.save(changed.map(rowOf));
      for (const { target } of changed) this.#changed.delete(target.key);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.fault === "full") this.#writeKnown(changed);
      return error;
    }
  }

  /** A full store still takes changes of its own rows. New rows wait behind all others until there is room. */
  #writeKnown(changed: readonly Entry[]): void {
    const { known = [], fresh = [] } = Object.groupBy(
      changed,
      ({ target }) => this.#storage.find(target.key) === undefined ? "fresh" : "known",
    );
    this.#write(known, []);
    for (const entry of fresh) {
      this.#changed.delete(entry.target.key);
      this.#changed.set(entry.target.key, entry);
    }
  }
}
