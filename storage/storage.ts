/** What a node needs of the place where peer addresses are kept. `contract_test.ts` holds every implementation to it. */
import type { PeerRow } from "../discovery/messages.ts";

/** The stored peer set. One process at a time uses one store. */
export interface Storage {
  /**
   * Adds the rows whose key is not stored yet; of the others only `last_heard_ms` moves on, the text stays as
   * first written. Calls of one event-loop turn share one transaction. They are visible to {@linkcode page} at once
   * and the promise settles when they are on disk.
   *
   * @throws {StorageError} `full` or `unwritable`, as a rejection; then nothing of the whole turn was kept.
   */
  register(rows: readonly PeerRow[]): Promise<void>;
  /**
   * Addresses as first written: reached ones (last success first) and unreached ones (newest first) take turns,
   * beginning with a reached one, until one kind runs out.
   *
   * @param limit 1 or more.
   * @param after Last address (any spelling's key) of the page before.
   * @returns Undefined when `after` is not stored.
   */
  page(limit: number, after_key?: string): string[] | undefined;
  /** Rows stored, those not yet on disk included. */
  count(): number;
  /** Changes whenever {@linkcode page} may answer something else. */
  readonly revision: number;
  /** Up to `limit` rows: reached ones by last success, then the newest. */
  load(limit: number): PeerRow[];
  /** Writes whole rows, new or known, before it returns (liveness data: called seldom, in bulk). */
  save(rows: readonly PeerRow[]): void;
  /** Forgets rows; unknown keys are ignored. */
  remove(keys: readonly string[]): void;
  /** Throws a {@linkcode StorageError} when the store can't be written; for `/readyz`. */
  probe(): void;
  /** Writes what is pending and releases the file. Later calls of this are ignored. */
  close(): void;
}

/** Why a store can't be opened or written. */
export type StorageFault =
  /** Another process uses the file. */
  | "in use"
  /** Not a SQLite file, or one of another program. */
  | "foreign"
  /** Written by a newer foxchain. */
  | "newer"
  /** The path can't be opened or created. */
  | "unopenable"
  /** The row limit is reached. */
  | "full"
  /** The disk is full or the database refuses writes. */
  | "unwritable";

/** An expected failure of a store, with a sentence for a person. */
export class StorageError extends Error {
  override readonly name = "StorageError";

  constructor(readonly fault: StorageFault, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
