/**
 * Makes a costly value at its first use, and only once. A browser's first `Intl` object takes as long as the rest of
 * the page's start.
 *
 * @example
 * ```ts
 * import { lazily } from "./lazily.ts";
 * import assert from "node:assert/strict";
 *
 * let made = 0;
 * const number = lazily(() => ++made);
 * assert.equal(made, 0);
 * assert.deepEqual([number(), number()], [1, 1]);
 * ```
 */
export function lazily<Made extends NonNullable<unknown>>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => made ??= make();
}
