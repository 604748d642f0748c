/** What a node needs of the place where peer addresses are kept. `contract_test.ts` holds every implementation to it. */
import type { Words } from "../discovery/words.ts";
import type { PeerRow } from "./peer_row.ts";

/** The stored peer set. One process at a time uses one store. */
export interface PeerStore {
  /**
   * Adds the rows with a key that is not stored yet. Of the others the text stays as first written and `last_heard_ms`
   * moves on, once it is `heard_again_ms` or more behind. Calls of one event-loop turn share one transaction. They
   * are visible to {@linkcode page} at once and the promise settles when they are on disk.
   *
   * @throws {StorageError} `full`, `unwritable`, `lost` or `damaged`, as a rejection; then nothing of this call was kept. A write or a
   * commit that fails takes the earlier calls of its turn along. With `away` the server may have kept it all the same.
   */
  register(rows: readonly PeerRow[]): Promise<void>;
  /**
   * Addresses as first written: reached ones (last success first) and unreached ones (newest first) take turns,
   * beginning with a reached one, until one kind runs out; then the rest of the other kind. Pages of any size, each
   * after the last address of the one before, are together this listing.
   *
   * @param limit 1 or more.
   * @param after_key Key of the last address of the page before.
   * @returns Undefined when `after_key` is not stored.
   */
  page(limit: number, after_key?: string): string[] | undefined;
  /** Rows stored, those not yet on disk included. */
  count(): number;
  /** Changes whenever {@linkcode page} may answer something else, and seldom otherwise. */
  readonly revision: number;
  /** Up to `limit` rows after the first `skip`: reached ones by last success, then the newest. */
  load(limit: number, skip?: number): PeerRow[];
  /** The stored row with this key. */
  find(key: string): PeerRow | undefined;
  /** Up to `limit` rows in the order of their keys, those after `after_key` first; empty after the last one. */
  walk(limit: number, after_key?: string): PeerRow[];
  /**
   * Writes whole rows, new or known, before it returns (liveness data: called seldom, in bulk). Fractions of a
   * millisecond may be lost.
   *
   * @throws {StorageError} `full` (known rows always fit) or `unwritable`; then nothing of this call was kept.
   */
  save(rows: readonly PeerRow[]): void;
  /**
   * Forgets rows, before it returns; unknown keys are ignored.
   *
   * @throws {StorageError} `unwritable`; then all rows are still there.
   */
  remove(keys: readonly string[]): void;
  /**
   * Looks whether what is written now will be there at the next start; for `/readyz`. Waits for the disk.
   *
   * @throws {StorageError} `unwritable`, `lost`, `damaged` or `away`.
   */
  probe(): void;
  /** True where {@linkcode probe} only tells what the store has found out by itself: it may be asked at any time. */
  readonly probes_itself?: true;
  /** What the owner should know of a store that works, e.g. that a 202 may be lost when the power fails. */
  readonly note?: Words | undefined;
  /**
   * Writes what is pending and releases the file. Later calls of this are ignored, later writes are rejected. A store
   * on a server settles when the server has taken what was pending, or does not answer.
   *
   * @param limit_ms How long that may take in all; without it, as long as the server answers.
   * @throws {StorageError} `away`, as a rejection: the server has not taken all. The store is closed all the same, and what
   * was acknowledged is kept.
   */
  close(limit_ms?: number): void | Promise<void>;
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
  | "unwritable"
  /** The file is no longer where it was opened. Writes to it now are gone at the next start. */
  | "lost"
  /** What was read is not what was written. */
  | "damaged"
  /** The server that keeps the rows does not answer. It may have taken what was sent. */
  | "away"
  /** The server that keeps the rows wants another user or password. */
  | "no entry"
  /** The sentinels know no master with that name, or the server no database with that number. */
  | "unknown name"
  /** The certificate of the server that keeps the rows is not trusted here, or is for another name. */
  | "untrusted";

/** An expected failure of a store, with a sentence for a person. Its message is the English one. */
export class StorageError extends Error {
  /** Tells it from other errors in logs. */
  override readonly name = "StorageError";

  /** Why, in one word or two. */
  readonly fault: StorageFault;

  /** The sentence in both languages. */
  readonly words: Words;

  /** What the owner can do, where the fault alone does not tell. */
  readonly next: Words | undefined;

  /** @param words A sentence for a person. */
  constructor(fault: StorageFault, words: Words, options?: ErrorOptions & { readonly next?: Words }) {
    super(words.en, options);
    this.fault = fault;
    this.words = words;
    this.next = options?.next;
  }
}

/**
 * The fault of a write that would exceed the row limit.
 *
 * @param rows_max That limit.
 */
export function fullFault(rows_max: number): StorageError {
  return new StorageError("full", {
    en: `The peer store is full (${rows_max} addresses).`,
    zh: `节点地址的存储已满（${rows_max} 个地址）。`,
  });
}
