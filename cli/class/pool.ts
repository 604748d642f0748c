/** Works on many things, a few at once. */

/**
 * Calls `work` for each item, in order, at most `at_once_max` at a time. After the first failure nothing new is begun.
 *
 * @throws The first error of `work`, after all running work has ended.
 *
 * @example
 * ```ts
 * import { eachAtOnce } from "./pool.ts";
 * import assert from "node:assert/strict";
 *
 * const done: number[] = [];
 * await eachAtOnce([1, 2, 3], 2, (item) => Promise.resolve(void done.push(item)));
 * assert.deepEqual(done, [1, 2, 3]);
 * ```
 */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  at_once_max: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length && failures.length === 0) {
      try {
        await work(items[next++]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: at_once_max }, worker));
  if (failures.length > 0) throw failures[0];
}
