/** Which addresses are in the mirror and not yet acknowledged by Redis, and how many writes each still waits for. */

/**
 * The count by key. A row that is registered again while it waits has two writes; it leaves the mirror only when both have
 * failed, and Redis has not shown it otherwise.
 *
 * @example
 * ```ts
 * import { Unconfirmed } from "./unconfirmed.ts";
 * import assert from "node:assert/strict";
 *
 * const waiting = new Unconfirmed();
 * waiting.sent(["ws://a/", "ws://b/"]);
 * waiting.sent(["ws://a/"]);
 * waiting.seen("ws://b/");
 * assert.deepEqual(waiting.failed(["ws://a/", "ws://b/"]), []);
 * assert.deepEqual(waiting.failed(["ws://a/"]), ["ws://a/"]);
 * ```
 */
export class Unconfirmed {
  readonly #writes = new Map<string, { count: number; is_there: boolean }>();

  /** True while Redis has not acknowledged this key to its registrant. */
  has(key: string): boolean {
    return this.#writes.has(key);
  }

  /** A write of these keys is on its way. */
  sent(keys: Iterable<string>): void {
    for (const key of keys) {
      const write = this.#writes.get(key);
      if (write === undefined) this.#writes.set(key, { count: 1, is_there: false });
      else write.count++;
    }
  }

  /**
   * Redis has shown that the key is there. The registrant waits on: it may be promised more than that, such as a copy on
   * another server.
   */
  seen(key: string): void {
    const write = this.#writes.get(key);
    if (write !== undefined) write.is_there = true;
  }

  /** Redis has acknowledged them, whatever becomes of other writes. */
  confirmed(keys: Iterable<string>): void {
    for (const key of keys) this.#writes.delete(key);
  }

  /** One write of each has failed. Returns the keys that no write is left for, and that Redis has not shown. */
  failed(keys: Iterable<string>): string[] {
    const lost: string[] = [];
    for (const key of keys) {
      const write = this.#writes.get(key);
      if (write === undefined || --write.count > 0) continue;
      this.#writes.delete(key);
      if (!write.is_there) lost.push(key);
    }
    return lost;
  }
}
