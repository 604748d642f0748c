/** How often one op may ask. Pure: time comes in. */
import { ask_pace_ms, asks_max } from "./limits.ts";

/**
 * The asks of one op within the last minute.
 *
 * @example
 * ```ts
 * import { AskPace } from "./ask_pace.ts";
 * import assert from "node:assert/strict";
 *
 * const pace = new AskPace(1, 1_000);
 * assert.equal(pace.take(0), 0);
 * assert.equal(pace.take(400), 600);
 * assert.equal(pace.take(1_000), 0);
 * ```
 */
export class AskPace {
  readonly #asks_max: number;
  readonly #span_ms: number;
  #asked_ms: number[] = [];

  constructor(max: number = asks_max, span_ms: number = ask_pace_ms) {
    this.#asks_max = max;
    this.#span_ms = span_ms;
  }

  /** Takes one ask: 0 where it is allowed, otherwise the milliseconds until the next is. */
  take(now_ms: number): number {
    this.#asked_ms = this.#asked_ms.filter((at_ms) => now_ms - at_ms < this.#span_ms);
    if (this.#asked_ms.length >= this.#asks_max) return this.#asked_ms[0]! + this.#span_ms - now_ms;
    this.#asked_ms.push(now_ms);
    return 0;
  }
}
