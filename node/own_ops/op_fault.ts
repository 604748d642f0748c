/** What is wrong with a student's file, with its place in the file. */
import type { OpFault } from "../../static/live_messages.ts";
export type { OpFault } from "../../static/live_messages.ts";

/** Longest piece of a line that is shown, in characters. */
const shown_characters_max = 200;

/**
 * A fault, with the line of the file.
 *
 * @param source The file's text.
 *
 * @example
 * ```ts
 * import { faultAt, faultText } from "./op_fault.ts";
 * import assert from "node:assert/strict";
 *
 * const fault = faultAt("count.ts", "export default () => {\n  retrun 1;\n}", 2, 10, "Expected ';'.");
 * assert.equal(faultText(fault), "count.ts:2:10: Expected ';'.\n  retrun 1;\n         ^");
 * ```
 */
export function faultAt(
  file: string,
  source: string,
  line: number,
  column: number,
  sentence: string,
): OpFault {
  const text = source.split(/\r\n|\r|\n|\u2028|\u2029/)[line - 1];
  if (text === undefined) return { file, sentence };
  return { file, sentence, line, column, text: text.slice(0, shown_characters_max) };
}

/** File, line and column, the sentence, the line itself and a mark under the place. */
export function faultText({ file, sentence, line, column, text }: OpFault): string {
  if (line === undefined || column === undefined || text === undefined) return `${file}: ${sentence}`;
  // Tabs stay, so that the mark stands under the right place.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return `${file}:${line}:${column}: ${sentence}\n${text}\n${indent}^`;
}

/** The same on one line, as an answer has it. */
export function faultLine({ file, sentence, line, column, text }: OpFault): string {
  if (line === undefined || column === undefined || text === undefined) return `${file}: ${sentence}`;
  return `${file}, line ${line}, column ${column}: ${sentence} The line is: ${text.trim()}`;
}
