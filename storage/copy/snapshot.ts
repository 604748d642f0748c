/**
 * A copy of FROM in a temporary folder: it is read instead of FROM. So FROM is never migrated, never replayed and never locked,
 * and another process may use it again meanwhile.
 */
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { copied_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import { damaged, isDamage } from "../sqlite_faults.ts";
import { openDatabase } from "../sqlite_open.ts";
import { columns, toRow } from "../sqlite_rows.ts";
import { StorageError } from "../storage.ts";
import type { RowSource } from "./copy_rows.ts";
import type { StoredValue } from "./copy_values.ts";

/** In which order the rows of a snapshot were first heard of. */
export type SnapshotOrder = "id" | "first_heard_ms, id";

/** A folder of this copy's own. Only this user may read it. */
export class SnapshotFolder implements Disposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws {StorageError} `unwritable`. */
  static make(): SnapshotFolder {
    try {
      return new SnapshotFolder(Deno.makeTempDirSync({ prefix: "foxchain_copy_" }));
    } catch (error) {
      throw noSnapshot("the temporary folder", "临时文件夹", error);
    }
  }

  /** The file of the snapshot. */
  get file(): string {
    return join(this.#folder, "snapshot.sqlite");
  }

  /** What an error of writing to it means. */
  faultOf(error: unknown): StorageError {
    return noSnapshot(this.#folder, this.#folder, error);
  }

  /** @throws {StorageError} `unwritable` where the work fails. */
  attempt<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw this.faultOf(error);
    }
  }

  /** Removes what can be removed, also while it is in use: the process ends. */
  removeAtOnce(): void {
    try {
      this[Symbol.dispose]();
    } catch {
      // Windows removes no open file.
    }
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.#folder, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** The rows of a snapshot. */
export class SnapshotRows implements RowSource, Disposable {
  readonly count: number;
  readonly #database: DatabaseSync;
  readonly #order: SnapshotOrder;

  /** @throws {StorageError} `damaged`. */
  constructor(file: string, order: SnapshotOrder) {
    this.#database = openDatabase(file);
    this.#order = order;
    try {
      this.count = this.#read(() =>
        Number(this.#database.prepare("SELECT count(*) AS rows FROM peers").get()!.rows)
      );
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** How many values of own ops are in it. */
  get values_count(): number {
    return Number(this.#database.prepare("SELECT count(*) AS rows FROM op_values").get()!.rows);
  }

  /**
   * The values of own ops.
   *
   * @throws {StorageError} `damaged`.
   */
  *values(): Generator<StoredValue, undefined, undefined> {
    const query = "SELECT owner, space, key, value FROM op_values ORDER BY id";
    const records = this.#database.prepare(query).iterate();
    try {
      for (;;) {
        const { done, value } = this.#read(() => records.next());
        if (done) return;
        yield value as unknown as StoredValue;
      }
    } finally {
      records.return?.();
    }
  }

  /** @throws {StorageError} `damaged`. */
  *pieces(): Generator<readonly PeerRow[], undefined, undefined> {
    const records = this.#database.prepare(`SELECT ${columns} FROM peers ORDER BY ${this.#order}`).iterate();
    try {
      for (;;) {
        const piece: PeerRow[] = [];
        while (piece.length < copied_rows_at_once_max) {
          const { done, value } = this.#read(() => records.next());
          if (done) break;
          piece.push(toRow(value));
        }
        if (piece.length === 0) return;
        yield piece;
      }
    } finally {
      records.return?.();
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw isDamage(error) ? damaged(error) : error;
    }
  }
}

function noSnapshot(en: string, zh: string, error: unknown): StorageError {
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  return new StorageError("unwritable", {
    en: `No snapshot could be made in ${en}: ${why}.`,
    zh: `在 ${zh} 里做不了快照：${why}。`,
  }, { cause: error });
}
