/** Messages as a person reads them: JSON indented, its numbers digit by digit as they were sent. */

/**
 * The longest text shown. An answer of 10,000 addresses fits; what another program might send (up to 64 MiB)
 * would stop the page for seconds.
 */
export const shown_characters_max = 1_000_000;

/** The browser's JSON source-text access (ECMAScript 2026); older browsers lack it and show rounded numbers. */
const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => unknown };

/**
 * Indents a message by two spaces. What is not JSON, or is nested too deeply, stays as it is.
 *
 * @example
 * ```ts
 * import { pretty } from "./pretty.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(pretty('{"op":"peers"}'), '{\n  "op": "peers"\n}');
 * assert.equal(pretty("{oops"), "{oops");
 * ```
 */
export function pretty(text: string): string {
  if (text.length > shown_characters_max) return text;
  try {
    return JSON.stringify(JSON.parse(text, keepDigits), null, 2);
  } catch {
    return text;
  }
}

/**
 * Cuts a text to what is shown and says how much is missing.
 *
 * @returns The text, or its beginning and the number of characters left out.
 *
 * @example
 * ```ts
 * import { cut } from "./pretty.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(cut("foxes", 3), { shown: "fox", missing: 2 });
 * ```
 */
export function cut(text: string, characters_max = shown_characters_max): { shown: string; missing: number } {
  return { shown: text.slice(0, characters_max), missing: Math.max(0, text.length - characters_max) };
}

/** A reviver that leaves numbers as they were written, for `JSON.stringify` to write them so again. */
export function keepDigits(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  return typeof value === "number" && rawJSON && context?.source ? rawJSON(context.source) : value;
}
