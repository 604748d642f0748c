/**
 * The store on a Redis or Valkey server, which several nodes share. All reads come from a mirror in memory, so that ops read
 * at once and in order, as from the other stores.
 */
import type { Words } from "../../discovery/words.ts";
import { peers_default_max } from "../../discovery/limits.ts";
import { redis_pause_max_ms, redis_sentinel_pause_max_ms } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import { openSqlite, type SqliteStorage } from "../sqlite.ts";
import { fullFault, type PeerStore } from "../storage.ts";
import { closedFault, lostAtClose } from "./server/faults.ts";
import { keysOf, type RedisKeys } from "./rows/keys.ts";
import { Lookout } from "./lookout.ts";
import { Namesake } from "./namesake.ts";
import { foreignRowsNote, joinedNotes, NoteChanges, unkeptNote } from "./notes.ts";
import { openingFault } from "./server/opening_fault.ts";
import type { OutageTold } from "./server/outage.ts";
import { OwnWrites } from "./own_writes.ts";
import type { RedisPlace } from "./server/redis_url.ts";
import { Registers } from "./registers.ts";
import type { SentinelPlace } from "./sentinel/sentinel_url.ts";
import { movedFrom, withMaster } from "./sentinel/sentinels.ts";
import { RedisSession } from "./session.ts";
import { Shared } from "./shared.ts";
import { SharedClock } from "./server/shared_clock.ts";
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
  readonly #registers: Registers;
  #closed: Promise<void> | undefined;

  readonly #namesake: Namesake;
  readonly #changes: NoteChanges;

  private constructor(place: RedisPlace | SentinelPlace, options: RedisOptions) {
    const { net, node_id, rows_max, now_ms = Date.now, noted = () => {}, outage = () => {} } = options;
    this.#place = place;
    this.#rows_max = rows_max ?? peers_default_max;
    // What other nodes have taken is in the list, also beyond this node's own limit.
    this.#mirror = openSqlite(":memory:", { rows_max: Infinity });
    const keys = this.#keys = keysOf(net, node_id);
    const clock = new SharedClock(now_ms);
    this.#own = new OwnWrites(this.#mirror, keys, clock, () => this.#lookout.settled_session);
    this.#shared = new Shared(this.#mirror, this.#own, clock);
    this.#namesake = new Namesake(node_id);
    this.#changes = new NoteChanges(noted);
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
        this.#changes.saw(this.note);
      },
      sweep: (session) => {
        this.#own.forgotten.dropBefore(clock.old_ms);
        return sweep(this.#mirror, session, clock);
      },
      faultOf: (error) => openingFault(place, error),
      outage,
    });
    this.#registers = new Registers(this.#mirror, this.#own, this.#shared, this.#lookout, place);
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
      store.#changes.saw(store.note);
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
    await this.#registers.register(rows);
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
    const taken = this.#registers.flush().then(() => this.#lookout.loading).then(() => this.#own.flush());
    await (limit_ms === undefined ? taken : atMost(limit_ms, taken));
    await this.#lookout.end();
    // What Redis has not answered by now has failed.
    await taken;
    this.#mirror.close();
    if (this.#own.size > 0) throw lostAtClose(this.#place, this.#own.size);
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
