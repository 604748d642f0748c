/** Makes what a node sent safe to show, and readable. What is left out is counted. */
import { shown_characters_max } from "./limits.ts";

/** Controls, lone surrogates, white space that looks like a space, and marks that reorder or hide text. */
const unseen =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff\ufff9-\ufffc]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text on one line, with every character that can't be seen as its escape.
 *
 * @example
 * ```ts
 * import { visible } from "./visible.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(visible("a\n\u001b[2J\u200b狐"), "a\\n\\u001b[2J\\u200b狐");
 * ```
 */
export function visible(text: string): string {
  return text.replaceAll(unseen, (character) => {
    const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
    return short ?? "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
  });
}

/** A text in parts: what is alike, where the first difference stands, and what was left out. */
export interface Excerpt {
  /** Characters left out before, after. */
  readonly left_out: readonly [before: number, after: number];
  /** Up to the first difference, the character there (`␃` at the end of the text; empty where nothing differs), and what follows. */
  readonly before: string;
  readonly mark: string;
  readonly after: string;
}

/**
 * The part of a text around a place, made visible.
 *
 * @param at Where the first difference is; undefined: nowhere.
 * @param characters_max Length of the part.
 */
export function excerpt(
  text: string,
  at: number | undefined,
  characters_max = shown_characters_max,
): Excerpt {
  const place = at === undefined ? text.length : Math.min(at, text.length);
  const is_long = text.length > characters_max;
  const start = is_long && at !== undefined ? Math.max(0, place - Math.floor(characters_max / 2)) : 0;
  const end = is_long ? Math.min(text.length, start + characters_max) : text.length;
  const split = Math.min(place, end);
  const mark = at === undefined
    ? ""
    : String.fromCodePoint(...[text.codePointAt(split)].flatMap((one) => one ?? []));
  const marked = split < end ? mark : "";
  const at_end = at !== undefined && marked === "" ? "␃" : "";
  return {
    left_out: [start, text.length - end],
    before: visible(text.slice(start, split)),
    mark: visible(marked) || at_end,
    after: visible(text.slice(split + marked.length, end)),
  };
}

/**
 * Where two texts begin to differ; undefined: they are equal.
 *
 * @example
 * ```ts
 * import { firstDifference } from "./visible.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(firstDifference("Connot", "Cannot"), 1);
 * assert.equal(firstDifference("OK", "OK"), undefined);
 * ```
 */
export function firstDifference(a: string, b: string): number | undefined {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at === a.length && at === b.length ? undefined : at;
}
