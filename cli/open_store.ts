/** Opens the store that `--db` names: a file, memory, or a Redis server. */
import type { OpValues } from "../storage/op_values.ts";
import { openSqlite, type SqliteStorage } from "../storage/sqlite.ts";
import { isRedisUrl, readRedisUrl } from "../storage/redis/redis_url.ts";
import type { PeerStore } from "../storage/storage.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both } from "./language.ts";
import { defaultNodeId } from "./node_id.ts";
import type { ServeOptions } from "./serve_options.ts";

/** Which store, as the command line gives it. */
export type StoreFlags = Pick<ServeOptions, "db" | "nodeId" | "port" | "net" | "peersMax">;

/** An open store, and what lies beside it. */
export interface OpenedStore {
  readonly storage: PeerStore;
  /** Path of the file beside which the key lies; with Redis the node's name, in the working folder. */
  readonly local: string;
  /** Opens the place for values of ops. It is in the same file, or with Redis in one named after the node. */
  values(): OpValues;
  /** Closes that place where it is a file of its own. The node closes the store. */
  closeValues(): void;
}

/**
 * What a person and the log see of `--db`: never a password.
 *
 * @example
 * ```ts
 * import { shownDb } from "./open_store.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(shownDb("peers.sqlite"), "peers.sqlite");
 * assert.equal(shownDb("valkey://fox:secret@db.example"), "redis://db.example:6379/0");
 * assert.equal(shownDb("redis://se:cr@et@"), "redis://...");
 * ```
 */
export function shownDb(db: string): string {
  if (!isRedisUrl(db)) return db;
  const place = readRedisUrl(db);
  return "fault" in place ? `${db.slice(0, db.indexOf(":"))}://...` : place.shown;
}

/**
 * Opens it.
 *
 * @param password Of a Redis server, where its URL has none.
 * @throws {StorageError}
 * @throws {Failure} `usage`: the URL is none.
 */
export async function openStore(flags: StoreFlags, password: string | undefined): Promise<OpenedStore> {
  const { db, peersMax } = flags;
  if (isRedisUrl(db)) return await openRedis(flags, password);
  const storage = openSqlite(db, { rows_max: peersMax });
  return { storage, local: db, values: () => storage.op_values, closeValues() {} };
}

async function openRedis({ db, nodeId, port, net, peersMax }: StoreFlags, password: string | undefined) {
  const place = readRedisUrl(db, password);
  if ("fault" in place) {
    throw new Failure(exit_codes.usage, place.fault, both("foxchain --db redis://localhost:6379/0"));
  }
  const local = nodeId ?? defaultNodeId(port);
  // Its modules are loaded only here, so that other starts are not slower.
  const { RedisStore } = await import("../storage/redis/redis_store.ts");
  const storage = await RedisStore.open(place, { net, node_id: local, rows_max: peersMax });
  let file: SqliteStorage | undefined;
  return {
    storage,
    local,
    values: () => (file ??= openSqlite(`${local}.sqlite`)).op_values,
    closeValues: () => file?.close(),
  };
}
