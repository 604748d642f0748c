/** Keeps the mirror like what the nodes share: loads it, takes in news, and settles registers. It sends nothing by itself. */
import { redis_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import type { Reply } from "./connection.ts";
import { loadRows } from "./load_rows.ts";
import type { News } from "./news.ts";
import type { OwnWrites } from "./own_writes.ts";
import type { RegisterBatch } from "./register_batch.ts";
import { sharedOf, type SharedPart } from "./row_texts.ts";
import type { RedisSession } from "./session.ts";
import { Unconfirmed } from "./unconfirmed.ts";

/** The mirror, as far as other nodes write it. */
export class Shared {
  /** Rows in the mirror that Redis has not acknowledged. */
  readonly unconfirmed = new Unconfirmed();
  readonly #mirror: SqliteStorage;
  readonly #own: OwnWrites;

  constructor(mirror: SqliteStorage, own: OwnWrites) {
    this.#mirror = mirror;
    this.#own = own;
  }

  /**
   * Makes mirror and server alike. What this node has and Redis lacks goes there again, unless it is old: Redis may have
   * lost it, e.g. where it keeps no log.
   */
  async load(session: RedisSession): Promise<void> {
    const { rows, forgotten } = await loadRows(session);
    this.#own.loaded(forgotten);
    const loaded = [...rows.values()];
    for (let at = 0; at < loaded.length; at += redis_rows_at_once_max) {
      this.#takeLoaded(loaded.slice(at, at + redis_rows_at_once_max));
      await new Promise((resolve) => setTimeout(resolve));
    }
    let after: string | undefined;
    for (;;) {
      const piece = this.#mirror.walk(redis_rows_at_once_max, after);
      after = piece.at(-1)?.key;
      if (after === undefined) return;
      for (const row of piece) if (!rows.has(row.key)) this.#lacks(row);
    }
  }

  /** Takes in what some node has written. */
  take({ rows, removed }: News): void {
    const counting = rows.filter(({ key, last_heard_ms }) => !this.#own.hasForgotten(key, last_heard_ms));
    for (const row of counting) {
      if (this.#own.recall(row.key)) this.#own.write(row.key, false);
      if (this.unconfirmed.has(row.key)) this.#adopt(row.key, row);
    }
    this.unconfirmed.confirmed(counting.map(({ key }) => key));
    this.#hear(counting);
    const gone = removed.flatMap(([key, last_heard_ms]) => this.#isGone(key, last_heard_ms));
    if (gone.length > 0) this.#mirror.remove(gone);
  }

  /** Redis has acknowledged a batch. Where another node was first with a key, that node's text counts. */
  async confirm(batch: RegisterBatch, replies: readonly Reply[], session: RedisSession): Promise<void> {
    const second = batch.keys.filter((key, index) => replies[index] === 0 && batch.waiting.has(key));
    if (second.length > 0) {
      const texts = await session.send([
        "HMGET",
        session.keys.peers,
        ...second,
      ]) as readonly (string | null)[];
      second.forEach((key, index) => this.#adopt(key, sharedOf(texts[index] ?? "")));
    }
    this.unconfirmed.confirmed(batch.keys);
  }

  /** Redis has not acknowledged a batch: what nobody was told of leaves the mirror. */
  withdraw(batch: RegisterBatch): void {
    const lost = new Set(this.unconfirmed.failed(batch.waiting));
    for (const key of batch.keys) if (!lost.has(key) && !batch.waiting.has(key)) this.#own.write(key, false);
    // What the node has learned of by itself stays, and is sent later.
    const told = [...lost].filter((key) => !this.#own.waits(key));
    this.#mirror.remove(told);
  }

  #takeLoaded(rows: readonly PeerRow[]): void {
    const counting = rows.filter(({ key, last_heard_ms }) => !this.#own.hasForgotten(key, last_heard_ms));
    const { known = [], fresh = [] } = Object.groupBy(
      counting,
      ({ key }) => this.#mirror.find(key) === undefined ? "fresh" : "known",
    );
    if (fresh.length > 0) this.#mirror.save(fresh);
    this.unconfirmed.confirmed(known.map(({ key }) => key));
    this.#hear(known);
  }

  /** Adds rows to the mirror, or moves on when they were last heard of. */
  #hear(rows: readonly PeerRow[]): void {
    if (rows.length === 0) return;
    // The mirror refuses only after it was closed; then nobody reads it.
    this.#mirror.register(rows).catch(() => {});
  }

  #adopt(key: string, shared: SharedPart | undefined): void {
    const row = this.#mirror.find(key);
    if (row === undefined || shared === undefined || row.addr === shared.addr) return;
    const { addr, source_group, source_scope, first_heard_ms } = shared;
    this.#mirror.save([{ ...row, addr, source_group, source_scope, first_heard_ms }]);
  }

  /** A row that Redis lacks. */
  #lacks(row: PeerRow): void {
    const { key, last_heard_ms, last_success_ms } = row;
    if (this.unconfirmed.has(key)) return;
    if (Math.max(last_heard_ms, last_success_ms ?? 0) >= this.#own.old_ms) this.#own.write(key, true);
    else this.#mirror.remove([key]);
  }

  /** The key, where this node has heard nothing newer of it. */
  #isGone(key: string, last_heard_ms: number): string[] {
    this.#own.recall(key);
    const row = this.#mirror.find(key);
    if (row === undefined || this.unconfirmed.has(key)) return [];
    return Math.max(row.last_heard_ms, row.last_success_ms ?? 0) <= last_heard_ms ? [key] : [];
  }
}
