/**
 * How deep a text would nest as code, guessed without parsing it. The stripper of types ends the whole process where the
 * nesting fills its stack, so what may do that is refused before. Pure.
 */

/** What nests: brackets, and operators and words after which more of the same statement comes. */
const joints =
  /=>|[()[\]{};,!~+\-*=?:&|<>^%.@]|\b(?:abstract|as|asserts|async|await|case|default|delete|do|else|export|extends|for|if|import|in|infer|instanceof|is|keyof|namespace|new|of|readonly|satisfies|typeof|unique|void|while|with|yield)\b/g;

/** A line that is a remark as a whole; lines of dashes are common there. */
const remark_lines = /^[ \t]*\/\/.*$/gm;

/** An arrow function takes as much of the stack as so many operators. */
const arrow_levels = 7;

/** How deep a text nests at its deepest places. */
export interface Nesting {
  /** Brackets that are open at one place, those in texts and remarks counted as well. */
  readonly brackets: number;
  /** The same with all operators since the last statement or list entry began, at each of these brackets. */
  readonly levels: number;
}

/**
 * Guesses how deep a text nests. Never too low for code without tricks; too high for a long statement, which does not matter:
 * it is far from any bound.
 *
 * @example
 * ```ts
 * import { nestingOf } from "./nesting.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(nestingOf("f([1])"), { brackets: 2, levels: 2 });
 * assert.equal(nestingOf("x=" + "!".repeat(1_000) + "a").levels, 1_001);
 * assert.equal(nestingOf("a = 1;\nb = 2;\n".repeat(1_000)).levels, 1);
 * ```
 */
export function nestingOf(source: string): Nesting {
  const text = source.replaceAll(remark_lines, "");
  /** Levels before each open bracket. */
  const outer: number[] = [];
  let base = 0;
  let run = 0;
  let brackets = 0;
  let levels = 0;
  for (const { 0: joint, index } of text.matchAll(joints)) {
    if (joint === "(" || joint === "[" || joint === "{") {
      outer.push(run);
      base += run + 1;
      run = 0;
      brackets = Math.max(brackets, outer.length);
    } else if (joint === ")" || joint === "]" || joint === "}") {
      const before = outer.pop() ?? 0;
      base = Math.max(0, base - before - 1);
      // What was closed may be called, indexed, or be the head of a loop: then the statement goes on.
      run = joint === "}" && !goesOn(text, index + 1) ? 0 : before + 1;
    } else if (joint === "," || joint === ";") {
      if (joint === "," || !/^\s*else/.test(text.slice(index + 1, index + 40))) run = 0;
    } else run += joint === "=>" ? arrow_levels : 1;
    levels = Math.max(levels, base + run);
  }
  return { brackets, levels };
}

/** What may follow a closed block, list entry or statement and still belong to it. */
const more = /\s*(?:else|while|catch|finally|as|in|instanceof|of|satisfies|[-+*\/%=?:&|<>^.([`!])/y;

/** An `else` nests in the `if` before it; after a brace an operator may follow, as after any value. */
function goesOn(text: string, at: number): boolean {
  more.lastIndex = at;
  return more.test(text);
}
