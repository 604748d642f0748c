/** Opens the database file of a peer store, or refuses it without touching a byte. */
import { DatabaseSync } from "node:sqlite";
import { log_pages_max } from "./limits.ts";
import { HeldDatabase } from "./held_database.ts";
import { migrate, schema_version } from "./schema.ts";
import { newer, openingFault, unopenable } from "./sqlite_faults.ts";
import { inspect } from "./sqlite_inspect.ts";
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
    if (path === "") {
      throw new StorageError("unopenable", {
        en: "The path of the peer store is empty.",
        zh: "节点地址文件的路径是空的。",
      });
    }
    if (path !== ":memory:") inspect(path);
    const database = path === ":memory:" ? new DatabaseSync(path) : new HeldDatabase(plainPath(path));
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

/** The same path where SQLite reads no URI: it does where a path begins with `file:`. */
function plainPath(path: string): string {
  return path.startsWith("file:") ? `./${path}` : path;
}

function prepare(database: DatabaseSync, path: string): void {
  pragma(database, "locking_mode = EXCLUSIVE");
  pragma(database, "synchronous = FULL");
  pragma(database, `wal_autocheckpoint = ${log_pages_max}`);
  // In exclusive locking mode the lock of this first transaction stays until the database is closed.
  database.prepare("BEGIN EXCLUSIVE").run();
  database.prepare("COMMIT").run();
  // Again, because another process may have written since the first look.
  const version = Number(pragma(database, "user_version"));
  if (version > schema_version) throw newer(path, version, schema_version);
  if (version < schema_version) {
    // Without a WAL, so that the version in the main file, which `inspect` reads, is never behind.
    pragma(database, "journal_mode = DELETE");
    migrate(database, version);
  }
  const mode = pragma(database, "journal_mode = WAL");
  if (mode !== "wal" && mode !== "memory") {
    throw unopenable(path, {
      en: "SQLite offers no write-ahead log there.",
      zh: "SQLite 在那里不能使用预写日志。",
    });
  }
}

/** Runs one PRAGMA and returns the value it answers, if any. */
function pragma(database: DatabaseSync, text: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})[0];
}
