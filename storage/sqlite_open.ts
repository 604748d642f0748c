/** Opens the database file of a peer store, or refuses it without touching a byte. */
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { log_pages_max } from "../discovery/limits.ts";
import { application_id, migrate, schema_version } from "./schema.ts";
import { foreign, inUse, newer, openingFault, unopenable } from "./sqlite_faults.ts";
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
    const database = path === ":memory:" ? new DatabaseSync(path) : new HeldDatabase(resolve(path));
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

/** Files that this process has open as stores. */
const held = new Set<string>();

/**
 * A database that is known to be open. On POSIX the end of any descriptor of a file ends the locks that the process
 * holds on it, so such a file must not be looked at.
 */
class HeldDatabase extends DatabaseSync {
  readonly #file: string;

  constructor(path: string) {
    super(path);
    this.#file = Deno.realPathSync(path);
    held.add(this.#file);
  }

  override close(): void {
    super.close();
    held.delete(this.#file);
  }
}

/** What every SQLite 3 database begins with. */
const magic = "SQLite format 3\0";

/** Bytes of a database's header, and where the two numbers stand in it (sqlite.org/fileformat2.html, 1.3). */
const header = { bytes: 100, user_version_at: 60, application_id_at: 68 } as const;

/**
 * Refuses what is not ours. SQLite can write to a file by merely opening it (it replays a journal, or a WAL when
 * it closes), and a process that may not do everything can't open it with `immutable=1`: Deno takes the URI for a
 * file name. So the header is read as plain bytes.
 */
function inspect(path: string): void {
  let file: Deno.FsFile;
  try {
    if (!Deno.statSync(path).isFile) throw unopenable(path, "it is not a file.");
    if (held.has(Deno.realPathSync(path))) throw inUse(path);
    file = Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  using _ = file;
  const bytes = new Uint8Array(header.bytes);
  const length = file.readSync(bytes);
  if (length === null) return;
  const view = new DataView(bytes.buffer);
  const begins_right = new TextDecoder().decode(bytes.subarray(0, magic.length)) === magic;
  if (!begins_right || view.getUint32(header.application_id_at) !== application_id) throw foreign(path);
  refuseNewer(view.getUint32(header.user_version_at), path);
}

function prepare(database: DatabaseSync, path: string): void {
  pragma(database, "locking_mode = EXCLUSIVE");
  pragma(database, "synchronous = FULL");
  pragma(database, `wal_autocheckpoint = ${log_pages_max}`);
  // In exclusive locking mode the lock of this first transaction stays until the database is closed.
  database.prepare("BEGIN EXCLUSIVE").run();
  database.prepare("COMMIT").run();
  // Again, because another process may have written since the first look.
  const version = refuseNewer(Number(pragma(database, "user_version")), path);
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

function refuseNewer(version: number, path: string): number {
  if (version > schema_version) throw newer(path, version, schema_version);
  return version;
}

/** Runs one PRAGMA and returns the value it answers, if any. */
function pragma(database: DatabaseSync, text: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${text}`).get() ?? {})[0];
}
