/** Takes a snapshot of a peer store's file without changing a byte beside it. */
import { DatabaseSync } from "node:sqlite";
import { inUse, openingFault, unopenable } from "../sqlite_faults.ts";
import { inspect } from "../sqlite_inspect.ts";
import { StorageError } from "../storage.ts";
import { type SnapshotFolder, SnapshotRows } from "./snapshot.ts";

/** The file, its write-ahead log, and what a migration that was cut off leaves. */
const endings = ["", "-wal", "-journal"] as const;

/** SQLite's result code where another process holds the lock. */
const busy = 5;

/**
 * Refuses a file that can't be copied: none is there, it is no peer store, or a node has it open.
 *
 * @throws {StorageError} `unopenable`, `foreign`, `newer` or `in use`.
 */
export function assertCopyable(path: string): void {
  try {
    if (path === "" || !exists(path)) {
      throw unopenable(path, { en: "there is no such file.", zh: "没有这个文件。" });
    }
    inspect(path);
    if (isInUse(Deno.realPathSync(path))) throw inUse(path);
  } catch (error) {
    throw openingFault(error, path);
  }
}

/**
 * Copies the file into the folder, and opens what is there. A file of an older release is migrated there.
 *
 * @throws {StorageError} As {@linkcode assertCopyable}, `damaged`, and `unwritable` where the folder has no room.
 */
export async function openFileSnapshot(path: string, folder: SnapshotFolder): Promise<SnapshotRows> {
  await copyAll(path, folder);
  try {
    return new SnapshotRows(folder.file, "id");
  } catch (error) {
    // It names the path of the snapshot, which a person has never heard of.
    const is_named = error instanceof StorageError && error.fault !== "damaged";
    throw is_named ? openingFault(error.cause, path) : error;
  }
}

async function copyAll(path: string, folder: SnapshotFolder): Promise<void> {
  assertCopyable(path);
  const real = Deno.realPathSync(path);
  const before = marks(real);
  for (const ending of endings) {
    if (exists(real + ending)) await copyFile(path, real + ending, folder.file + ending, folder);
  }
  // A node that began meanwhile may have written between two of the files.
  assertCopyable(path);
  if (marks(real) !== before) throw inUse(path);
}

/**
 * Whether another process has the database open. To read it in exclusive mode needs a lock that a running node holds. Where
 * nobody holds it, SQLite fails later, since the file is opened for reading only: it makes no file beside it.
 */
function isInUse(real: string): boolean {
  const database = new DatabaseSync(real, { readOnly: true });
  try {
    // Deno waits 5 s for a lock otherwise, and nothing else runs meanwhile.
    database.exec("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE");
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === busy;
  } finally {
    database.close();
  }
}

async function copyFile(path: string, from: string, to: string, folder: SnapshotFolder): Promise<void> {
  // Not Deno.copyFile: that would copy a missing right to write, too.
  let source: Deno.FsFile;
  try {
    source = await Deno.open(from);
  } catch (error) {
    throw openingFault(error, path);
  }
  let target: Deno.FsFile;
  try {
    target = await Deno.open(to, { write: true, createNew: true });
  } catch (error) {
    source.close();
    throw folder.faultOf(error);
  }
  try {
    await source.readable.pipeTo(target.writable);
  } catch (error) {
    throw error instanceof StorageError ? error : folder.faultOf(error);
  }
}

/** Changes when any of the files does. */
function marks(real: string): string {
  return endings.map((ending) => {
    if (!exists(real + ending)) return "none";
    const { size, mtime, ino } = Deno.statSync(real + ending);
    return `${ino} ${size} ${mtime?.getTime()}`;
  }).join(", ");
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
