/** What SQLite's errors mean to the owner of a peer store. */
import { forbiddenPlace } from "./forbidden_place.ts";
import { StorageError } from "./storage.ts";

/** SQLite's result codes that are told apart; the extended ones are bigger than 255. */
const code = { busy: 5, corrupt: 11, not_a_database: 26, lock_failed: 3_850 } as const;

/**
 * Why a file can't be opened. An error that says so already passes unchanged.
 *
 * @param path As the person wrote it.
 */
export function openingFault(error: unknown, path: string): StorageError {
  if (error instanceof StorageError) return error;
  switch (error instanceof Error && "errcode" in error && error.errcode) {
    case code.busy:
      return inUse(path, error);
    case code.not_a_database:
      return foreign(path, error);
    case code.lock_failed:
      // Where it may not write, SQLite opens for reading, and then fails to lock.
      return unopenable(path, "it is read-only, or on a disk that has no file locks.", error);
    default:
      return isDamage(error) ? damaged(error) : unopenable(path, reason(error), error);
  }
}

/** Somebody has the store open. */
export function inUse(path: string, cause?: unknown): StorageError {
  return new StorageError("in use", `${path} is in use by another process.`, { cause });
}

/** The path can't be opened, for a reason that completes "it can't be opened: ...". */
export function unopenable(path: string, why: string, cause?: unknown): StorageError {
  return new StorageError("unopenable", `${path} can't be opened: ${why}`, { cause });
}

/** The file holds something else; it was not touched. */
export function foreign(path: string, cause?: unknown): StorageError {
  return new StorageError("foreign", `${path} is not a peer store of foxchain; it was left as it is.`, {
    cause,
  });
}

/** The file was written by a later release; it was not touched. */
export function newer(path: string, version: number, known: number): StorageError {
  return new StorageError(
    "newer",
    `${path} was written by a newer foxchain (format ${version}, this one knows ${known}); it was left as it is.`,
  );
}

/**
 * The file is gone, or another one lies in its place. What was written since is in no file that a start would find.
 *
 * @param part What of the store: its file or its write-ahead log.
 * @param fate What happened to it.
 */
export function lost(part: "file" | "write-ahead log", fate: "deleted" | "replaced"): StorageError {
  return new StorageError(
    "lost",
    `The ${part} of the peer store was ${fate} while this node runs, so nothing new would be kept. ` +
      "Put it back, or save the list with 'foxchain peers --all' and start the node again.",
  );
}

/** Pages of the file hold nonsense. */
export function damaged(cause: unknown): StorageError {
  return new StorageError(
    "damaged",
    `The peer store is damaged: ${reason(cause)} ` +
      "Stop the node, move the file away, and start with a copy of it or with another --db.",
    { cause },
  );
}

/** Whether SQLite complains of what it read: a page that is no page of this database. */
export function isDamage(error: unknown): boolean {
  const result = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return result === code.corrupt || result === code.not_a_database;
}

/** A write that did not reach the disk and was undone. */
export function writingFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (isDamage(error)) return damaged(error);
  return new StorageError("unwritable", `The peer store can't be written: ${reason(error)}`, {
    cause: error,
  });
}

function reason(error: unknown): string {
  const text = forbiddenPlace(error) ?? (error instanceof Error ? error.message : String(error));
  return text.endsWith(".") ? text : `${text}.`;
}
