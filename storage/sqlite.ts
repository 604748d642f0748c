/** The store in one SQLite file: the default. Opening it is `sqlite_open.ts`, its tables are `schema.ts`. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { heard_again_ms, peers_default_max } from "../discovery/limits.ts";
import type { PeerRow } from "./peer_row.ts";
import { GroupCommit } from "./group_commit.ts";
import type { OpValues } from "./op_values.ts";
import { schema_version } from "./schema.ts";
import { HeldDatabase } from "./held_database.ts";
import { damaged, isDamage, writingFault } from "./sqlite_faults.ts";
import { SqliteOpValues } from "./sqlite_op_values.ts";
import { SqliteListing } from "./sqlite_listing.ts";
import { openDatabase } from "./sqlite_open.ts";
import {
  columns,
  heardParameters,
  insert_heard,
  insert_row,
  or_overwrite,
  parameters,
  toRow,
  wasNeverDialled,
} from "./sqlite_rows.ts";
import { fullFault, type PeerStore, StorageError } from "./storage.ts";

/**
 * Opens or creates a peer store.
 *
 * @param path A file whose folder exists, or `:memory:`.
 * @param options.rows_max Rows kept at most.
 * @throws {StorageError} `in use`, `foreign`, `newer`, `damaged` or `unopenable`.
 *
 * @example
 * ```ts
 * import { openSqlite } from "./sqlite.ts";
 *
 * const store = openSqlite(":memory:");
 * store.close();
 * ```
 */
export function openSqlite(path: string, options: { rows_max?: number } = {}): SqliteStorage {
  const database = openDatabase(path);
  try {
    return new SqliteStorage(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A store over an open database, which it owns from then on. */
export class SqliteStorage implements PeerStore {
  /** What ops of students keep in the same file. */
  readonly op_values: OpValues;
  readonly #database: DatabaseSync;
  readonly #op_values: SqliteOpValues;
  readonly #rows_max: number;
  readonly #commits: GroupCommit;
  readonly #listing: SqliteListing;
  readonly #find_list: StatementSync;
  readonly #insert: StatementSync;
  readonly #insert_heard: StatementSync;
  readonly #hear_again: StatementSync;
  readonly #overwrite: StatementSync;
  readonly #find: StatementSync;
  readonly #whole: StatementSync;
  readonly #walk: StatementSync;
  readonly #remove: StatementSync;
  #count: number;
  #count_before = 0;
  #revision = 0;
  /** What was found damaged. It does not mend itself. */
  #damage: StorageError | undefined;
  /** Key of the row that the last probe read. */
  #probed: string | undefined;

  /**
   * @param database Opened by `openDatabase`.
   * @param options.rows_max Rows kept at most.
   */
  constructor(database: DatabaseSync, { rows_max = peers_default_max }: { rows_max?: number } = {}) {
    this.#database = database;
    this.#rows_max = rows_max;
    this.#listing = new SqliteListing(database);
    this.#find = database.prepare("SELECT last_heard_ms FROM peers WHERE key = ?");
    this.#whole = database.prepare(`SELECT ${columns} FROM peers WHERE key = ?`);
    this.#walk = database.prepare(`SELECT ${columns} FROM peers WHERE key > ? ORDER BY key LIMIT ?`);
    this.#find_list = database.prepare(
      `SELECT json_group_array(json_array(asked.key, last_heard_ms)) AS found
       FROM json_each(?) AS asked JOIN peers ON peers.key = asked.value`,
    );
    this.#insert = database.prepare(`${insert_row} ON CONFLICT (key) DO NOTHING`);
    this.#insert_heard = database.prepare(insert_heard);
    this.#hear_again = database.prepare("UPDATE peers SET last_heard_ms = ? WHERE key = ?");
    this.#overwrite = database.prepare(`${insert_row} ${or_overwrite}`);
    this.#remove = database.prepare("DELETE FROM peers WHERE key = ?");
    this.#count = this.#read(() =>
      Number(database.prepare("SELECT count(*) AS rows FROM peers").get()!.rows)
    );
    this.#commits = new GroupCommit(this.#transaction());
    this.op_values = this.#op_values = new SqliteOpValues(database, this.#commits);
  }

  get revision(): number {
    return this.#revision;
  }

  async register(rows: readonly PeerRow[]): Promise<void> {
    if (!this.#fits(rows)) throw fullFault(this.#rows_max);
    return await this.#commits.join(() => {
      // A tracker mostly registers known addresses. To look first is faster than to insert and see what happens.
      const heard_ms = this.#whenHeard(rows);
      let added = 0;
      rows.forEach((row, index) => {
        const known_ms = heard_ms.get(index);
        if (known_ms === undefined) added += this.#insertNew(row);
        else if (row.last_heard_ms - known_ms >= heard_again_ms) {
          this.#hear_again.run(Math.floor(row.last_heard_ms), row.key);
        }
      });
      this.#changed(added);
    });
  }

  page(limit: number, after_key?: string): string[] | undefined {
    return this.#read(() => this.#listing.page(limit, after_key));
  }

  count(): number {
    return this.#count;
  }

  load(limit: number, skip = 0): PeerRow[] {
    const load = `SELECT ${columns} FROM peers ORDER BY last_success_ms DESC, id DESC LIMIT ? OFFSET ?`;
    return this.#read(() => this.#database.prepare(load).all(limit, skip)).map(toRow);
  }

  /** When the row with this key was last heard of; undefined where there is none. Cheaper than {@linkcode find}. */
  lastHeard_ms(key: string): number | undefined {
    return this.#read(() => this.#find.get(key))?.last_heard_ms as number | undefined;
  }

  find(key: string): PeerRow | undefined {
    const record = this.#read(() => this.#whole.get(key));
    return record === undefined ? undefined : toRow(record);
  }

  walk(limit: number, after_key = ""): PeerRow[] {
    return this.#read(() => this.#walk.all(after_key, limit)).map(toRow);
  }

  save(rows: readonly PeerRow[]): void {
    if (!this.#fits(rows)) throw fullFault(this.#rows_max);
    this.#commits.now(() => {
      const added = this.#fresh(rows);
      for (const row of rows) this.#overwrite.run(...parameters(row));
      this.#count += added;
      this.#revision++;
    });
  }

  remove(keys: readonly string[]): void {
    this.#commits.now(() => {
      let removed = 0;
      for (const key of keys) removed += Number(this.#remove.run(key).changes);
      this.#changed(-removed);
    });
  }

  /**
   * Writes the schema version over itself: the smallest write that must reach the disk. Then reads one row, each time the
   * next one. So a damaged page is found some day, also where nobody asks for it.
   */
  probe(): void {
    this.#commits.now(() => this.#database.exec(`PRAGMA user_version = ${schema_version}`));
    this.#probed = this.walk(1, this.#probed)[0]?.key;
    if (this.#damage !== undefined) throw this.#damage;
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#commits.flush();
    this.#database.close();
  }

  /** Whether the rows are within the limit. They are looked up only near it; a closed database fails at the write. */
  #fits(rows: readonly PeerRow[]): boolean {
    if (!this.#database.isOpen || this.#count + rows.length <= this.#rows_max) return true;
    const added = this.#fresh(rows);
    return added === 0 || this.#count + added <= this.#rows_max;
  }

  /** @throws {StorageError} `damaged`, and then at every probe, too. */
  #read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw isDamage(error) ? this.#damage = damaged(error) : error;
    }
  }

  /** By index, when each row with a stored key was last heard. A list is looked up in one query. */
  #whenHeard(rows: readonly PeerRow[]): Map<number, number> {
    if (rows.length === 1) {
      const known = this.#find.get(rows[0]!.key);
      return new Map(known === undefined ? [] : [[0, Number(known.last_heard_ms)]]);
    }
    const found = this.#find_list.get(JSON.stringify(rows.map(({ key }) => key)))!.found as string;
    return new Map(JSON.parse(found) as [number, number][]);
  }

  /** Returns how many rows were added: 0 where the same list has had the key before. */
  #insertNew(row: PeerRow): number {
    const { changes } = wasNeverDialled(row)
      ? this.#insert_heard.run(...heardParameters(row))
      : this.#insert.run(...parameters(row));
    return Number(changes);
  }

  /** How many of the rows' keys are not stored. */
  #fresh(rows: readonly PeerRow[]): number {
    const keys = new Set(rows.map(({ key }) => key));
    return this.#read(() => [...keys].filter((key) => this.#find.get(key) === undefined).length);
  }

  #changed(rows: number): void {
    if (rows === 0) return;
    this.#count += rows;
    this.#revision++;
  }

  #transaction() {
    const begin = this.#database.prepare("BEGIN");
    const commit = this.#database.prepare("COMMIT");
    return {
      begin: () => {
        this.#count_before = this.#count;
        // A 202 would be a lie where the file was deleted.
        if (this.#database instanceof HeldDatabase && this.#database.isOpen) this.#database.assertInPlace();
        begin.run();
      },
      commit: () => void commit.run(),
      rollback: (cause: unknown) => {
        // SQLite has already rolled back by itself after some faults, e.g. a full disk.
        if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("ROLLBACK");
        this.#changed(this.#count_before - this.#count);
        this.#op_values.rolledBack();
        const fault = writingFault(cause);
        if (fault.fault === "damaged") this.#damage = fault;
        return fault;
      },
    };
  }
}
