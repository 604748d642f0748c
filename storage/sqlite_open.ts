/** Opens the database file of a peer store, or refuses it without touching a byte. */
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { log_pages_max } from "../discovery/limits.ts";
import { application_id, migrate, schema_version } from "./schema.ts";
import { foreign, newer, openingFault, unopenable } from "./sqlite_faults.ts";
import { StorageError } from "./storage.ts";

/**
 * Opens or creates a database of the newest schema, for this process alone, in WAL mode with full synchronisation.
 *
 * @param path A file whose folder exists, or `:memory:`.
 * @throws {StorageError} `in use`, `foreign`, `newer` or `unopenable`.
 *
 * @example
 * ```ts
 * import { openDatabase } from "./sqlite_open.ts";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => openDatabase("/no such folder/peers.sqlite"), { fault: "unopenable" });
 * ```
 */
export function openDatabase(path: string): DatabaseSync {
  try {
    if (path === "") throw new StorageError("unopenable", "The path of the peer store is empty.");
    if (path !== ":memory:") inspect(path);
    // An absolute path, because SQLite reads `file:` at the beginning as a URI.
    const database = new DatabaseSync(path === ":memory:" ? path : resolve(path));
    try {
      prepare(database, path);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw openingFault(error, path);
  }
}

/**
 * Refuses what is not ours. SQLite can write to a file by merely opening it (it replays a journal, or a WAL when
 * it closes), so this looks at the main file alone, as if it were on a read-only medium.
 */
function inspect(path: string): void {
  let file: Deno.FileInfo;
  try {
    file = Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (!file.isFile) throw unopenable(path, "it is not a file.");
  if (file.size === 0) return;
  // Page 1 may already count pages that are still in the log, after a disk was full. `writable_schema` makes SQLite
  // accept that; it has no effect in defensive mode, an option that Deno's types do not list yet.
  const options = { readOnly: true, defensive: false };
  const database = new DatabaseSync(`${pathToFileURL(path).href}?immutable=1`, options);
  try {
    pragma(database, "writable_schema = ON");
    if (pragma(database, "application_id") !== application_id) throw foreign(path);
    refuseNewer(database, path);
  } finally {
    database.close();
  }
}

function prepare(database: DatabaseSync, path: string): void {
  pragma(database, "locking_mode = EXCLUSIVE");
  pragma(database, "synchronous = FULL");
  pragma(database, `wal_autocheckpoint = ${log_pages_max}`);
  // In exclusive locking mode the lock of this first transaction stays until the database is closed.
  database.prepare("BEGIN EXCLUSIVE").run();
  database.prepare("COMMIT").run();
  // Again, because another process may have written since the first look.
  const version = refuseNewer(database, path);
  if (version < schema_version) {
    // Without a WAL, so that the version in the main file, which `inspect` reads, is never behind.
    pragma(database, "journal_mode = DELETE");
    migrate(database, version);
  }
  const mode = pragma(database, "journal_mode = WAL");
  if (mode !== "wal" && mode !== "memory") {
    throw unopenable(path, "SQLite offers no write-ahead log there.");
  }
}

function refuseNewer(database: DatabaseSync, path: string): number {
  const version = Number(pragma(database, "user_version"));
  if (version > schema_version) throw newer(path, version, schema_version);
  return version;
}

/** Runs one PRAGMA and returns the value it answers, if any. */
function pragma(database: DatabaseSync, text: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})[0];
}
