/** Reads the stream of news on a connection of its own, which waits for them. */
import { redis_look_ms, redis_news_pause_ms } from "../limits.ts";
import type { RedisConnection, Reply } from "./server/connection.ts";
import { markOf, type News, newsOf, reader_entries_max } from "./rows/news.ts";

/** Told of what is read. */
export interface NewsWatcher {
  /** Another node, or this one, has written. */
  news(news: News): void;
  /** Whether an entry with this mark is of this node and tells it nothing: then it is not read. */
  knows(mark: string): boolean;
  /** News were missed: all is to be loaded anew. */
  missed(): void;
}

/** A place in the stream, from which on news are to be read. */
export class NewsReader {
  readonly #connection: RedisConnection;
  readonly #key: string;
  readonly #watcher: NewsWatcher;
  #position = "0-0";
  #is_over = false;
  /** The pause, and what ends it. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resume = () => {};

  private constructor(connection: RedisConnection, key: string, watcher: NewsWatcher) {
    this.#connection = connection;
    this.#key = key;
    this.#watcher = watcher;
  }

  /**
   * Begins after the newest entry there is.
   *
   * @param key Of the stream.
   * @throws {StorageError}
   */
  static async begin(connection: RedisConnection, key: string, watcher: NewsWatcher): Promise<NewsReader> {
    const reader = new NewsReader(connection, key, watcher);
    reader.#position = await reader.#newestEntry();
    return reader;
  }

  /**
   * Reads until {@linkcode NewsReader.end}.
   *
   * @throws {StorageError}
   */
  async follow(): Promise<void> {
    while (!this.#is_over) {
      const before = this.#position;
      const args = ["BLOCK", String(redis_look_ms), "COUNT", String(reader_entries_max)];
      const command = ["XREAD", ...args, "STREAMS", this.#key, before];
      const found = await this.#connection.send(command, redis_look_ms);
      if (this.#is_over) return;
      const entries = entriesIn(found);
      if (entries.length === reader_entries_max && await this.#wasTrimmed(before)) {
        this.#position = await this.#newestEntry();
        this.#watcher.missed();
        continue;
      }
      for (const [id, fields] of entries) {
        if (this.#is_over) return;
        this.#take(fields);
        this.#position = id;
      }
      const is_all = entries.length < reader_entries_max;
      if (entries.length > 0 && is_all && !this.#is_over) await this.#pause();
    }
  }

  /** Tells nothing more. The connection is left as it is. */
  end(): void {
    this.#is_over = true;
    clearTimeout(this.#timer);
    this.#resume();
  }

  #take(fields: readonly string[]): void {
    const mark = markOf(fields);
    if (mark !== undefined && this.#watcher.knows(mark)) return;
    const news = newsOf(fields);
    if (news !== undefined) this.#watcher.news(news);
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#timer = setTimeout(resolve, redis_news_pause_ms);
    });
  }

  async #newestEntry(): Promise<string> {
    const newest = ["XREVRANGE", this.#key, "+", "-", "COUNT", "1"];
    const [entry] = (await this.#connection.send(newest)) as Entry[];
    return entry?.[0] ?? "0-0";
  }

  /** Whether entries after that one may be gone: a reader that far behind has missed some. */
  async #wasTrimmed(position: string): Promise<boolean> {
    const first = ["XRANGE", this.#key, "-", "+", "COUNT", "1"];
    const [oldest] = (await this.#connection.send(first)) as Entry[];
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
