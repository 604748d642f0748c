/** Values of ops in the node's SQLite file. They share the commits of the peers. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { GroupCommit } from "./group_commit.ts";
import { op_store_bytes_max } from "./limits.ts";
import { bytesOf, noRoom, type OpValues, type ValuePlace } from "./op_values.ts";

/** The values in an open database that somebody else owns. */
export class SqliteOpValues implements OpValues {
  readonly #commits: GroupCommit;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #list: StatementSync;
  readonly #sums: StatementSync;
  /** Bytes by owner; undefined until somebody asks, and after a write that was undone. */
  #used: Map<string, number> | undefined;

  constructor(database: DatabaseSync, commits: GroupCommit) {
    this.#commits = commits;
    this.#get = database.prepare("SELECT value, owner, bytes FROM op_values WHERE space = ? AND key = ?");
    this.#put = database.prepare(
      `INSERT INTO op_values (space, key, owner, bytes, value) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (space, key) DO UPDATE SET (owner, bytes, value) = (excluded.owner, excluded.bytes, excluded.value)`,
    );
    this.#delete = database.prepare("DELETE FROM op_values WHERE space = ? AND key = ?");
    this.#list = database.prepare(
      "SELECT key FROM op_values WHERE space = ? AND key > ? AND key >= ? ORDER BY key LIMIT ?",
    );
    this.#sums = database.prepare("SELECT owner, sum(bytes) AS bytes FROM op_values GROUP BY owner");
  }

  get(space: string, key: string): string | undefined {
    return this.#get.get(space, key)?.value as string | undefined;
  }

  async set(place: ValuePlace, text: string): Promise<void> {
    await this.#commits.join(this.#writing(place, text));
  }

  async swap(place: ValuePlace, old: string | undefined, text: string): Promise<boolean> {
    if (this.get(place.space, place.key) !== old) return false;
    await this.#commits.join(this.#writing(place, text));
    return true;
  }

  async delete(space: string, key: string): Promise<void> {
    const known = this.#get.get(space, key);
    if (known === undefined) return;
    await this.#commits.join(() => {
      this.#delete.run(space, key);
      this.#use(known.owner as string, -Number(known.bytes));
    });
  }

  list(space: string, prefix: string, after: string, limit: number): string[] {
    const keys = this.#list.all(space, after, prefix, limit).map(({ key }) => key as string);
    const end = keys.findIndex((key) => !key.startsWith(prefix));
    return end === -1 ? keys : keys.slice(0, end);
  }

  /** What was written since the last commit is gone: what each op uses is to be counted anew. */
  rolledBack(): void {
    this.#used = undefined;
  }

  /** @throws {StorageError} The op has no room. */
  #writing({ owner, space, key }: ValuePlace, text: string): () => void {
    const known = this.#get.get(space, key);
    const bytes = bytesOf(key, text);
    const before = known?.owner === owner ? Number(known.bytes) : 0;
    const used = this.#usedBy(owner);
    if (bytes > before && used + bytes - before > op_store_bytes_max) throw noRoom(owner);
    return () => {
      this.#put.run(space, key, owner, bytes, text);
      if (known !== undefined) this.#use(known.owner as string, -Number(known.bytes));
      this.#use(owner, bytes);
    };
  }

  #usedBy(owner: string): number {
    this.#used ??= new Map(
      this.#sums.all().map(({ owner, bytes }) => [owner as string, Number(bytes)]),
    );
    return this.#used.get(owner) ?? 0;
  }

  #use(owner: string, bytes: number): void {
    if (this.#used !== undefined) this.#used.set(owner, (this.#used.get(owner) ?? 0) + bytes);
  }
}
