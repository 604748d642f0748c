/** Runs the tick of one op at its interval, never two at once, until it has failed too often. */
import { tick_failures_max } from "./limits.ts";

/** How a tick ended. `none`: it was not run, or it was interrupted from outside. */
export type TickEnd = "well" | "failed" | "none";

/**
 * How long to wait after a tick. Ticks keep to a fixed grid; those that a long tick missed are left out.
 *
 * @param took_ms How long the last tick took.
 *
 * @example
 * ```ts
 * import { untilNext_ms } from "./ticking.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(untilNext_ms(3_000, 100), 2_900);
 * assert.equal(untilNext_ms(3_000, 7_000), 2_000);
 * ```
 */
export function untilNext_ms(every_ms: number, took_ms: number): number {
  return every_ms - took_ms % every_ms;
}

/** The ticks of one op. */
export class Ticking {
  readonly #every_ms: number;
  readonly #run: () => Promise<TickEnd>;
  readonly #off: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #ended = false;

  /**
   * @param run Runs the op once.
   * @param off Called after {@linkcode tick_failures_max} failures in a row; no tick follows.
   */
  constructor(every_ms: number, run: () => Promise<TickEnd>, off: () => void) {
    this.#every_ms = every_ms;
    this.#run = run;
    this.#off = off;
    this.#next(every_ms);
  }

  /** Starts no more ticks. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #next(wait_ms: number): void {
    if (!this.#ended) this.#timer = setTimeout(() => void this.#tick(), wait_ms);
  }

  async #tick(): Promise<void> {
    const began_ms = performance.now();
    const end = await this.#run();
    if (end === "well") this.#failures = 0;
    if (end === "failed") this.#failures++;
    if (this.#ended) return;
    if (this.#failures < tick_failures_max) {
      return this.#next(untilNext_ms(this.#every_ms, performance.now() - began_ms));
    }
    this.end();
    this.#off();
  }
}
