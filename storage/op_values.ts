/** What the node needs of the place where the ops of students keep their values. `op_values_contract_test.ts` holds both kinds to it. */
import { op_store_bytes_max } from "./limits.ts";
import { StorageError } from "./storage.ts";

/** Whose write it is, and where the value lies. */
export interface ValuePlace {
  /** The op that writes: it pays for the bytes. */
  readonly owner: string;
  /** Values of different spaces never meet. */
  readonly space: string;
  /** 1 to 256 characters, well-formed. */
  readonly key: string;
}

/** The values of all ops of one node. Texts are JSON, and stored as they are. */
export interface OpValues {
  /** The stored text. */
  get(space: string, key: string): string | undefined;
  /**
   * Stores a text over what is there. Visible at once; settles when it is on disk.
   *
   * @throws {StorageError} As a rejection: `full` for an op that has no room left, `unwritable`, `lost` or `damaged`.
   */
  set(place: ValuePlace, text: string): Promise<void>;
  /**
   * The same, if `old` is what is stored.
   *
   * @param old Undefined for nothing.
   * @returns False where something else is stored; then nothing was written.
   */
  swap(place: ValuePlace, old: string | undefined, text: string): Promise<boolean>;
  /** Forgets a value; settles when that is on disk. */
  delete(space: string, key: string): Promise<void>;
  /** Keys that begin with `prefix` and come after `after`, in the order of their UTF-8 bytes. */
  list(space: string, prefix: string, after: string, limit: number): string[];
}

/** What a value takes of its op's room, in bytes. */
export function bytesOf(key: string, text: string): number {
  return encoder.encode(key).length + encoder.encode(text).length;
}

/** The fault of a write that would exceed it. */
export function noRoom(owner: string): StorageError {
  const mib = op_store_bytes_max / 1024 ** 2;
  return new StorageError(
    "full",
    {
      en: `The store of the op ${owner} is full (${mib} MiB): delete something first.`,
      zh: `操作 ${owner} 的存储已满（${mib} MiB）：请先删除一些内容。`,
    },
  );
}

const encoder = new TextEncoder();
