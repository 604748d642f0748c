/** Which addresses this node has forgotten and other nodes may still have, and which of them Redis is still to be told of. */
import { taken } from "./rows/own_commands.ts";

/**
 * When each was last heard of then, by key.
 *
 * @example
 * ```ts
 * import { Forgotten } from "./forgotten.ts";
 * import assert from "node:assert/strict";
 *
 * const forgotten = new Forgotten();
 * forgotten.add("ws://a/", 5);
 * assert.equal(forgotten.has("ws://a/", 5), true);
 * assert.equal(forgotten.has("ws://a/", 6), false, "somebody has heard of it since");
 * assert.deepEqual([...forgotten.taken()], [["ws://a/", 5]]);
 * assert.equal(forgotten.waiting, 0);
 * ```
 */
export class Forgotten {
  readonly #all = new Map<string, number>();
  /** Those that wait to be sent. */
  readonly #waiting = new Map<string, number>();

  /** The node forgets it. */
  add(key: string, last_heard_ms: number): void {
    this.#waiting.set(key, last_heard_ms);
    this.#all.set(key, last_heard_ms);
  }

  /** True where this node forgot the address, and nobody has heard of it since. */
  has(key: string, last_heard_ms: number): boolean {
    return (this.#all.get(key) ?? -Infinity) >= last_heard_ms;
  }

  /** How many wait to be sent. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether this one waits to be sent. */
  waits(key: string): boolean {
    return this.#waiting.has(key);
  }

  /** The address counts again. Returns whether it was forgotten. */
  recall(key: string): boolean {
    this.#waiting.delete(key);
    return this.#all.delete(key);
  }

  /** The address left for all nodes. Where this node forgot it then or later, news from before that may still be to come. */
  left(key: string, last_heard_ms: number): void {
    if (!this.has(key, last_heard_ms)) this.recall(key);
  }

  /** Of what was forgotten with a time before this one, no news come any more. */
  dropBefore(old_ms: number): void {
    for (const [key, last_heard_ms] of this.#all) {
      if (last_heard_ms < old_ms && !this.#waiting.has(key)) this.#all.delete(key);
    }
  }

  /**
   * What Redis says that this node forgot. What waits to be sent is kept.
   *
   * @param counts Whether the address counts again, and Redis does not know yet.
   */
  loaded(there: ReadonlyMap<string, number>, counts: (key: string) => boolean): void {
    for (const key of this.#all.keys()) if (!this.#waiting.has(key)) this.#all.delete(key);
    for (const [key, last_heard_ms] of there) if (!counts(key)) this.#all.set(key, last_heard_ms);
  }

  /** Takes out those that are to be sent next. */
  taken(): Map<string, number> {
    return taken(this.#waiting);
  }

  /** They were not sent. Those that were recalled meanwhile stay so. */
  takeBack(removed: ReadonlyMap<string, number>): void {
    for (const [key, last_heard_ms] of removed) {
      if (this.#all.has(key)) this.#waiting.set(key, last_heard_ms);
    }
  }
}
