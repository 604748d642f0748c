/** What the lookout needs of the store around it. */
import type { StorageError } from "../storage.ts";
import type { News } from "./rows/news.ts";
import type { OutageTold } from "./server/outage.ts";
import type { RedisSession, SessionWatcher } from "./session.ts";

/** What the lookout has others do. */
export interface LookoutHost {
  /** Connects. */
  begin(watcher: SessionWatcher): Promise<RedisSession>;
  /** Why another server is to be used from now on; undefined where this one is. */
  movedFrom(session: RedisSession): Promise<StorageError | undefined>;
  /** Longest pause before the next beginning. */
  readonly pause_max_ms: number;
  /** Makes the mirror like the server. */
  load(session: RedisSession): Promise<void>;
  /** Some node has written. */
  news(news: News): void;
  /** See {@linkcode SessionWatcher}. */
  knows(mark: string): boolean;
  /** Stands for this process. */
  readonly mark: string;
  /** Redis takes writes. */
  ready(): void;
  /** A look found this mark before it left its own; null for none. */
  looked(mark: string | null): void;
  /** Removes what is old. */
  sweep(session: RedisSession): Promise<void>;
  /** What an error means. */
  faultOf(error: unknown): StorageError;
  /** Told of the beginning and the end of an outage. */
  readonly outage: OutageTold;
}
