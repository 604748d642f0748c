/** Makes text from the network safe to show: a remote node must not control a person's terminal. */

/** C0 and C1 controls, DEL, line separators, and marks that reorder text. */
// deno-lint-ignore no-control-regex
const dangerous = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text on one line; each dangerous character becomes its `\u` escape.
 *
 * @example
 * ```ts
 * import { printable } from "./printable.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(printable("ws://a/\u001b[2Jé"), "ws://a/\\u001b[2Jé");
 * ```
 */
export function printable(text: string): string {
  return text.replaceAll(dangerous, escaped);
}

/**
 * JSON text on one line with the same meaning. In valid JSON raw tabs and line ends stand between tokens only, and
 * the other dangerous characters inside strings only.
 *
 * @param text Valid JSON.
 *
 * @example
 * ```ts
 * import { printableJson } from "./printable.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(printableJson('{"a":\n1.0}'), '{"a": 1.0}');
 * assert.equal(printableJson('"\u009b2J"'), '"\\u009b2J"');
 * ```
 */
export function printableJson(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, " ").replaceAll(dangerous, escaped);
}

function escaped(character: string): string {
  return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
}
