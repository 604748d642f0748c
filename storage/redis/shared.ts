/** Keeps the mirror like what the nodes share: loads it, takes in news, and settles registers. It sends nothing by itself. */
import { redis_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { SqliteStorage } from "../sqlite.ts";
import type { Reply } from "./server/connection.ts";
import { adoptText, adoptTexts } from "./adopt_texts.ts";
import { loadRows } from "./load_rows.ts";
import type { News } from "./rows/news.ts";
import { OwnNews } from "./own_news.ts";
import { lastHeard_ms } from "./rows/own_commands.ts";
import type { OwnWrites } from "./own_writes.ts";
import type { RegisterBatch } from "./register_batch.ts";
import type { RedisSession } from "./session.ts";
import type { SharedClock } from "./server/shared_clock.ts";
import { Unconfirmed } from "./unconfirmed.ts";

/** What news told of keys while all was being loaded. */
type Meanwhile = ReadonlyMap<string, "written" | "removed">;

/** The mirror, as far as other nodes write it. */
export class Shared {
  /** Rows in the mirror that Redis has not acknowledged. */
  readonly unconfirmed = new Unconfirmed();
  /** What this node tells the others, and need not be told. */
  readonly own_news = new OwnNews(this.unconfirmed);
  readonly #mirror: SqliteStorage;
  readonly #own: OwnWrites;
  readonly #clock: SharedClock;
  /** What news told of while all is being loaded: what was read of these keys may be older. */
  #meanwhile: Map<string, "written" | "removed"> | undefined;
  #foreign: readonly string[] = [];

  constructor(mirror: SqliteStorage, own: OwnWrites, clock: SharedClock) {
    this.#mirror = mirror;
    this.#own = own;
    this.#clock = clock;
  }

  /** Keys whose texts in Redis are of another program, when all was loaded last. */
  get foreign(): readonly string[] {
    return this.#foreign;
  }

  /**
   * Makes mirror and server alike. What this node has and Redis lacks goes there again, unless it is old: Redis may have
   * lost it, e.g. where it keeps no log. One load at a time.
   */
  async load(session: RedisSession): Promise<void> {
    const meanwhile: Meanwhile = this.#meanwhile = new Map();
    this.own_news.pause();
    try {
      const { rows, forgotten, orphans, foreign } = await loadRows(session, this.#clock);
      this.#own.loaded(forgotten);
      this.#foreign = foreign;
      await this.#compare(rows, meanwhile);
      await this.#takeFresh([...rows.values()], meanwhile);
      this.#own.drop(orphans.filter((key) => this.#mirror.find(key) === undefined));
    } finally {
      this.#meanwhile = undefined;
      this.own_news.resume();
    }
  }

  /** Takes in what some node has written. */
  take({ rows, removed }: News): void {
    if (removed.length > 0) this.own_news.clear();
    const counting = rows.filter(({ key, last_heard_ms }) => !this.#own.forgotten.has(key, last_heard_ms));
    for (const row of counting) {
      if (this.#own.forgotten.recall(row.key)) this.#own.write(row.key, false);
      if (this.unconfirmed.has(row.key)) this.#adopt(row);
      this.unconfirmed.seen(row.key);
      // What the mirror has is compared all the same: Redis may have another spelling of it by now.
      const meanwhile = this.#meanwhile;
      if (meanwhile && this.#mirror.lastHeard_ms(row.key) === undefined) meanwhile.set(row.key, "written");
    }
    this.#hear(counting.map((row) => ({ ...row, last_heard_ms: this.#clock.read(row.last_heard_ms) })));
    const gone = removed.filter(([key, last_heard_ms]) => this.#isGone(key, last_heard_ms)).map(([key]) =>
      key
    );
    if (gone.length === 0) return;
    this.#mirror.remove(gone);
    this.#own.drop(gone);
  }

  /** Redis has acknowledged a batch. Where another node was first with a key, that node's text counts. */
  async confirm(batch: RegisterBatch, replies: readonly Reply[], session: RedisSession): Promise<void> {
    const second = batch.keys.filter((key, index) => replies[index] === 0 && batch.waiting.has(key));
    await adoptTexts(this.#mirror, second, session, (keys) => this.unconfirmed.confirmed(keys));
    this.unconfirmed.confirmed(batch.keys);
    const meanwhile = this.#meanwhile;
    for (const key of batch.waiting) if (meanwhile && !meanwhile.has(key)) meanwhile.set(key, "written");
  }

  /** Redis has not acknowledged a batch: what nobody was told of leaves the mirror. */
  withdraw(batch: RegisterBatch): void {
    this.own_news.failed(batch);
    const lost = new Set(this.unconfirmed.failed(batch.waiting));
    for (const key of batch.keys) if (!lost.has(key) && !batch.waiting.has(key)) this.#own.write(key, false);
    // What the node has learned of by itself stays, and is sent later.
    const told = [...lost].filter((key) => !this.#own.waits(key));
    this.#mirror.remove(told);
  }

  /**
   * Goes through the mirror: takes what Redis has newer of its rows. What Redis lacks is sent there, or leaves the mirror
   * where it is old.
   *
   * @param there What Redis has; what the mirror lacks is left in it. A copy of 100,000 rows would hold up clients.
   */
  async #compare(there: Map<string, PeerRow>, meanwhile: Meanwhile): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const piece = this.#mirror.walk(redis_rows_at_once_max, after);
      after = piece.at(-1)?.key;
      if (after === undefined) return;
      const later: PeerRow[] = [];
      const old: string[] = [];
      for (const row of piece) {
        const { key } = row;
        const shared = there.get(key);
        there.delete(key);
        if (meanwhile.get(key) === "removed") continue;
        if (shared !== undefined) {
          this.#found(row, shared);
          if (shared.last_heard_ms > row.last_heard_ms) later.push(shared);
        } else if (!meanwhile.has(key) && !this.unconfirmed.has(key)) {
          if (lastHeard_ms(row) >= this.#clock.old_ms) this.#own.write(key, true);
          else old.push(key);
        }
      }
      this.#hear(later);
      if (old.length > 0) this.#mirror.remove(old);
      await nextTurn();
    }
  }

  /** Takes what the mirror lacks, in the order in which it was heard of. */
  async #takeFresh(rows: PeerRow[], meanwhile: Meanwhile): Promise<void> {
    rows.sort((one, other) => one.first_heard_ms - other.first_heard_ms);
    for (let at = 0; at < rows.length; at += redis_rows_at_once_max) {
      const fresh = rows.slice(at, at + redis_rows_at_once_max).filter((row) => {
        if (meanwhile.get(row.key) === "removed") return false;
        if (this.#own.forgotten.has(row.key, row.last_heard_ms)) return false;
        const now = this.#mirror.find(row.key);
        if (now !== undefined) this.#found(now, row);
        return now === undefined;
      });
      if (fresh.length > 0) this.#mirror.save(fresh);
      await nextTurn();
    }
  }

  /** Redis has a row of the mirror. */
  #found(row: PeerRow, shared: PeerRow): void {
    adoptText(this.#mirror, row, shared);
    this.unconfirmed.seen(row.key);
  }

  /** Adds rows to the mirror, or moves on when they were last heard of. */
  #hear(rows: readonly PeerRow[]): void {
    if (rows.length === 0) return;
    // The mirror refuses only after it was closed; then nobody reads it.
    this.#mirror.register(rows).catch(() => {});
  }

  #adopt(shared: PeerRow): void {
    const row = this.#mirror.find(shared.key);
    if (row !== undefined) adoptText(this.#mirror, row, shared);
  }

  /** Whether this node has heard nothing newer of it. Otherwise the others must hear of it again. */
  #isGone(key: string, last_heard_ms: number): boolean {
    this.#meanwhile?.set(key, "removed");
    this.#own.forgotten.left(key, last_heard_ms);
    const row = this.#mirror.find(key);
    if (row === undefined || this.unconfirmed.has(key)) return false;
    if (lastHeard_ms(row) <= last_heard_ms) return true;
    this.#own.write(key, true);
    return false;
  }
}

/** Clients are served between two pieces. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
