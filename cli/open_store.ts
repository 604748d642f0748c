/** Opens the store that `--db` names: a file, memory, or a Redis server. */
import type { OpValues } from "../storage/op_values.ts";
import { openSqlite, type SqliteStorage } from "../storage/sqlite.ts";
import type { RedisOptions } from "../storage/redis/redis_store.ts";
import { isRedisUrl } from "../storage/redis/server/redis_url.ts";
import { isSentinelUrl, type Passwords } from "../storage/redis/sentinel/sentinel_url.ts";
import type { PeerStore } from "../storage/storage.ts";
import { readServerUrl, refuseOtherUrl } from "./db_url.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both } from "./language.ts";
import { defaultNodeId } from "./node_id.ts";
import type { ServeOptions } from "./serve_options.ts";

/** Which store, as the command line gives it. */
export type StoreFlags = Pick<ServeOptions, "db" | "nodeId" | "port" | "net" | "peersMax">;

/** What the owner should hear of while the node runs. */
export type StoreWatcher = Pick<RedisOptions, "noted" | "outage">;

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
 * Opens it.
 *
 * @param passwords Of a Redis server, where its URL has none, and of sentinels.
 * @param watcher Told of what a Redis server does.
 * @throws {StorageError}
 * @throws {Failure} `usage`: the URL is none.
 */
export async function openStore(
  flags: StoreFlags,
  passwords: Passwords,
  watcher: StoreWatcher = {},
): Promise<OpenedStore> {
  const { db, peersMax } = flags;
  refuseOtherUrl(db);
  if (isRedisUrl(db)) return await openRedis(flags, passwords, watcher);
  const storage = openSqlite(db, { rows_max: peersMax });
  return { storage, local: db, values: () => storage.op_values, closeValues() {} };
}

async function openRedis(
  { db, nodeId, port, net, peersMax }: StoreFlags,
  passwords: Passwords,
  watcher: StoreWatcher,
) {
  const place = readServerUrl(db, passwords);
  if ("fault" in place) {
    const example = isSentinelUrl(db)
      ? "foxchain --db redis-sentinel://HOST1:26379,HOST2:26379,HOST3:26379/mymaster/0"
      : "foxchain --db redis://localhost:6379/0";
    throw new Failure(exit_codes.usage, place.fault, both(example));
  }
  const local = nodeId ?? defaultNodeId(port);
  // Its modules are loaded only here, so that other starts are not slower.
  const { RedisStore } = await import("../storage/redis/redis_store.ts");
  const storage = await RedisStore.open(place, { net, node_id: local, rows_max: peersMax, ...watcher });
  let file: SqliteStorage | undefined;
  return {
    storage,
    local,
    values: () => (file ??= openSqlite(`${local}.sqlite`)).op_values,
    closeValues: () => file?.close(),
  };
}
