/** Leads from a place in a text back to its place before text was inserted. Pure. */

/** Text that was inserted before `offset`, sorted by offset. It has no line ends. */
export interface Inserted {
  readonly offset: number;
  readonly text: string;
}

/** Line and column, both from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A line ends as JavaScript's grammar says. */
const line_end = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * Places before and after insertions. Lines stay what they were.
 *
 * @example
 * ```ts
 * import { Positions } from "./positions.ts";
 * import assert from "node:assert/strict";
 *
 * const positions = new Positions("a\nb c", [{ offset: 4, text: "inserted" }]);
 * assert.deepEqual(positions.before({ line: 2, column: 11 }), { line: 2, column: 3 });
 * ```
 */
export class Positions {
  readonly #line_starts: readonly number[];
  readonly #insertions: readonly Inserted[];

  /** @param text Before the insertions. */
  constructor(text: string, insertions: readonly Inserted[]) {
    this.#line_starts = [
      0,
      ...Array.from(text.matchAll(line_end), ({ index, 0: end }) => index + end.length),
    ];
    this.#insertions = insertions;
  }

  /** The place before the insertions. For inserted text it is the place where it was inserted. */
  before({ line, column }: Place): Place {
    const start = this.#line_starts[line - 1];
    if (start === undefined) return { line, column };
    const end = this.#line_starts[line] ?? Infinity;
    let shift = 0;
    for (const { offset, text } of this.#insertions) {
      if (offset < start || offset >= end) continue;
      const at = offset - start + shift;
      if (at >= column - 1) break;
      if (at + text.length > column - 1) return { line, column: offset - start + 1 };
      shift += text.length;
    }
    return { line, column: column - shift };
  }
}
