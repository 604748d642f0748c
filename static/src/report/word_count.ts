/** Counts a text as Word does under 'Words' (字数): each Chinese character and sign is one, each Latin word or number is one. */

/** About so many the form asks for in its summary; fewer or more are allowed. */
export const summary_characters = 200;

/** East Asian characters and signs. Combining marks and variation selectors belong to what stands before them. */
const wide =
  String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}` +
  String.raw`\u3000-\u303f\uff01-\uff60\uffe0-\uffe6—…“”`;

/** A wide character, or a run of others without a space; an apostrophe of typographers stays inside its word. */
const counted = new RegExp(`[${wide}]|[^\\s${wide}]+`, "gu");

/**
 * Words and characters as Word counts them, without spaces.
 *
 * @example
 * ```ts
 * import { countWords } from "./word_count.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(countWords("节点既是客户端，也是服务器。"), 14);
 * assert.equal(countWords("用 Tornado 实现 WebSocket"), 5);
 * ```
 */
export function countWords(text: string): number {
  return text.match(counted)?.length ?? 0;
}
