/** Which addresses are in the mirror and not yet acknowledged by Redis, and how many writes each still waits for. */

/**
 * The count by key. A row that is registered again while it waits has two writes; it leaves the mirror only when both have
 * failed.
 *
 * @example
 * ```ts
 * import { Unconfirmed } from "./unconfirmed.ts";
 * import assert from "node:assert/strict";
 *
 * const waiting = new Unconfirmed();
 * waiting.sent(["ws://a/"]);
 * waiting.sent(["ws://a/"]);
 * assert.deepEqual(waiting.failed(["ws://a/"]), []);
 * assert.deepEqual(waiting.failed(["ws://a/"]), ["ws://a/"]);
 * ```
 */
export class Unconfirmed {
  readonly #writes = new Map<string, number>();

  /** True while Redis has not acknowledged this key. */
  has(key: string): boolean {
    return this.#writes.has(key);
  }

  /** A write of these keys is on its way. */
  sent(keys: Iterable<string>): void {
    for (const key of keys) this.#writes.set(key, (this.#writes.get(key) ?? 0) + 1);
  }

  /** Redis has them, whatever becomes of other writes. */
  confirmed(keys: Iterable<string>): void {
    for (const key of keys) this.#writes.delete(key);
  }

  /** One write of each has failed. Returns the keys that no write is left for. */
  failed(keys: Iterable<string>): string[] {
    const lost: string[] = [];
    for (const key of keys) {
      const writes = this.#writes.get(key);
      if (writes === undefined) continue;
      if (writes > 1) this.#writes.set(key, writes - 1);
      else {
        this.#writes.delete(key);
        lost.push(key);
      }
    }
    return lost;
  }
}
