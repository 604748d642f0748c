/**
 * The time from one connecting to Redis to the next loss of it: two connections, since one waits for news. A session that
 * has ended is never used again; the store begins another.
 */
import type { Words } from "../../discovery/words.ts";
import { redis_deadline_ms, redis_look_ms } from "../limits.ts";
import { StorageError } from "../storage.ts";
import { type Command, RedisConnection, type Reply } from "./connection.ts";
import { askDurability } from "./durability.ts";
import { away, foreignKey, newerFormat, notMaster } from "./faults.ts";
import { format_version, key_types, type RedisKeys } from "./keys.ts";
import { type News, newsOf, reader_entries_max } from "./news.ts";
import type { RedisPlace } from "./redis_url.ts";

/** What a session tells the store. */
export interface SessionWatcher {
  /** Another node, or this one, has written. */
  news(news: News): void;
  /** News were missed: all is to be loaded anew. */
  missed(): void;
  /** It is over. Nothing is told after this. */
  ended(error: StorageError): void;
}

/** Two connections to one server, checked. */
export class RedisSession {
  /** Entry of the stream from which on news are to be read. */
  #position = "0-0";
  #note: Words | undefined;
  #replicas = 0;
  #is_over = false;
  /** Undefined until they are connected; nobody has the session before. */
  #commands!: RedisConnection;
  #reader!: RedisConnection;

  private constructor(
    readonly place: RedisPlace,
    readonly keys: RedisKeys,
    readonly watcher: SessionWatcher,
  ) {}

  /**
   * Connects, and looks whether the keys are ours.
   *
   * @throws {StorageError}
   */
  static async begin(place: RedisPlace, keys: RedisKeys, watcher: SessionWatcher): Promise<RedisSession> {
    const session = new RedisSession(place, keys, watcher);
    const ended = (error: StorageError) => session.fail(error);
    session.#commands = await RedisConnection.open(place, ended);
    try {
      session.#reader = await RedisConnection.open(place, ended);
      await session.#checkRole();
      await session.#checkKeys();
      await session.lookAtSettings();
      session.#position = await session.#newestEntry();
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** What the owner should know of the server. */
  get note(): Words | undefined {
    return this.#note;
  }

  /** Asks the server again how it keeps things, since that can be changed while it runs. */
  async lookAtSettings(): Promise<void> {
    const { note, replicas } = await askDurability(this.#commands);
    this.#note = note;
    this.#replicas = replicas;
  }

  /** Sends one command. */
  send(command: Command): Promise<Reply> {
    return this.#commands.send(command);
  }

  /**
   * Sends commands that take effect together. Settles when Redis has acknowledged them, and one copy of it where there are
   * any.
   */
  async transact(commands: Iterable<Command>): Promise<readonly Reply[]> {
    const replies = this.#commands.transact(commands);
    if (this.#replicas === 0) return await replies;
    const wait_ms = redis_deadline_ms / 2;
    const copied = this.#commands.send(["WAIT", "1", String(wait_ms)], wait_ms);
    const [own, copies] = await Promise.all([replies, copied]);
    if (Number(copies) > 0) return own;
    // The copy may be gone for good: then the next look no longer counts it.
    throw away(this.place, {
      en: `no copy of it has acknowledged within ${wait_ms} ms`,
      zh: `${wait_ms} 毫秒内没有任何副本确认`,
    });
  }

  /** Reads news until the session is over, from the moment on at which it began. */
  async follow(): Promise<void> {
    while (!this.#is_over) {
      const before = this.#position;
      const args = ["BLOCK", String(redis_look_ms), "COUNT", String(reader_entries_max)];
      let found: Reply;
      try {
        found = await this.#reader.send(["XREAD", ...args, "STREAMS", this.keys.news, before], redis_look_ms);
        if (this.#is_over) return;
        const entries = entriesIn(found);
        if (entries.length === reader_entries_max && await this.#wasTrimmed(before)) {
          this.#position = await this.#newestEntry();
          this.watcher.missed();
          continue;
        }
        for (const [id, fields] of entries) {
          const news = newsOf(fields);
          if (news !== undefined && !this.#is_over) this.watcher.news(news);
          this.#position = id;
        }
      } catch (error) {
        return this.fail(error as StorageError);
      }
    }
  }

  /** Ends both connections. */
  close(): void {
    this.#is_over = true;
    for (const connection of [this.#commands, this.#reader]) connection?.close();
  }

  /** Ends it because of an error. */
  fail(error: StorageError): void {
    if (this.#is_over) return;
    this.close();
    this.watcher.ended(error);
  }

  /** An old master may come back before it hears that it is none. A copy may also be set up to take writes, and lose them. */
  async #checkRole(): Promise<void> {
    try {
      const [role] = await this.#commands.send(["ROLE"]) as readonly string[];
      if (role !== "master") throw notMaster(this.place);
    } catch (error) {
      // Where it may not be asked, a refused write says the same.
      if (!(error instanceof StorageError && error.fault === "unwritable")) throw error;
    }
  }

  async #checkKeys(): Promise<void> {
    for (const [name, type] of Object.entries(key_types)) {
      const key = this.keys[name as keyof RedisKeys];
      const found = await this.#commands.send(["TYPE", key]);
      if (found !== "none" && found !== type) throw foreignKey(this.place, key, String(found));
    }
    const version = await this.#commands.send(["GET", this.keys.format]);
    if (version !== null && version !== format_version) throw newerFormat(this.place, String(version));
    if (version === null) await this.#commands.send(["SET", this.keys.format, format_version]);
  }

  async #newestEntry(): Promise<string> {
    const [entry] =
      (await this.#reader.send(["XREVRANGE", this.keys.news, "+", "-", "COUNT", "1"])) as Entry[];
    return entry?.[0] ?? "0-0";
  }

  /** Whether entries after that one may be gone: a reader that far behind has missed some. */
  async #wasTrimmed(position: string): Promise<boolean> {
    const [oldest] = (await this.#reader.send(["XRANGE", this.keys.news, "-", "+", "COUNT", "1"])) as Entry[];
    return oldest !== undefined && isLater(oldest[0], position);
  }
}

type Entry = readonly [id: string, fields: readonly string[]];

function entriesIn(found: Reply): readonly Entry[] {
  const streams = found as readonly (readonly [string, readonly Entry[]])[] | null;
  return streams?.[0]?.[1] ?? [];
}

/** Compares ids of entries: milliseconds, and a count within them. */
function isLater(id: string, other: string): boolean {
  const [time, count] = id.split("-").map(Number) as [number, number];
  const [other_time, other_count] = other.split("-").map(Number) as [number, number];
  return time === other_time ? count > other_count : time > other_time;
}
