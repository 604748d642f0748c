/** The SQLite schema of the peer store: the steps that lead to it, and the marks by which a file is recognised. */
import type { DatabaseSync } from "node:sqlite";

/** The `application_id` by which SQLite's files tell that they are foxchain's: "foxc" in ASCII. */
export const application_id = 0x666f7863;

/**
 * Step n turns schema version n into n + 1. Steps are only ever appended: files of every older version exist.
 *
 * `id` grows with every new row, so it is the order in which addresses came. The index serves both kinds of
 * listing: rows that were never reached have NULL there and come in the order of their `id`. It holds `addr` too, so that a page is
 * read from it alone: 10,000 addresses in 2 ms instead of 18.
 */
export const migrations: readonly string[] = [
  // The lecture's set of addresses.
  `CREATE TABLE peers (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     addr TEXT NOT NULL,
     first_heard_ms INTEGER NOT NULL,
     last_heard_ms INTEGER NOT NULL
   ) STRICT`,
  // What discovery knows of each. The source of older rows is unknown: they count as this machine's own.
  `ALTER TABLE peers ADD COLUMN ip TEXT;
   ALTER TABLE peers ADD COLUMN "group" TEXT NOT NULL DEFAULT '';
   ALTER TABLE peers ADD COLUMN source_group TEXT NOT NULL DEFAULT '';
   ALTER TABLE peers ADD COLUMN source_scope TEXT NOT NULL DEFAULT 'loopback';
   ALTER TABLE peers ADD COLUMN last_try_ms INTEGER;
   ALTER TABLE peers ADD COLUMN last_success_ms INTEGER;
   ALTER TABLE peers ADD COLUMN first_success_ms INTEGER;
   ALTER TABLE peers ADD COLUMN avoid_until_ms INTEGER;
   ALTER TABLE peers ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE peers ADD COLUMN successes INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE peers ADD COLUMN reliability REAL NOT NULL DEFAULT 0;
   ALTER TABLE peers ADD COLUMN state TEXT NOT NULL DEFAULT 'heard';
   ALTER TABLE peers ADD COLUMN speaks TEXT NOT NULL DEFAULT 'unknown';
   ALTER TABLE peers ADD COLUMN anchor INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX peers_listing ON peers (last_success_ms, id, addr)`,
  // What the ops of students keep. The owner is the op that wrote a value last: it pays for its bytes.
  `CREATE TABLE op_values (
     id INTEGER PRIMARY KEY,
     space TEXT NOT NULL,
     key TEXT NOT NULL,
     owner TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     value TEXT NOT NULL,
     UNIQUE (space, key)
   ) STRICT`,
];

/** The version that the last step leads to; SQLite keeps a file's version as its `user_version`. */
export const schema_version: number = migrations.length;

/**
 * Takes a database from one schema version to another in one transaction, and marks it as ours.
 *
 * @param from Version it has; 0 is an empty database.
 * @param to Version it gets; the newest if left out.
 *
 * @example
 * ```ts
 * import { migrate } from "./schema.ts";
 * import { DatabaseSync } from "node:sqlite";
 *
 * const database = new DatabaseSync(":memory:");
 * migrate(database, 0, 1);
 * migrate(database, 1);
 * database.close();
 * ```
 */
export function migrate(database: DatabaseSync, from: number, to: number = schema_version): void {
  const steps = migrations.slice(from, to).join(";\n");
  try {
    database.exec(
      `BEGIN IMMEDIATE; ${steps}; PRAGMA application_id = ${application_id}; PRAGMA user_version = ${to}; COMMIT`,
    );
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
