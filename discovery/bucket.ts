/** A token bucket as a pure function of time: how often something may happen, and how large a burst may be. */

/** What a bucket allows. */
export interface Rate {
  /** Tokens that come back per second, over 0. */
  readonly per_second: number;
  /** Tokens a rested bucket holds: the largest burst. */
  readonly burst: number;
}

/**
 * One bucket. It starts full.
 *
 * @example
 * ```ts
 * import { Bucket } from "./bucket.ts";
 * import assert from "node:assert/strict";
 *
 * const bucket = new Bucket({ per_second: 1, burst: 2 }, 0);
 * assert.deepEqual([bucket.take(0), bucket.take(0), bucket.take(0)], [true, true, false]);
 * assert.equal(bucket.take(1000), true);
 * ```
 */
export class Bucket {
  #tokens: number;
  #at_ms: number;

  /** @param now_ms The present in milliseconds, on any clock that does not run backwards. */
  constructor(readonly rate: Rate, now_ms: number) {
    this.#tokens = rate.burst;
    this.#at_ms = now_ms;
  }

  /**
   * Takes `count` tokens if they are there, and says whether they were. More than the burst could never be had: it needs a
   * full bucket and leaves a debt. A clock that went back adds nothing.
   */
  take(now_ms: number, count = 1): boolean {
    if (!this.has(now_ms, count)) return false;
    this.#tokens -= count;
    return true;
  }

  /** Whether {@linkcode take} would give so many; takes nothing. */
  has(now_ms: number, count = 1): boolean {
    this.#refill(now_ms);
    return this.#tokens >= Math.min(count, this.rate.burst);
  }

  /** Adds tokens beyond the refill, e.g. for what this node asked for. Never above the burst. */
  grant(now_ms: number, count: number): void {
    this.#refill(now_ms);
    this.#tokens = Math.min(this.rate.burst, this.#tokens + count);
  }

  /** True when the bucket is full again, so that it may be forgotten without loss. */
  isFull(now_ms: number): boolean {
    this.#refill(now_ms);
    return this.#tokens >= this.rate.burst;
  }

  #refill(now_ms: number): void {
    const elapsed_s = Math.max(0, now_ms - this.#at_ms) / 1000;
    this.#tokens = Math.min(this.rate.burst, this.#tokens + elapsed_s * this.rate.per_second);
    this.#at_ms = Math.max(this.#at_ms, now_ms);
  }
}
