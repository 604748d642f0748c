/** Counts characters as the course does: each Chinese character, letter and sign is one. */

/** About so many the form asks for in its summary; fewer or more are allowed. */
export const summary_characters = 200;

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });

/**
 * Characters as a person counts them, without the space around the text.
 *
 * @example
 * ```ts
 * import { countCharacters } from "./word_count.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(countCharacters("节点既是客户端，也是服务器。"), 14);
 * ```
 */
export function countCharacters(text: string): number {
  return [...graphemes.segment(text.trim())].length;
}
