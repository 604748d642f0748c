/** How long the server is away before it listens again: a pure rule, without a clock. */
import { restart_calm_ms, restart_pause_max_ms, restart_pause_min_ms } from "../limits.ts";

/**
 * The pause before listening again, in milliseconds. It doubles while restarts recur, and is short again after the
 * server has run for {@linkcode restart_calm_ms}.
 *
 * @param last_pause_ms The pause before; undefined at the first restart.
 * @param ran_ms How long the server has listened since then.
 *
 * @example
 * ```ts
 * import { restartPause_ms } from "./restart_pause.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(restartPause_ms(undefined, 60_000), 100);
 * assert.equal(restartPause_ms(100, 50), 200);
 * assert.equal(restartPause_ms(5_000, 50), 5_000);
 * ```
 */
export function restartPause_ms(last_pause_ms: number | undefined, ran_ms: number): number {
  if (last_pause_ms === undefined || ran_ms >= restart_calm_ms) return restart_pause_min_ms;
  return Math.min(2 * last_pause_ms, restart_pause_max_ms);
}
