/** Limits how many lines of one op are logged in a second, and counts the rest. Pure: it is told the time. */
import { op_log_lines_max } from "./limits.ts";

/**
 * The lines of one op.
 *
 * @example
 * ```ts
 * import { LogPace } from "./log_pace.ts";
 * import assert from "node:assert/strict";
 *
 * const pace = new LogPace(1);
 * assert.deepEqual(pace.pass(0), { passes: true, left_out: 0 });
 * assert.equal(pace.pass(10).passes, false);
 * assert.deepEqual(pace.pass(1_000), { passes: true, left_out: 1 });
 * ```
 */
export class LogPace {
  readonly #lines_max: number;
  #began_ms = -Infinity;
  #lines = 0;
  #left_out = 0;

  /**
   * @param lines_max Lines that may pass in a second.
   */
  constructor(lines_max: number = op_log_lines_max) {
    this.#lines_max = lines_max;
  }

  /** Whether a line may pass, and how many were left out before it. */
  pass(now_ms: number): { readonly passes: boolean; readonly left_out: number } {
    if (now_ms - this.#began_ms >= 1000) {
      this.#began_ms = now_ms;
      this.#lines = 0;
    }
    if (this.#lines >= this.#lines_max) {
      this.#left_out++;
      return { passes: false, left_out: 0 };
    }
    this.#lines++;
    const left_out = this.#left_out;
    this.#left_out = 0;
    return { passes: true, left_out };
  }
}
