/** What a message costs. One token is a usual message; a rate (`node/limits.ts`) says how many tokens a caller gets. */

/** A usual message is no longer. A longer one costs a token for each such part, before it is parsed. */
export const bytes_per_token = 1024;

/** Addresses that one token pays for. To read one, store it and take it into the book takes some 20 µs. */
export const addresses_per_token = 4;

/** Addresses of a `peers` page that one token pays for, where the page is not ready-made. To read 1,000 takes 2 ms. */
export const listed_per_token = 100;

/** Stored addresses that one token pays for, where a page begins after one of them. Finding its place counts rows. */
export const skipped_per_token = 5_000;

/**
 * Tokens that a message costs by its length.
 *
 * @example
 * ```ts
 * import { costOfText } from "./cost.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(costOfText('{"op":"time"}'), 1);
 * assert.equal(costOfText(" ".repeat(64 * 1024)), 64);
 * ```
 */
export function costOfText(text: string): number {
  return Math.max(1, Math.ceil(text.length / bytes_per_token));
}
