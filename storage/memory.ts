/** A store that lives as long as the process: for tests and the simulator. */
import { heard_again_ms, peers_default_max } from "../discovery/limits.ts";
import type { Words } from "../discovery/words.ts";
import type { PeerRow } from "./peer_row.ts";
import { beginning, type Kind, positionAfter, takeTurns } from "./page.ts";
import { fullFault, type PeerStore, StorageError } from "./storage.ts";

/**
 * The store without a disk.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "./memory.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(new MemoryStorage().page(10), []);
 * ```
 */
export class MemoryStorage implements PeerStore {
  /** In the order in which the addresses came. */
  readonly #rows = new Map<string, PeerRow>();
  readonly #rows_max: number;
  #closed = false;
  /** See {@linkcode PeerStore}. */
  revision = 0;

  /** @param options.rows_max Rows kept at most. */
  constructor({ rows_max = peers_default_max }: { rows_max?: number } = {}) {
    this.#rows_max = rows_max;
  }

  register(rows: readonly PeerRow[]): Promise<void> {
    try {
      this.#admit(rows);
    } catch (error) {
      return Promise.reject(error);
    }
    const before = this.#rows.size;
    for (const row of rows) {
      const known = this.#rows.get(row.key);
      if (known === undefined) this.#rows.set(row.key, row);
      else if (row.last_heard_ms >= known.last_heard_ms + heard_again_ms) {
        this.#rows.set(row.key, { ...known, last_heard_ms: row.last_heard_ms });
      }
    }
    if (this.#rows.size > before) this.revision++;
    return Promise.resolve();
  }

  page(limit: number, after_key?: string): string[] | undefined {
    const of_kind = { reached: this.#reached(), unreached: this.#unreached() };
    let from = beginning;
    if (after_key !== undefined) {
      const row = this.#rows.get(after_key);
      if (row === undefined) return undefined;
      const kind: Kind = row.last_success_ms === null ? "unreached" : "reached";
      from = positionAfter(kind, of_kind[kind].indexOf(row));
    }
    const left = {
      reached: of_kind.reached.slice(from.reached),
      unreached: of_kind.unreached.slice(from.unreached),
    };
    return takeTurns(left.reached, left.unreached, from.turn, limit).map(({ addr }) => addr);
  }

  count(): number {
    return this.#rows.size;
  }

  load(limit: number, skip = 0): PeerRow[] {
    return [...this.#reached(), ...this.#unreached()].slice(skip, skip + limit);
  }

  find(key: string): PeerRow | undefined {
    return this.#rows.get(key);
  }

  walk(limit: number, after_key = ""): PeerRow[] {
    const keys = [...this.#rows.keys()].filter((key) => key > after_key).sort();
    return keys.slice(0, limit).map((key) => this.#rows.get(key)!);
  }

  save(rows: readonly PeerRow[]): void {
    this.#admit(rows);
    for (const row of rows) this.#rows.set(row.key, row);
    this.revision++;
  }

  remove(keys: readonly string[]): void {
    this.probe();
    const removed = keys.filter((key) => this.#rows.delete(key));
    if (removed.length > 0) this.revision++;
  }

  probe(): void {
    if (this.#closed) throw new StorageError("unwritable", closed);
  }

  close(): void {
    this.#closed = true;
  }

  /** Throws unless the rows may be written. */
  #admit(rows: readonly PeerRow[]): void {
    this.probe();
    const added = new Set(rows.map(({ key }) => key).filter((key) => !this.#rows.has(key))).size;
    if (added > 0 && this.#rows.size + added > this.#rows_max) throw fullFault(this.#rows_max);
  }

  /** Last success first; of equal ones the newer row. */
  #reached(): PeerRow[] {
    return this.#newest().filter((row) => row.last_success_ms !== null)
      .sort((a, b) => b.last_success_ms! - a.last_success_ms!);
  }

  #unreached(): PeerRow[] {
    return this.#newest().filter((row) => row.last_success_ms === null);
  }

  #newest(): PeerRow[] {
    return [...this.#rows.values()].reverse();
  }
}

const closed: Words = {
  en: "The peer store can't be written: it is closed.",
  zh: "节点地址写不进去：存储已经关闭。",
};
