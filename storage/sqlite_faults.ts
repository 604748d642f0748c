/** What SQLite's errors mean to the owner of a peer store. */
import { StorageError } from "./storage.ts";

/** SQLite's result codes that are told apart; the extended ones are bigger than 255. */
const code = { busy: 5, not_a_database: 26, lock_failed: 3_850 } as const;

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
      // SQLite falls back to reading where it may not write, and then fails to lock what it only reads.
      return unopenable(path, "it is read-only, or on a disk that has no file locks.", error);
    default:
      return unopenable(path, reason(error), error);
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

/** A write that did not reach the disk and was undone. */
export function writingFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  return new StorageError("unwritable", `The peer store can't be written: ${reason(error)}`, {
    cause: error,
  });
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith(".") ? text : `${text}.`;
}
