/** Time and timers as the membership sees them. They don't follow changes of the system's clock. */

/** A clock with timers; a test brings a faster one. */
export interface SteadyClock {
  /** Milliseconds since 1970; never jumps back. */
  now_ms(): number;
  /** Runs something once after a delay on this clock. Returns a function that cancels it. */
  after(delay_ms: number, run: () => void): () => void;
}

/** Longest delay of a timer; a longer one would fire at once. */
const delay_ms_max = 2 ** 31 - 1;

/**
 * A clock that begins at the system's time and then never jumps. Otherwise every neighbour would look dead after the
 * system's clock was set.
 *
 * @param speed How much faster than real time it runs; 1 but in tests.
 *
 * @example
 * ```ts
 * import { steadyClock } from "./steady_clock.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(steadyClock().now_ms() - Date.now()) < 1000);
 * ```
 */
export function steadyClock(speed = 1): SteadyClock {
  const start_ms = performance.timeOrigin + performance.now();
  return {
    now_ms: () => start_ms + (performance.timeOrigin + performance.now() - start_ms) * speed,
    after(delay_ms, run) {
      const timer = setTimeout(run, Math.min(Math.max(0, delay_ms / speed), delay_ms_max));
      return () => clearTimeout(timer);
    },
  };
}
