/** What this node alone knows of addresses, on its way to Redis: queued, and sent again until Redis has taken it. */
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import { StorageError } from "../storage.ts";
import { adoptTexts } from "./adopt_texts.ts";
import type { Reply } from "./server/connection.ts";
import { Forgotten } from "./forgotten.ts";
import type { RedisKeys } from "./rows/keys.ts";
import { lastHeard_ms, type OwnChanges, ownCommands, taken, takenKeys } from "./rows/own_commands.ts";
import type { RedisSession } from "./session.ts";
import type { SharedClock } from "./server/shared_clock.ts";

/** The queue. */
export class OwnWrites {
  /** What the others may still have. */
  readonly forgotten = new Forgotten();
  readonly #mirror: SqliteStorage;
  readonly #keys: RedisKeys;
  readonly #clock: SharedClock;
  readonly #session: () => RedisSession | undefined;
  /** Keys of rows to be written, from the mirror as they are then; true where the other nodes must hear of them. */
  readonly #changed = new Map<string, boolean>();
  /** Keys that Redis is not known to have: their rows wait to be written, or are on their way. */
  readonly #unwritten = new Set<string>();
  /** Keys of own parts that are of no use any longer. */
  readonly #orphans = new Set<string>();
  #refusal: StorageError | undefined;
  #flushing: Promise<void> | undefined;
  #is_queued = false;

  constructor(
    mirror: SqliteStorage,
    keys: RedisKeys,
    clock: SharedClock,
    session: () => RedisSession | undefined,
  ) {
    this.#mirror = mirror;
    this.#keys = keys;
    this.#clock = clock;
    this.#session = session;
  }

  /** Writes rows to the mirror, and to Redis when it can. */
  save(rows: readonly PeerRow[], isUnconfirmed: (key: string) => boolean): void {
    for (const { key } of rows) {
      const is_new = this.#mirror.find(key) === undefined || isUnconfirmed(key);
      this.write(key, is_new);
      this.forgotten.recall(key);
    }
    this.#mirror.save(rows);
  }

  /** Removes rows from the mirror, and has Redis remember it when it can. */
  remove(keys: readonly string[]): void {
    for (const key of keys) {
      const row = this.#mirror.find(key);
      if (row === undefined) continue;
      this.#changed.delete(key);
      this.#unwritten.delete(key);
      this.forgotten.add(key, lastHeard_ms(row));
    }
    this.#mirror.remove(keys);
    this.flushSoon();
  }

  /** A row of the mirror is to be written; `is_new`: the other nodes do not know of it. */
  write(key: string, is_new: boolean): void {
    if (is_new) this.#unwritten.add(key);
    this.#changed.set(key, is_new || this.#changed.get(key) === true);
    this.flushSoon();
  }

  /** Addresses of which something that this node learned waits to be written. */
  get size(): number {
    return this.#changed.size + this.forgotten.waiting;
  }

  /** True while it is not known whether Redis has the key. */
  waits(key: string): boolean {
    return this.#unwritten.has(key);
  }

  /** These addresses have left for all nodes: what this one learned of them goes, too. */
  drop(keys: readonly string[]): void {
    for (const key of keys) {
      this.#changed.delete(key);
      this.#unwritten.delete(key);
      this.#orphans.add(key);
    }
    this.flushSoon();
  }

  /** Why Redis does not take what this node learns; undefined while it does, or is away. */
  get refusal(): StorageError | undefined {
    return this.#refusal;
  }

  /** What Redis says that this node forgot. What waits to be sent is kept. */
  loaded(forgotten: ReadonlyMap<string, number>): void {
    this.forgotten.loaded(forgotten, (key) => this.#changed.has(key));
  }

  /** Sends at the end of this turn, so that many small writes go together. */
  flushSoon(): void {
    if (this.#is_queued || this.#waiting === 0) return;
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

  get #waiting(): number {
    return this.size + this.#orphans.size;
  }

  async #flush(): Promise<void> {
    for (;;) {
      const session = this.#session();
      if (session === undefined || this.#waiting === 0) return;
      const part = {
        changed: taken(this.#changed),
        removed: this.forgotten.taken(),
        orphans: takenKeys(this.#orphans),
      };
      try {
        // What has left the mirror since is among the removed.
        const rows = [...part.changed.keys()].flatMap((key) => this.#mirror.find(key) ?? []);
        const replies = await session.transact(ownCommands(rows, part, this.#keys, this.#clock));
        await this.#written(rows, part, replies, session);
        this.#refusal = undefined;
      } catch (error) {
        this.#takeBack(part);
        if (error instanceof StorageError && error.fault === "unwritable") this.#refusal = error;
        return;
      }
    }
  }

  /** Redis has taken a part. */
  async #written(
    rows: readonly PeerRow[],
    { changed }: OwnChanges,
    replies: readonly Reply[],
    session: RedisSession,
  ) {
    const second: string[] = [];
    rows.forEach(({ key }, index) => {
      const was_there = replies[index] === 0;
      const is_told = changed.get(key) === true;
      if (was_there && is_told) second.push(key);
      // It had left for all nodes meanwhile, and they do not know that it is back.
      if (!was_there && !is_told) this.write(key, true);
    });
    await adoptTexts(this.#mirror, second, session);
    for (const [key, is_told] of changed) {
      if (is_told && this.#changed.get(key) !== true) this.#unwritten.delete(key);
    }
  }

  /** Redis has not taken a part. What was changed or recalled meanwhile is newer than what comes back. */
  #takeBack({ changed, removed, orphans }: OwnChanges): void {
    for (const [key, is_new] of changed) {
      if (!this.forgotten.waits(key)) this.#changed.set(key, is_new || this.#changed.get(key) === true);
    }
    this.forgotten.takeBack(removed);
    for (const key of orphans) this.#orphans.add(key);
  }
}
