/** Draws a sample that a seed decides, and says how much it tells of the whole. Pure. */

/**
 * Seeded random numbers, from 0 and below 1 (mulberry32).
 *
 * @example
 * ```ts
 * import { seeded } from "./sampling.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(seeded(3)(), seeded(3)());
 * ```
 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `size` of them in random order, each as likely as any other; all of them where they are fewer. */
export function sample<Each>(all: readonly Each[], size: number, random: () => number): Each[] {
  const rest = [...all];
  return Array.from({ length: Math.min(size, rest.length) }, () => {
    return rest.splice(Math.floor(random() * rest.length), 1)[0]!;
  });
}

/**
 * Wilson's interval, in which the true share lies with 95 % certainty.
 *
 * @example
 * ```ts
 * import { interval } from "./sampling.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(interval(90, 100).map((bound) => bound.toFixed(3)), ["0.826", "0.945"]);
 * ```
 */
export function interval(hits: number, tries: number): [low: number, high: number] {
  const z = 1.96;
  const share = hits / tries;
  const center = (share + z ** 2 / (2 * tries)) / (1 + z ** 2 / tries);
  const half = z / (1 + z ** 2 / tries) * Math.sqrt(share * (1 - share) / tries + (z / (2 * tries)) ** 2);
  return [center - half, center + half];
}
