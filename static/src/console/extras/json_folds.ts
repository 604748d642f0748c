/** The parts of an indented JSON text that can be folded. Pure. */

/** Lines as they are, or a list or object with its inside. */
export type Part = string | Fold;

/** A list or an object. */
export interface Fold {
  /** The line that opens it, e.g. `  "peers": [`. */
  readonly head: string;
  readonly inside: readonly Part[];
  /** The line that closes it. */
  readonly foot: string;
  /** Lines between head and foot. */
  readonly lines: number;
}

/**
 * Reads a text that `JSON.stringify` indented: there a line that ends with a bracket opens, and one that begins with a
 * closing bracket closes.
 *
 * @example
 * ```ts
 * import { jsonFolds } from "./json_folds.ts";
 * import assert from "node:assert/strict";
 *
 * const [fold] = jsonFolds('{\n  "a": 1,\n  "b": 2\n}');
 * assert.deepEqual(fold, { head: "{", inside: ['  "a": 1,\n  "b": 2'], foot: "}", lines: 2 });
 * ```
 */
export function jsonFolds(text: string): readonly Part[] {
  const root: { parts: Part[]; head: string; lines: number } = { parts: [], head: "", lines: 0 };
  const open = [root];
  let plain: string[] = [];
  const settle = () => {
    if (plain.length > 0) open.at(-1)!.parts.push(plain.join("\n"));
    plain = [];
  };
  for (const line of text.split("\n")) {
    const closes = /^\s*[}\]],?$/.test(line) && open.length > 1;
    if (closes) {
      settle();
      const { head, parts, lines } = open.pop()!;
      open.at(-1)!.parts.push({ head, inside: parts, foot: line, lines });
      open.at(-1)!.lines += lines + 2;
    } else if (/[{[]$/.test(line)) {
      settle();
      open.push({ parts: [], head: line, lines: 0 });
    } else {
      plain.push(line);
      open.at(-1)!.lines++;
    }
  }
  settle();
  // A text that was cut leaves brackets open: what is there is shown all the same.
  return open.flatMap(({ head, parts }, depth) => depth === 0 ? parts : [head, ...parts]);
}
