/** A store that lives as long as the process: for tests, the simulator and `--db :memory:`. */
import { peers_default_max } from "../discovery/limits.ts";
import type { PeerRow } from "../discovery/messages.ts";
import { positionAfter, takeTurns } from "./page.ts";
import { type Storage, StorageError } from "./storage.ts";

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
export class MemoryStorage implements Storage {
  readonly #rows = new Map<string, PeerRow>();
  readonly #rows_max: number;
  revision = 0;

  /** @param options.rows_max Rows kept at most. */
  constructor({ rows_max = peers_default_max }: { rows_max?: number } = {}) {
    this.#rows_max = rows_max;
  }

  register(rows: readonly PeerRow[]): Promise<void> {
    const fresh = new Set(rows.map(({ key }) => key).filter((key) => !this.#rows.has(key)));
    if (this.#rows.size + fresh.size > this.#rows_max) {
      return Promise.reject(
        new StorageError("full", `The peer store is full (${this.#rows_max} addresses).`),
      );
    }
    for (const row of rows) {
      const known = this.#rows.get(row.key);
      this.#rows.set(row.key, known ? { ...known, last_heard_ms: row.last_heard_ms } : row);
    }
    if (fresh.size > 0) this.revision++;
    return Promise.resolve();
  }

  page(limit: number, after_key?: string): string[] | undefined {
    const reached = this.#reached();
    const unreached = [...this.#rows.values()].filter((row) => row.last_success_ms === null).reverse();
    let from = { reached: 0, unreached: 0 };
    if (after_key !== undefined) {
      const row = this.#rows.get(after_key);
      if (row === undefined) return undefined;
      const [kind, list] = row.last_success_ms === null
        ? ["unreached" as const, unreached]
        : ["reached" as const, reached];
      from = positionAfter(kind, list.indexOf(row), { reached: reached.length, unreached: unreached.length });
    }
    return takeTurns(reached.slice(from.reached), unreached.slice(from.unreached), limit).map(({ addr }) =>
      addr
    );
  }

  count(): number {
    return this.#rows.size;
  }

  load(limit: number): PeerRow[] {
    const unreached = [...this.#rows.values()].filter((row) => row.last_success_ms === null).reverse();
    return [...this.#reached(), ...unreached].slice(0, limit);
  }

  save(rows: readonly PeerRow[]): void {
    for (const row of rows) this.#rows.set(row.key, row);
    this.revision++;
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.#rows.delete(key);
    this.revision++;
  }

  probe(): void {}

  close(): void {}

  /** Last success first; of equal ones the newer row. */
  #reached(): PeerRow[] {
    return [...this.#rows.values()].filter((row) => row.last_success_ms !== null).reverse()
      .sort((a, b) => b.last_success_ms! - a.last_success_ms!);
  }
}
