/**
 * The time from one connecting to Redis to the next loss of it: two connections, since one waits for news. A session that
 * has ended is never used again; the store begins another.
 */
import type { Words } from "../../discovery/words.ts";
import { redis_alive_s } from "../limits.ts";
import { StorageError } from "../storage.ts";
import { checkKeys } from "./check_keys.ts";
import { type Command, RedisConnection, type Reply } from "./server/connection.ts";
import { Copies, copy_wait_ms } from "./server/copies.ts";
import { askDurability, unlessForbidden } from "./server/durability.ts";
import { notMaster } from "./server/faults.ts";
import { format_version, type RedisKeys } from "./rows/keys.ts";
import { NewsReader, type NewsWatcher } from "./news_reader.ts";
import { joinedNotes } from "./notes.ts";
import type { RedisPlace } from "./server/redis_url.ts";
import { compareClock, type SharedClock } from "./server/shared_clock.ts";

/** What a session tells the store. */
export interface SessionWatcher extends NewsWatcher {
  /** It is over. Nothing is told after this. */
  ended(error: StorageError): void;
  /** Aborted when the store is closed, so that nothing waits for a server that does not answer. */
  readonly signal: AbortSignal;
}

/** What one look finds. */
export interface Look {
  /** What the key `alive` held before; null for nothing. */
  readonly mark: string | null;
  /** The keys are gone: somebody emptied the database. */
  readonly is_emptied: boolean;
}

/** Two connections to one server, checked. */
export class RedisSession {
  #durability: Words | undefined;
  readonly #copies: Copies;
  #is_over = false;
  /** Undefined until they are connected; nobody has the session before. */
  #commands!: RedisConnection;
  #reader!: RedisConnection;
  #news!: NewsReader;

  private constructor(
    readonly place: RedisPlace,
    readonly keys: RedisKeys,
    readonly watcher: SessionWatcher,
    readonly clock: SharedClock,
  ) {
    const wait = async () =>
      Number(await this.#commands.send(["WAIT", "1", String(copy_wait_ms)], copy_wait_ms));
    this.#copies = new Copies(place, wait);
  }

  /**
   * Connects, and looks whether the keys are ours.
   *
   * @throws {StorageError}
   */
  static async begin(
    place: RedisPlace,
    keys: RedisKeys,
    watcher: SessionWatcher,
    clock: SharedClock,
  ): Promise<RedisSession> {
    const session = new RedisSession(place, keys, watcher, clock);
    const ended = (error: StorageError) => session.fail(error);
    session.#commands = await RedisConnection.open(place, ended, watcher);
    try {
      session.#reader = await RedisConnection.open(place, ended, watcher);
      await session.#checkRole();
      await session.checkKeys();
      await session.lookAtSettings();
      session.#news = await NewsReader.begin(session.#reader, keys.news, watcher);
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** What the owner should know of the server. */
  get note(): Words | undefined {
    return joinedNotes([this.#durability, this.#copies.note, this.clock.note]);
  }

  /** Asks the server again how it keeps things and what time it is, since that can be changed while it runs. */
  async lookAtSettings(): Promise<void> {
    this.#durability = await askDurability(this.#commands);
    await compareClock(this.clock, (command) => this.send(command));
    await this.#lookAtCopies();
  }

  /**
   * The smallest write there is, and whether all is in place.
   *
   * @param mark Stands for this process.
   */
  async look(mark: string): Promise<Look> {
    const [before, version] = await Promise.all([
      this.send(["SET", this.keys.alive, mark, "EX", String(redis_alive_s), "GET"]),
      this.send(["GET", this.keys.format]),
      this.#lookAtCopies(),
    ]);
    return { mark: before === null ? null : String(before), is_emptied: version === null };
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
    const [replies] = await Promise.all([this.#commands.transact(commands), this.#copies.confirm()]);
    return replies;
  }

  /** Reads news until the session is over, from the moment on at which it began. */
  async follow(): Promise<void> {
    try {
      await this.#news.follow();
    } catch (error) {
      this.fail(error as StorageError);
    }
  }

  /** Ends both connections. */
  close(): void {
    this.#is_over = true;
    this.#news?.end();
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
    // Where it may not be asked, a refused write says the same.
    const role = await unlessForbidden(this.send(["ROLE"])) as readonly string[] | undefined;
    if (role !== undefined && role[0] !== "master") throw notMaster(this.place, role[0]);
  }

  /**
   * Looks whether the keys are ours, and marks them where there are none.
   *
   * @throws {StorageError} `foreign` or `newer`.
   */
  async checkKeys(): Promise<void> {
    await checkKeys((command) => this.send(command), this.place, this.keys);
    // In any case, so that a server that takes no writes is found now.
    await this.#commands.send(["SET", this.keys.format, format_version]);
  }

  async #lookAtCopies(): Promise<void> {
    const replication = await unlessForbidden(this.send(["INFO", "replication"]));
    this.#copies.saw(replication === undefined ? undefined : String(replication));
  }
}
