/**
 * The store on a Redis or Valkey server, which several nodes share. All reads come from a mirror in memory, so that ops read
 * at once and in order, as from the other stores.
 */
import type { Words } from "../../discovery/words.ts";
import { heard_again_ms, peers_default_max } from "../../discovery/limits.ts";
import {
  redis_batch_wait_max_ms,
  redis_batches_max,
  redis_pause_max_ms,
  redis_sentinel_pause_max_ms,
} from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import { openSqlite, type SqliteStorage } from "../sqlite.ts";
import { fullFault, type PeerStore, type StorageError } from "../storage.ts";
import { away, closedFault, lostAtClose } from "./faults.ts";
import { keysOf, type RedisKeys } from "./keys.ts";
import { Lookout } from "./lookout.ts";
import { Namesake } from "./namesake.ts";
import { foreignRowsNote, joinedNotes, unkeptNote } from "./notes.ts";
import { openingFault } from "./opening_fault.ts";
import type { OutageTold } from "./outage.ts";
import { OwnWrites } from "./own_writes.ts";
import type { RedisPlace } from "./redis_url.ts";
import { RegisterBatch } from "./register_batch.ts";
import type { SentinelPlace } from "./sentinel_url.ts";
import { movedFrom, withMaster } from "./sentinels.ts";
import { RedisSession } from "./session.ts";
import { Shared } from "./shared.ts";
import { SharedClock } from "./shared_clock.ts";
import { sweep } from "./sweep.ts";

/** How a node uses a server. */
export interface RedisOptions {
  /** Name of the network: nodes of one network share their addresses. */
  readonly net: string;
  /** Name of this node among those that share; what it alone knows is kept under it. */
  readonly node_id: string;
  /** Addresses kept at most. Two nodes that are almost full may exceed it by what they take at the same moment. */
  readonly rows_max?: number;
  /** Milliseconds since 1970. */
  readonly now_ms?: () => number;
  /** Told when {@linkcode RedisStore.note} is another one than before; not of the first one. */
  readonly noted?: (note: Words) => void;
  /** Told when Redis stops taking writes while the node runs, and when it takes them again. */
  readonly outage?: OutageTold;
}

/** A mirror, and what keeps it and the server alike. */
export class RedisStore implements PeerStore {
  readonly probes_itself = true;
  readonly #place: RedisPlace | SentinelPlace;
  readonly #keys: RedisKeys;
  readonly #rows_max: number;
  readonly #mirror: SqliteStorage;
  readonly #shared: Shared;
  readonly #own: OwnWrites;
  readonly #lookout: Lookout;
  #batch: RegisterBatch | undefined;
  readonly #sent = new Set<Promise<void>>();
  /** Sends the batch although others are still on their way. */
  #late: ReturnType<typeof setTimeout> | undefined;
  #closed: Promise<void> | undefined;

  readonly #namesake: Namesake;
  readonly #noted: (note: Words) => void;
  #said = "";

  private constructor(place: RedisPlace | SentinelPlace, options: RedisOptions) {
    const { net, node_id, rows_max, now_ms = Date.now, noted = () => {}, outage = () => {} } = options;
    this.#place = place;
    this.#rows_max = rows_max ?? peers_default_max;
    // What other nodes have taken is in the list, also beyond this node's own limit.
    this.#mirror = openSqlite(":memory:", { rows_max: Infinity });
    const keys = this.#keys = keysOf(net, node_id);
    const clock = new SharedClock(now_ms);
    this.#own = new OwnWrites(
      this.#mirror,
      keys,
      clock,
      () => this.#lookout.loading === undefined ? this.#lookout.session : undefined,
    );
    this.#shared = new Shared(this.#mirror, this.#own, clock);
    this.#namesake = new Namesake(node_id);
    this.#noted = noted;
    this.#lookout = new Lookout({
      mark: this.#namesake.mark,
      begin: (watcher) =>
        withMaster(place, watcher.signal, (master) => RedisSession.begin(master, keys, watcher, clock)),
      movedFrom: (session) => movedFrom(place, session.place, session.watcher.signal),
      pause_max_ms: "sentinels" in place ? redis_sentinel_pause_max_ms : redis_pause_max_ms,
      load: (session) => this.#shared.load(session),
      news: (news) => this.#shared.take(news),
      knows: (mark) => this.#shared.own_news.knows(mark),
      ready: () => this.#own.flushSoon(),
      looked: (mark) => {
        this.#namesake.saw(mark);
        this.#tellNote();
      },
      sweep: (session) => {
        this.#own.forgetBefore(clock.old_ms);
        return sweep(this.#mirror, session, clock);
      },
      faultOf: (error) => openingFault(place, error),
      outage,
    });
  }

  /**
   * Connects, and loads all addresses. Settles when the node may begin.
   *
   * @throws {StorageError} `away`, `no entry`, `foreign`, `newer` or `unwritable`.
   */
  static async open(place: RedisPlace | SentinelPlace, options: RedisOptions): Promise<RedisStore> {
    const store = new RedisStore(place, options);
    try {
      await store.#lookout.begin();
      store.#said = store.note?.en ?? "";
      return store;
    } catch (error) {
      store.#mirror.close();
      throw openingFault(place, error, { is_first: true });
    }
  }

  get revision(): number {
    return this.#mirror.revision;
  }

  get note(): Words | undefined {
    const { refusal } = this.#own;
    const foreign = foreignRowsNote(this.#place, this.#keys.peers, this.#shared.foreign);
    return joinedNotes([this.#lookout.note, this.#namesake.note, foreign, refusal && unkeptNote(refusal)]);
  }

  async register(rows: readonly PeerRow[]): Promise<void> {
    if (this.#closed !== undefined) throw closedFault();
    this.#admit(rows);
    if (this.#lookout.session === undefined) throw this.#lookout.fault ?? away(this.#place, not_connected);
    const batch = this.#batch ?? new RegisterBatch();
    const writes = rows.filter((row) => this.#joins(row, batch));
    const in_mirror = this.#mirror.register(rows);
    if (writes.length === 0) return await in_mirror;
    if (this.#batch === undefined) {
      this.#batch = batch;
      setImmediate(() => this.#sendSoon(batch));
    }
    await Promise.all([in_mirror, batch.done]);
  }

  page(limit: number, after_key?: string): string[] | undefined {
    return this.#mirror.page(limit, after_key);
  }

  count(): number {
    return this.#mirror.count();
  }

  load(limit: number, skip?: number): PeerRow[] {
    return this.#mirror.load(limit, skip);
  }

  find(key: string): PeerRow | undefined {
    return this.#mirror.find(key);
  }

  walk(limit: number, after_key?: string): PeerRow[] {
    return this.#mirror.walk(limit, after_key);
  }

  /** In the mirror at once. Redis gets it as soon as it can; a crash before that loses it. */
  save(rows: readonly PeerRow[]): void {
    if (this.#closed !== undefined) throw closedFault();
    this.#admit(rows);
    this.#own.save(rows, (key) => this.#shared.unconfirmed.has(key));
  }

  /** The same. The other nodes keep the address, unless nobody has heard of it for long. */
  remove(keys: readonly string[]): void {
    if (this.#closed !== undefined) throw closedFault();
    this.#shared.own_news.clear();
    this.#own.remove(keys);
  }

  probe(): void {
    if (this.#closed !== undefined) throw closedFault();
    if (this.#lookout.fault !== undefined) throw this.#lookout.fault;
  }

  close(limit_ms?: number): Promise<void> {
    return this.#closed ??= this.#close(limit_ms);
  }

  async #close(limit_ms: number | undefined): Promise<void> {
    this.#sendBatch();
    const taken = Promise.all(this.#sent).then(() => this.#lookout.loading).then(() => this.#own.flush());
    await (limit_ms === undefined ? taken : atMost(limit_ms, taken));
    await this.#lookout.end();
    // What Redis has not answered by now has failed.
    await taken;
    this.#mirror.close();
    if (this.#own.size > 0) throw lostAtClose(this.#place, this.#own.size);
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
    batch.add(listed, { waiting: is_waiting, forgotten: this.#own.recall(key) });
    return true;
  }

  /** Where others are on their way, more registers may share the next commands. */
  #sendSoon(batch: RegisterBatch): void {
    if (this.#batch !== batch) return;
    if (this.#sent.size < redis_batches_max) return this.#sendBatch();
    this.#late = setTimeout(() => this.#sendBatch(), redis_batch_wait_max_ms);
  }

  #sendBatch(): void {
    const batch = this.#batch;
    if (batch === undefined) return;
    this.#batch = undefined;
    clearTimeout(this.#late);
    const sent = this.#send(batch).then(() => batch.settle(), (error: StorageError) => {
      this.#shared.withdraw(batch);
      batch.settle(error);
    }).finally(() => {
      this.#sent.delete(sent);
      this.#sendBatch();
    });
    this.#sent.add(sent);
  }

  async #send(batch: RegisterBatch): Promise<void> {
    const { session } = this.#lookout;
    if (session === undefined) throw this.#lookout.fault ?? away(this.#place, not_connected);
    const mark = this.#shared.own_news.sent(batch);
    const replies = await session.transact(batch.commands(session.keys, session.clock, mark));
    await this.#shared.confirm(batch, replies, session);
  }

  #tellNote(): void {
    const { note } = this;
    if (note !== undefined && note.en !== this.#said) this.#noted(note);
    this.#said = note?.en ?? "";
  }

  /** @throws {StorageError} `full`. */
  #admit(rows: readonly PeerRow[]): void {
    if (this.count() + rows.length <= this.#rows_max) return;
    const keys = new Set(rows.map(({ key }) => key));
    const added = [...keys].filter((key) => this.find(key) === undefined).length;
    if (added > 0 && this.count() + added > this.#rows_max) throw fullFault(this.#rows_max);
  }
}

/** Waits, but not for long. */
async function atMost(limit_ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, limit_ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}

const not_connected: Words = { en: "there is no connection", zh: "没有连接" };
