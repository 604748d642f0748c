/** What clients register: in the mirror at once, and acknowledged with Redis's word. */
import type { Words } from "../../discovery/words.ts";
import { heard_again_ms } from "../../discovery/limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import { away } from "./server/faults.ts";
import type { Lookout } from "./lookout.ts";
import type { OwnWrites } from "./own_writes.ts";
import type { RedisPlace } from "./server/redis_url.ts";
import type { RegisterBatch } from "./register_batch.ts";
import { RegisterQueue } from "./register_queue.ts";
import type { RedisSession } from "./session.ts";
import type { Shared } from "./shared.ts";

/** Finds out which rows Redis must hear of, and sends them. */
export class Registers {
  readonly #mirror: SqliteStorage;
  readonly #own: OwnWrites;
  readonly #shared: Shared;
  readonly #lookout: Lookout;
  readonly #place: Pick<RedisPlace, "shown">;
  readonly #queue = new RegisterQueue((batch) => this.#send(batch));

  constructor(
    mirror: SqliteStorage,
    own: OwnWrites,
    shared: Shared,
    lookout: Lookout,
    place: Pick<RedisPlace, "shown">,
  ) {
    this.#mirror = mirror;
    this.#own = own;
    this.#shared = shared;
    this.#lookout = lookout;
    this.#place = place;
  }

  /**
   * Settles when Redis has them all. What it does not acknowledge leaves the mirror again.
   *
   * @throws {StorageError} `away` or `unwritable`.
   */
  async register(rows: readonly PeerRow[]): Promise<void> {
    this.#session();
    const acknowledged = this.#queue.join((batch) =>
      rows.filter((row) => this.#joins(row, batch)).length > 0
    );
    await Promise.all([this.#mirror.register(rows), acknowledged]);
  }

  /** Sends what waits. Settles when Redis has answered, or is away. */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  /** Whether Redis must hear of this row; then it is in the batch. */
  #joins(row: PeerRow, batch: RegisterBatch): boolean {
    const { key, last_heard_ms } = row;
    const known_ms = this.#mirror.lastHeard_ms(key);
    const is_waiting = known_ms === undefined || this.#shared.unconfirmed.has(key);
    // What this node has learned of by itself may not be in Redis yet, and a new master may lack what the old one had.
    const is_there = !is_waiting && !this.#own.waits(key) && this.#lookout.loading === undefined;
    if (is_there && last_heard_ms - known_ms < heard_again_ms) return false;
    if (is_waiting && !batch.waiting.has(key)) this.#shared.unconfirmed.sent([key]);
    // Redis is to have the spelling that is listed.
    const listed = known_ms === undefined ? row : { ...this.#mirror.find(key)!, last_heard_ms };
    batch.add(listed, { waiting: is_waiting, forgotten: this.#own.forgotten.recall(key) });
    return true;
  }

  async #send(batch: RegisterBatch): Promise<void> {
    try {
      const session = this.#session();
      const mark = this.#shared.own_news.sent(batch);
      const replies = await session.transact(batch.commands(session.keys, session.clock, mark));
      await this.#shared.confirm(batch, replies, session);
    } catch (error) {
      this.#shared.withdraw(batch);
      throw error;
    }
  }

  #session(): RedisSession {
    const { session, fault } = this.#lookout;
    if (session === undefined) throw fault ?? away(this.#place, not_connected);
    return session;
  }
}

const not_connected: Words = { en: "there is no connection", zh: "没有连接" };
