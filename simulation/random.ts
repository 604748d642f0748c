/** Seeded randomness: the same seed gives the same numbers on every machine, so every run replays. Not for secrets. */

/** A stream of numbers from 0 (included) to 1 (excluded). */
export type Stream = () => number;

/**
 * The stream of a seed: a counter through the finalizer of MurmurHash3, 32 bits at a time.
 *
 * @example
 * ```ts
 * import { streamOf } from "./random.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(streamOf(7)(), streamOf(7)());
 * assert.notEqual(streamOf(7)(), streamOf(8)());
 * ```
 */
export function streamOf(seed: number): Stream {
  let state = mix(seed | 0);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return (mix(state) >>> 0) / 2 ** 32;
  };
}

/** Mixes 32 bits, so that neighbouring numbers give unlike results. */
export function mix(bits: number): number {
  let hash = bits ^ (bits >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A whole number from 0 to `limit` - 1. */
export function below(stream: Stream, limit: number): number {
  return Math.floor(stream() * limit);
}

/** `count` different items at random (all, if there are fewer). */
export function pick<Item>(stream: Stream, items: readonly Item[], count: number): Item[] {
  const pool = items.slice();
  const picked: Item[] = [];
  while (picked.length < count && pool.length > 0) {
    const at = below(stream, pool.length);
    picked.push(pool[at]!);
    pool[at] = pool[pool.length - 1]!;
    pool.pop();
  }
  return picked;
}
