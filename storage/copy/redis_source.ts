/** A Redis server from which rows are copied. It is sent nothing that writes. */
import { copied_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import { type Command, RedisConnection, type Reply } from "../redis/server/connection.ts";
import type { Words } from "../../discovery/words.ts";
import { checkKeys } from "../redis/check_keys.ts";
import { foreignRowsNote } from "../redis/notes.ts";
import { openingFault } from "../redis/server/opening_fault.ts";
import { keysOf, type RedisKeys } from "../redis/rows/keys.ts";
import type { RedisPlace } from "../redis/server/redis_url.ts";
import { lastHeardOf, ownOf, rowFrom, sharedOf } from "../redis/rows/row_texts.ts";
import { compareClock, SharedClock } from "../redis/server/shared_clock.ts";
import { openSqlite } from "../sqlite.ts";
import { StorageError } from "../storage.ts";
import { serverId } from "./server_id.ts";
import type { SnapshotFolder } from "./snapshot.ts";

/** Whose rows: all addresses of a network, and what one node learned of them. */
export interface RedisPart {
  readonly net: string;
  readonly node_id: string;
}

/** A connection to it. */
export class RedisSource implements Disposable {
  readonly #place: RedisPlace;
  readonly #keys: RedisKeys;
  readonly #connection: RedisConnection;
  readonly #clock = new SharedClock(Date.now);
  /** One for each field that is no address; only the first is kept. */
  readonly #foreign: string[] = [];

  private constructor(place: RedisPlace, keys: RedisKeys, connection: RedisConnection) {
    this.#place = place;
    this.#keys = keys;
    this.#connection = connection;
  }

  /**
   * Connects, and looks whether there is such a network.
   *
   * @throws {StorageError} `away`, `no entry`, `foreign`, `newer`, or `unopenable` where there is none.
   */
  static async open(place: RedisPlace, { net, node_id }: RedisPart): Promise<RedisSource> {
    try {
      const connection = await RedisConnection.open(place, () => {});
      const source = new RedisSource(place, keysOf(net, node_id), connection);
      try {
        await source.#check(net);
        return source;
      } catch (error) {
        connection.close();
        throw error;
      }
    } catch (error) {
      throw openingFault(place, error);
    }
  }

  /** What is there and is no address; undefined where all that was read is. */
  get note(): Words | undefined {
    return foreignRowsNote(this.#place, this.#keys.peers, this.#foreign);
  }

  /** What tells its server from others. */
  id(): Promise<string | undefined> {
    return serverId((command) => this.#connection.send(command));
  }

  /** Whether the node has kept anything of its own there. */
  async knowsNode(): Promise<boolean> {
    return await this.#connection.send(["EXISTS", this.#keys.own]) === 1;
  }

  /**
   * Reads all rows into the snapshot, piece by piece. What nodes write meanwhile may be in it or not. A row that is there from
   * the beginning to the end is in it.
   *
   * @param watch.told Called with the rows read so far, and how many there are about.
   * @throws {StorageError} `away`, or `unwritable` where the folder has no room.
   */
  async stage(
    folder: SnapshotFolder,
    watch: { isStopped(): boolean; told(done: number, all: number): void },
  ): Promise<void> {
    const all = Number(await this.#connection.send(["HLEN", this.#keys.peers]));
    const store = folder.attempt(() => openSqlite(folder.file, { rows_max: Infinity }));
    try {
      let cursor = "0";
      do {
        const count = String(copied_rows_at_once_max);
        const reply = await this.#connection.send(["HSCAN", this.#keys.peers, cursor, "COUNT", count]);
        const [next, flat] = reply as readonly [string, readonly string[]];
        // A small hash comes at once, in spite of COUNT.
        for (let at = 0; at < flat.length; at += 2 * copied_rows_at_once_max) {
          const rows = await this.#rows(flat.slice(at, at + 2 * copied_rows_at_once_max));
          folder.attempt(() => store.save(rows));
          watch.told(store.count(), Math.max(all, store.count()));
        }
        cursor = next;
      } while (cursor !== "0" && !watch.isStopped());
    } finally {
      store.close();
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  /** The rows of fields and values by turns. */
  async #rows(flat: readonly string[]): Promise<PeerRow[]> {
    const keys = flat.filter((_, index) => index % 2 === 0);
    const [scores, owns] = await Promise.all([
      this.#connection.send(["ZMSCORE", this.#keys.heard, ...keys]),
      this.#connection.send(["HMGET", this.#keys.own, ...keys]),
    ]) as [readonly Reply[], readonly (string | null)[]];
    return keys.flatMap((key, index) => {
      const shared = sharedOf(key, flat[2 * index + 1]!);
      if (shared === undefined) {
        this.#foreign.push(this.#foreign.length === 0 ? key : "");
        return [];
      }
      const own = ownOf(owns[index] ?? undefined);
      // An address that the node forgot is one that others of the network may know.
      const learned = own === undefined || "forgotten_ms" in own ? undefined : own;
      const last_heard_ms = this.#clock.read(lastHeardOf(Number(scores[index] ?? NaN), shared));
      return [rowFrom(key, shared, last_heard_ms, learned)];
    });
  }

  async #check(net: string): Promise<void> {
    const send = (command: Command) => this.#connection.send(command);
    const is_used = await checkKeys(send, this.#place, this.#keys, ["peers", "heard", "own", "format"]);
    await compareClock(this.#clock, send);
    const { shown } = this.#place;
    if (!is_used && await this.#connection.send(["EXISTS", this.#keys.peers]) === 0) {
      throw new StorageError("unopenable", {
        en: `Redis at ${shown} has no addresses of a network named ${net}.`,
        zh: `${shown} 的 Redis 里没有名为 ${net} 的网络的地址。`,
      });
    }
  }
}
