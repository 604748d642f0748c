/** Reads which entries of a numbered list a person chose. */

/**
 * The numbers that were chosen, each once.
 *
 * @param count Entries of the list, which begins at 1.
 * @returns Empty for none (an empty line, `n`, `no`, `none`); undefined when the line can't be understood.
 *
 * @example
 * ```ts
 * import { chosenNumbers } from "./chosen_numbers.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(chosenNumbers("1, 3", 3), [1, 3]);
 * assert.deepEqual(chosenNumbers("all", 2), [1, 2]);
 * assert.deepEqual(chosenNumbers("全部", 2), [1, 2]);
 * assert.deepEqual(chosenNumbers("", 2), []);
 * assert.equal(chosenNumbers("4", 3), undefined);
 * ```
 */
export function chosenNumbers(line: string, count: number): number[] | undefined {
  const text = line.trim().toLowerCase();
  if (/^(n|no|none|否|不|)$/.test(text)) return [];
  if (/^(a|all|全部|所有)$/.test(text) || (count === 1 && /^(y|yes|是)$/.test(text))) {
    return Array.from({ length: count }, (_, index) => index + 1);
  }
  // People with a Chinese keyboard type other commas.
  const words = text.split(/[\s,\uff0c\u3001;]+/).filter((word) => word !== "");
  const numbers = words.map((word) => /^\d{1,6}$/.test(word) ? Number(word) : 0);
  return numbers.some((number) => number < 1 || number > count) ? undefined : [...new Set(numbers)];
}
