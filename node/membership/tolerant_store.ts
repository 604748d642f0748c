/**
 * The store as the membership and the page read it. When it can't be read, it looks empty, and one log line says so.
 */
import type { Log } from "../../ops/context.ts";
import type { PeerRow } from "../../storage/peer_row.ts";
import { type PeerStore, StorageError } from "../../storage/storage.ts";

/**
 * A store whose reads do not fail. The operator must mend a damaged file; meanwhile the node works with what is in
 * memory. `peers`, `register` and `/readyz` use the store itself, so they report the fault.
 *
 * @example
 * ```ts
 * import { TolerantStore } from "./tolerant_store.ts";
 * import { logOf } from "../logging.ts";
 * import { MemoryStorage } from "../../storage/memory.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(new TolerantStore(new MemoryStorage(), logOf("node")).load(10), []);
 * ```
 */
export class TolerantStore implements PeerStore {
  readonly #store: PeerStore;
  readonly #log: Log;
  #said = false;

  /** @param store May throw a {@linkcode StorageError} at any read. */
  constructor(store: PeerStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  get revision(): number {
    return this.#store.revision;
  }

  register(rows: readonly PeerRow[]): Promise<void> {
    return this.#store.register(rows);
  }

  page(limit: number, after_key?: string): string[] | undefined {
    return this.#read(() => this.#store.page(limit, after_key), []);
  }

  count(): number {
    return this.#store.count();
  }

  load(limit: number, skip?: number): PeerRow[] {
    return this.#read(() => this.#store.load(limit, skip), []);
  }

  find(key: string): PeerRow | undefined {
    return this.#read(() => this.#store.find(key), undefined);
  }

  walk(limit: number, after_key?: string): PeerRow[] {
    return this.#read(() => this.#store.walk(limit, after_key), []);
  }

  save(rows: readonly PeerRow[]): void {
    this.#store.save(rows);
  }

  remove(keys: readonly string[]): void {
    this.#store.remove(keys);
  }

  probe(): void {
    this.#store.probe();
  }

  close(limit_ms?: number): void | Promise<void> {
    return this.#store.close(limit_ms);
  }

  #read<Result>(read: () => Result, otherwise: Result): Result {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (!this.#said) this.#log.warn("The peer store can't be read: {cause}", { cause: error.message });
      this.#said = true;
      return otherwise;
    }
  }
}
