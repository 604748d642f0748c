/** What SQLite's errors mean to the owner of a peer store. */
import { StorageError } from "./storage.ts";

const BUSY = 5;
const FULL = 13;
const NOT_A_DATABASE = 26;

/** SQLite's primary result code, or undefined when the error did not come from a statement. */
function resultCode(error: unknown): number | undefined {
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return typeof code === "number" ? code & 0xff : undefined;
}

/** Whether a write failed because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  return resultCode(error) === FULL;
}

/**
 * Why a file can't be opened. An error that says so already passes unchanged.
 *
 * @param path As the person wrote it.
 */
export function openingFault(error: unknown, path: string): StorageError {
  if (error instanceof StorageError) return error;
  switch (resultCode(error)) {
    case BUSY:
      return new StorageError("in use", `${path} is in use by another process.`, { cause: error });
    case NOT_A_DATABASE:
      return foreign(path, error);
    default:
      return new StorageError("unopenable", `${path} can't be opened: ${reason(error)}`, { cause: error });
  }
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
