/** `--memory-max`: how much memory a node may take, and the default. */
import { memory_max_default_bytes, memory_max_min_bytes } from "../node/limits.ts";
import { mib } from "../discovery/units.ts";
import { InvalidValue } from "./invalid_value.ts";

/** The most that `--memory-max` may say, in MB: a TB. */
const memory_max_max_mb = 1_048_576;

/**
 * Reads a number of MB (of 1,048,576 bytes each).
 *
 * @throws {InvalidValue}
 */
export function readMemoryMax(text: string): number {
  const least_mb = memory_max_min_bytes / mib;
  const megabytes = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (megabytes >= least_mb && megabytes <= memory_max_max_mb) return megabytes;
  throw new InvalidValue({
    en: `It must be a number of MB from ${least_mb} to ${memory_max_max_mb}, without a unit.`,
    zh: `应该是 MB 数，${least_mb} 到 ${memory_max_max_mb}，不写单位。`,
  });
}

/**
 * What a node may take, in bytes.
 *
 * @param asked_mb What `--memory-max` says; undefined: 1 GiB, or half of the memory if that is less.
 * @param memory_bytes Gives the memory of this computer or container; undefined where that is not known. Not called
 *   where the flag decides.
 *
 * @example
 * ```ts
 * import { memoryMax_bytes } from "./memory_max.ts";
 * import assert from "node:assert/strict";
 *
 * const gib = 2 ** 30;
 * assert.equal(memoryMax_bytes(undefined, () => 16 * gib), gib);
 * assert.equal(memoryMax_bytes(undefined, () => gib), gib / 2);
 * assert.equal(memoryMax_bytes(2048, () => gib), 2 * gib);
 * ```
 */
export function memoryMax_bytes(
  asked_mb: number | undefined,
  memory_bytes: () => number | undefined,
): number {
  if (asked_mb !== undefined) return asked_mb * mib;
  const half_bytes = Math.floor((memory_bytes() ?? Infinity) / 2);
  return Math.max(memory_max_min_bytes, Math.min(memory_max_default_bytes, half_bytes));
}
