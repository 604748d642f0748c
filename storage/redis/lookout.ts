/** Keeps a session with Redis: begins one, looks whether it still works, and begins another after it was lost. */
import type { Words } from "../../discovery/words.ts";
import { redis_look_ms, redis_pause_min_ms, redis_sweep_ms } from "../limits.ts";
import { StorageError } from "../storage.ts";
import type { LookoutHost } from "./lookout_host.ts";
import { Outage } from "./server/outage.ts";
import type { RedisSession } from "./session.ts";

/** The session of now, if there is one. */
export class Lookout {
  readonly #host: LookoutHost;
  readonly #outage: Outage;
  #session: RedisSession | undefined;
  #fault: StorageError | undefined;
  #note: Words | undefined;
  #pause_ms = redis_pause_min_ms;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();
  /** Loads all anew, and again where that was asked for meanwhile. */
  #reloading: Promise<void> | undefined;
  #is_stale = false;
  #swept_ms = -Infinity;
  readonly #over = new AbortController();

  constructor(host: LookoutHost) {
    this.#host = host;
    this.#outage = new Outage(host.outage);
  }

  /** Undefined while Redis is away, and until all was loaded for the first time. */
  get session(): RedisSession | undefined {
    return this.#session;
  }

  /** The same, undefined also while all is loaded anew: for what may wait. */
  get settled_session(): RedisSession | undefined {
    return this.#reloading === undefined ? this.#session : undefined;
  }

  /**
   * Settles when all is loaded anew; undefined while nothing is. Until then the mirror may have what Redis lacks, and
   * Redis what the mirror lacks.
   */
  get loading(): Promise<void> | undefined {
    return this.#reloading;
  }

  /** Why writes fail; undefined while they should not. */
  get fault(): StorageError | undefined {
    return this.#fault;
  }

  /** See {@linkcode RedisSession}. */
  get note(): Words | undefined {
    return this.#session?.note ?? this.#note;
  }

  /**
   * Connects and loads.
   *
   * @param is_again All was loaded before. Clients wait: writes are taken at once, and all is loaded anew meanwhile.
   */
  async begin(is_again = false): Promise<void> {
    let lost: StorageError | undefined;
    let begun: RedisSession | undefined;
    const session = begun = await this.#host.begin({
      news: (news) => this.#host.news(news),
      knows: (mark) => this.#host.knows(mark),
      missed: () => this.#reload(session),
      ended: (error) => {
        lost = error;
        if (begun !== undefined && this.#session === begun) this.#lost(error);
      },
      signal: this.#over.signal,
    });
    try {
      // One load at a time: that of the session before may still go through the mirror.
      await this.#reloading;
      if (!is_again) await this.#host.load(session);
      if (this.#over.signal.aborted || lost !== undefined) throw lost ?? new Error("the store was closed");
    } catch (error) {
      session.close();
      throw error;
    }
    this.#session = session;
    this.#note = session.note;
    this.#fault = undefined;
    void session.follow();
    if (is_again) this.#reload(session);
    else this.#host.ready();
    this.#later(redis_look_ms, () => this.#look(session));
  }

  /** Ends the session, and does not begin another. Settles when nothing runs any more. */
  async end(): Promise<void> {
    this.#over.abort();
    clearTimeout(this.#timer);
    this.#session?.close();
    this.#session = undefined;
    await this.#work;
    await this.#reloading;
  }

  #later(pause_ms: number, work: () => Promise<void>): void {
    if (this.#over.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work = work(), pause_ms);
  }

  #fails(error: StorageError): void {
    this.#fault = error;
    this.#outage.goesOn(error);
  }

  #lost(error: StorageError): void {
    this.#session = undefined;
    this.#fails(error);
    this.#tryLater();
  }

  #tryLater(): void {
    this.#later(this.#pause_ms, () => this.#again());
    this.#pause_ms = Math.min(2 * this.#pause_ms, this.#host.pause_max_ms);
  }

  async #again(): Promise<void> {
    try {
      await this.begin(true);
    } catch (error) {
      this.#fails(this.#host.faultOf(error));
      this.#tryLater();
    }
  }

  #reload(session: RedisSession): void {
    this.#is_stale = true;
    this.#reloading ??= this.#loadWhileStale(session).finally(() => {
      this.#reloading = undefined;
      if (this.#session !== undefined) this.#host.ready();
    });
  }

  async #loadWhileStale(session: RedisSession): Promise<void> {
    try {
      while (this.#is_stale && this.#session === session) {
        this.#is_stale = false;
        await session.checkKeys();
        await this.#host.load(session);
      }
      if (this.#session === session) this.#pause_ms = redis_pause_min_ms;
    } catch (error) {
      session.fail(this.#host.faultOf(error));
    }
  }

  /** A connection that does not answer is lost; one that refuses is looked at again. */
  async #look(session: RedisSession): Promise<void> {
    try {
      const moved = await this.#host.movedFrom(session);
      if (moved !== undefined) return session.fail(moved);
      const { mark, is_emptied } = await session.look(this.#host.mark);
      this.#fault = undefined;
      // Not at once when it answers again: a server that hangs up each time would fill the log.
      this.#outage.isOver();
      if (is_emptied) this.#reload(session);
      this.#host.ready();
      if (performance.now() - this.#swept_ms >= redis_sweep_ms) {
        this.#swept_ms = performance.now();
        await session.lookAtSettings();
        await this.#host.sweep(session);
      }
      this.#host.looked(mark);
    } catch (error) {
      if (this.#session !== session) return;
      if (!(error instanceof StorageError)) return session.fail(error as StorageError);
      this.#fails(error);
    }
    if (this.#session === session) this.#later(redis_look_ms, () => this.#look(session));
  }
}
