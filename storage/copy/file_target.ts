/** A SQLite file as the place to which rows are copied. */
import type { PeerRow } from "../peer_row.ts";
import { openSqlite, type SqliteStorage } from "../sqlite.ts";
import type { PutCounts, RowTarget } from "./copy_rows.ts";
import { mergedRow } from "./merge_row.ts";

/** An open file. */
export class FileTarget implements RowTarget, Disposable {
  /** What it keeps. */
  readonly store: SqliteStorage;
  readonly rows_max: number;

  /**
   * Opens or creates it. A file of an older release is migrated, as at the start of a node.
   *
   * @throws {StorageError}
   */
  constructor(path: string, rows_max: number) {
    this.store = openSqlite(path, { rows_max });
    this.rows_max = rows_max;
  }

  put(rows: readonly PeerRow[]): PutCounts {
    const room = Math.max(0, this.rows_max - this.store.count());
    const [added, updated]: [PeerRow[], PeerRow[]] = [[], []];
    let left_out = 0;
    for (const row of rows) {
      const known = this.store.find(row.key);
      if (known === undefined) {
        if (added.length < room) added.push(row);
        else left_out++;
      } else {
        const merged = mergedRow(row, known);
        if (merged !== known) updated.push(merged);
      }
    }
    if (added.length + updated.length > 0) this.store.save([...added, ...updated]);
    return { added: added.length, updated: updated.length, left_out };
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}
