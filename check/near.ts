/** How near two words are. It tells a typing slip from another word. */

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal string
 * alignment).
 *
 * @example
 * ```ts
 * import { distance } from "./near.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(distance("time_zore", "time_zone"), 1);
 * assert.equal(distance("Connot parse", "Cannot parse"), 1);
 * assert.equal(distance("pears", "paers"), 1);
 * ```
 */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

/**
 * Whether a key is a misspelt one: a slip, another case, other separators, or a plural.
 *
 * @example
 * ```ts
 * import { isNearKey } from "./near.ts";
 * import assert from "node:assert/strict";
 *
 * for (const key of ["time_zore", "timeZone", "Time-Zone"]) assert.ok(isNearKey(key, "time_zone"), key);
 * assert.ok(isNearKey("peer", "peers"));
 * assert.ok(!isNearKey("data", "peers"));
 * ```
 */
export function isNearKey(key: string, wanted: string): boolean {
  const [a, b] = [bare(key), bare(wanted)];
  return a === b || distance(a, b) <= (b.length <= 5 ? 1 : 2);
}

function bare(key: string): string {
  return key.toLowerCase().replaceAll(/[\s_.:-]/g, "");
}

/** Whether a text is a slip of another: few differences for its length. Case counts as one difference in all. */
export function isSlip(text: string, wanted: string): boolean {
  if (text.length > 2 * wanted.length + 8) return false;
  const allowed = Math.max(2, Math.floor(wanted.length / 5));
  return Math.min(distance(text, wanted), 1 + distance(text.toLowerCase(), wanted.toLowerCase())) <= allowed;
}
