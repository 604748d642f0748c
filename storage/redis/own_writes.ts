/** What this node alone knows of addresses, on its way to Redis: queued, and sent again until Redis has taken it. */
import { forget_reached_s } from "../../discovery/book/limits.ts";
import { redis_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import type { Command } from "./connection.ts";
import { forgetCommand } from "./forget_script.ts";
import type { RedisKeys } from "./keys.ts";
import { tellOf } from "./news.ts";
import { hasOwnPart, ownText, sharedText } from "./row_texts.ts";
import type { RedisSession } from "./session.ts";

/** The queue, and what this node has forgotten. */
export class OwnWrites {
  readonly #mirror: SqliteStorage;
  readonly #keys: RedisKeys;
  readonly #now_ms: () => number;
  readonly #session: () => RedisSession | undefined;
  /** Keys of rows to be written, from the mirror as they are then; true where the other nodes must hear of them. */
  readonly #changed = new Map<string, boolean>();
  /** Keys of rows to be forgotten, and when each was last heard of. */
  readonly #removed = new Map<string, number>();
  /** The same of all rows that this node forgot and the others still have. */
  readonly #forgotten = new Map<string, number>();
  #flushing: Promise<void> | undefined;
  #is_queued = false;

  constructor(
    mirror: SqliteStorage,
    keys: RedisKeys,
    now_ms: () => number,
    session: () => RedisSession | undefined,
  ) {
    this.#mirror = mirror;
    this.#keys = keys;
    this.#now_ms = now_ms;
    this.#session = session;
  }

  /** Times before this one are so long ago that an address leaves for all nodes. */
  get old_ms(): number {
    return this.#now_ms() - forget_reached_s * 1000;
  }

  /** Writes rows to the mirror, and to Redis when it can. */
  save(rows: readonly PeerRow[], isUnconfirmed: (key: string) => boolean): void {
    for (const { key } of rows) {
      const is_new = this.#mirror.find(key) === undefined || isUnconfirmed(key);
      this.write(key, is_new);
      this.recall(key);
    }
    this.#mirror.save(rows);
  }

  /** Removes rows from the mirror, and has Redis remember it when it can. */
  remove(keys: readonly string[]): void {
    for (const key of keys) {
      const row = this.#mirror.find(key);
      if (row === undefined) continue;
      this.#changed.delete(key);
      this.#removed.set(key, lastHeard_ms(row));
      this.#forgotten.set(key, lastHeard_ms(row));
    }
    this.#mirror.remove(keys);
    this.flushSoon();
  }

  /** A row of the mirror is to be written; `is_new`: the other nodes do not know of it. */
  write(key: string, is_new: boolean): void {
    this.#changed.set(key, is_new || this.#changed.get(key) === true);
    this.flushSoon();
  }

  /** True while a row waits to be written. */
  waits(key: string): boolean {
    return this.#changed.has(key);
  }

  /** True where this node forgot the address, and nobody has heard of it since. */
  hasForgotten(key: string, last_heard_ms: number): boolean {
    return (this.#forgotten.get(key) ?? -Infinity) >= last_heard_ms;
  }

  /** The address counts again. Returns whether it was forgotten. */
  recall(key: string): boolean {
    this.#removed.delete(key);
    return this.#forgotten.delete(key);
  }

  /** What Redis says that this node forgot. What waits to be sent is kept. */
  loaded(forgotten: ReadonlyMap<string, number>): void {
    for (const key of this.#forgotten.keys()) if (!this.#removed.has(key)) this.#forgotten.delete(key);
    for (const [key, last_heard_ms] of forgotten) {
      if (!this.#changed.has(key)) this.#forgotten.set(key, last_heard_ms);
    }
  }

  /** Sends at the end of this turn, so that many small writes go together. */
  flushSoon(): void {
    if (this.#is_queued || this.#changed.size + this.#removed.size === 0) return;
    this.#is_queued = true;
    setImmediate(() => {
      this.#is_queued = false;
      void this.flush();
    });
  }

  /** Settles when all is sent, or Redis does not take it; then it waits on. */
  flush(): Promise<void> {
    return this.#flushing ??= this.#flush().finally(() => this.#flushing = undefined);
  }

  /** Removes for all nodes what nobody has heard of for long, and what this node does not list, either. */
  async sweep(session: RedisSession): Promise<void> {
    const until = `(${this.old_ms}`;
    for (let skipped = 0;;) {
      const limit = ["LIMIT", String(skipped), String(redis_rows_at_once_max)];
      const found = await session.send(["ZRANGEBYSCORE", this.#keys.heard, "-inf", until, ...limit]);
      const keys = found as readonly string[];
      const unlisted = keys.filter((key) => this.#mirror.find(key) === undefined);
      if (unlisted.length > 0) {
        await session.send(forgetCommand(this.#keys, this.old_ms, unlisted.map((key) => [key, undefined])));
      }
      if (keys.length < redis_rows_at_once_max) return;
      skipped += keys.length - unlisted.length;
    }
  }

  async #flush(): Promise<void> {
    for (;;) {
      const session = this.#session();
      if (session === undefined || this.#changed.size + this.#removed.size === 0) return;
      const changed = taken(this.#changed);
      const removed = taken(this.#removed);
      try {
        await session.transact(this.#commands(changed, removed));
      } catch {
        // What was changed or recalled meanwhile is newer than what comes back.
        for (const [key, is_new] of changed) {
          this.#changed.set(key, is_new || this.#changed.get(key) === true);
        }
        for (const [key, last_heard_ms] of removed) {
          if (this.#forgotten.has(key)) this.#removed.set(key, last_heard_ms);
        }
        return;
      }
    }
  }

  #commands(changed: ReadonlyMap<string, boolean>, removed: ReadonlyMap<string, number>): Command[] {
    const { peers, heard, own } = this.#keys;
    // What has left the mirror since is among the removed.
    const rows = [...changed.keys()].flatMap((key) => this.#mirror.find(key) ?? []);
    const commands: Command[] = rows.map((row) => ["HSETNX", peers, row.key, sharedText(row)]);
    if (rows.length > 0) {
      const times = rows.flatMap((row) => [String(Math.floor(lastHeard_ms(row))), row.key]);
      commands.push(["ZADD", heard, "GT", ...times]);
    }
    for (const row of rows) {
      commands.push(hasOwnPart(row) ? ["HSET", own, row.key, ownText(row)] : ["HDEL", own, row.key]);
    }
    commands.push(...tellOf(rows.filter(({ key }) => changed.get(key) === true), this.#keys));
    if (removed.size > 0) commands.push(forgetCommand(this.#keys, this.old_ms, removed));
    return commands;
  }
}

/** A success counts as hearing of an address: an address that one node reaches is not old for the others. */
function lastHeard_ms(row: PeerRow): number {
  return Math.max(row.last_heard_ms, row.last_success_ms ?? 0);
}

/** Takes the first entries out of a map. */
function taken<Value>(map: Map<string, Value>): Map<string, Value> {
  const part = new Map(map.entries().take(redis_rows_at_once_max));
  for (const key of part.keys()) map.delete(key);
  return part;
}
