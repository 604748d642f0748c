/** How reliable an address is: the share of time it answered, in one exponential window. A pure function. */
import { reliability_window_s } from "../limits.ts";

/**
 * The mean after one more observation that speaks for the `elapsed_s` seconds since the last one.
 *
 * @param before 0 to 1; ignored at the first observation.
 * @param elapsed_s Seconds since the last observation; undefined at the first.
 * @param answered What was observed now.
 * @returns 0 to 1.
 *
 * @example Eight hours of silence cost about two thirds of a perfect record
 * ```ts
 * import { observe } from "./reliability.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(observe(0, undefined, true), 1);
 * assert.equal(observe(1, 8 * 3600, false).toFixed(2), "0.37");
 * ```
 */
export function observe(before: number, elapsed_s: number | undefined, answered: boolean): number {
  const now = answered ? 1 : 0;
  if (elapsed_s === undefined) return now;
  const kept = Math.exp(-Math.max(0, elapsed_s) / reliability_window_s);
  return before * kept + now * (1 - kept);
}
