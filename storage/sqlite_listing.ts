/** Reads the listing out of SQLite. One query gives thousands of addresses as one JSON text: row by row was 8 times slower. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { beginning, type Kind, type Position, positionAfter, takeTurns } from "./page.ts";

/** The queries of `page`, over the index `peers_listing`. */
export class SqliteListing {
  readonly #of_kind: Readonly<Record<Kind, StatementSync>>;
  readonly #find: StatementSync;
  readonly #before_reached: StatementSync;
  readonly #before_unreached: StatementSync;

  /** @param database Of the newest schema. */
  constructor(database: DatabaseSync) {
    this.#of_kind = {
      reached: database.prepare(listing("IS NOT NULL ORDER BY last_success_ms DESC, id DESC")),
      unreached: database.prepare(listing("IS NULL ORDER BY id DESC")),
    };
    this.#find = database.prepare("SELECT id, last_success_ms FROM peers WHERE key = ?");
    this.#before_reached = database.prepare(
      "SELECT count(*) AS rows FROM peers WHERE (last_success_ms, id) > (?, ?)",
    );
    this.#before_unreached = database.prepare(
      "SELECT count(*) AS rows FROM peers WHERE last_success_ms IS NULL AND id > ?",
    );
  }

  /** See `page` in `storage.ts`. */
  page(limit: number, after_key?: string): string[] | undefined {
    const from = after_key === undefined ? beginning : this.#positionAfter(after_key);
    if (from === undefined) return undefined;
    const reached = this.#list("reached", limit, from.reached);
    // Half of the page, if there are as many, goes to reached ones anyway.
    const left = limit - Math.min(reached.length, Math.floor(limit / 2));
    return takeTurns(reached, this.#list("unreached", left, from.unreached), from.turn, limit);
  }

  #list(kind: Kind, limit: number, offset: number): string[] {
    return JSON.parse(this.#of_kind[kind].get(limit, offset)!.addresses as string);
  }

  #positionAfter(key: string): Position | undefined {
    const row = this.#find.get(key);
    if (row === undefined) return undefined;
    const before = row.last_success_ms === null
      ? this.#before_unreached.get(row.id!)
      : this.#before_reached.get(row.last_success_ms!, row.id!);
    return positionAfter(row.last_success_ms === null ? "unreached" : "reached", Number(before!.rows));
  }
}

function listing(which: string): string {
  return `SELECT json_group_array(addr) AS addresses
    FROM (SELECT addr FROM peers WHERE last_success_ms ${which} LIMIT ? OFFSET ?)`;
}
