/** The copies of a Redis server (its replicas): how many follow it, and the wait for one of them. */
import type { Words } from "../../../discovery/words.ts";
import { redis_copy_lag_max_s, redis_deadline_ms } from "../../limits.ts";
import { away } from "./faults.ts";
import type { RedisPlace } from "./redis_url.ts";

/** How long one copy is waited for. A second wait, for what came meanwhile, is over at the same deadline. */
export const copy_wait_ms: number = redis_deadline_ms / 2;

/**
 * How many copies follow, by the server's own words.
 *
 * @param replication The answer to `INFO replication`.
 *
 * @example
 * ```ts
 * import { copiesIn } from "./copies.ts";
 * import assert from "node:assert/strict";
 *
 * const copy = "slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=";
 * assert.equal(copiesIn(`${copy}1\r\n`), 1);
 * assert.equal(copiesIn(`${copy}60\r\n`), 0);
 * ```
 */
export function copiesIn(replication: string): number {
  const lags = replication.matchAll(/^slave\d+:.*\bstate=online\b.*\blag=(\d+)/gm);
  return [...lags].filter(([, lag]) => Number(lag) <= redis_copy_lag_max_s).length;
}

/** What is known of the copies during one session. */
export class Copies {
  readonly #place: RedisPlace;
  readonly #wait: () => Promise<number>;
  #count: number | undefined;
  #had_some = false;
  #waiting: Promise<number> | undefined;
  #next: Promise<number> | undefined;

  /** @param wait Sends a `WAIT` for one copy, and tells how many have everything that was sent before it. */
  constructor(place: RedisPlace, wait: () => Promise<number>) {
    this.#place = place;
    this.#wait = wait;
  }

  /** The server was asked. `replication` is undefined where it does not tell. */
  saw(replication: string | undefined): void {
    this.#count = replication === undefined ? undefined : copiesIn(replication);
    if (this.#count !== undefined && this.#count > 0) this.#had_some = true;
  }

  /** What the operator should know. */
  get note(): Words | undefined {
    if (this.#count === undefined) {
      return {
        en: "Redis does not tell whether it has copies (INFO is forbidden): a 202 waits for none.",
        zh: "Redis 不说明有没有副本（禁用了 INFO）：202 不等待副本。",
      };
    }
    if (this.#count > 0 || !this.#had_some) return undefined;
    return {
      en: "No copy follows Redis any longer: a 202 is as durable as this one server.",
      zh: "已经没有副本跟随 Redis：202 的可靠程度只取决于这一台服务器。",
    };
  }

  /**
   * Settles when a copy has what was sent before; at once where none follows. Who asks during one wait shares the next: a
   * wait holds up what comes after it on the connection.
   *
   * @throws {StorageError} `away`
   */
  async confirm(): Promise<void> {
    if (!this.#count) return;
    if (await this.#join() > 0) return;
    throw away(this.#place, {
      en: `no copy of it has acknowledged within ${copy_wait_ms} ms`,
      zh: `${copy_wait_ms} 毫秒内没有任何副本确认`,
    });
  }

  #join(): Promise<number> {
    if (this.#waiting === undefined) return this.#begin();
    return this.#next ??= this.#waiting.then(() => this.#begin(), () => this.#begin());
  }

  #begin(): Promise<number> {
    this.#next = undefined;
    const waiting = this.#waiting = this.#wait().finally(() => {
      if (this.#waiting === waiting) this.#waiting = undefined;
    });
    return waiting;
  }
}
