/**
 * Puts a check into every loop and every function of a module, so that endless code can be ended: a Worker that
 * computes survives `terminate()`. Text is only inserted, never moved to another line. Pure.
 */
import type { Node, Program } from "acorn";
import { full } from "acorn-walk";
import { Positions } from "./positions.ts";

/** A module with its checks. */
export interface Checked {
  readonly code: string;
  /** Leads from places in `code` to places in the file. */
  readonly positions: Positions;
}

/**
 * Inserts the checks. Each counts down. At zero it calls the function `look`. That throws when the code must end;
 * otherwise it returns the number of checks until the next call.
 *
 * A check stands first in the body of a loop, outside of every `try` in that body: a loop that catches all errors ends
 * as well. Work outside of the file's loops and functions is not bounded, e.g. one long regular expression.
 *
 * @param code JavaScript.
 * @param program Its syntax tree by acorn.
 * @param look A global function's name.
 *
 * @example
 * ```ts
 * import { parse } from "acorn";
 * import { insertChecks } from "./loop_checks.ts";
 * import assert from "node:assert/strict";
 *
 * const code = "while (true);";
 * const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
 * assert.match(insertChecks(code, program, "look").code, /while \(true\)\{--\$n<0&&\(\$n=look\(\)\);;\}/);
 * ```
 */
export function insertChecks(code: string, program: Program, look: string): Checked {
  const counter = freeName(code, "$n");
  const check = `--${counter}<0&&(${counter}=${look}())`;
  const insertions: Insertion[] = [{ offset: 0, text: `let ${counter}=0;` }];
  full(program, (node) => {
    const body = bodyOf(node);
    if (body === undefined) return;
    if (body.type === "BlockStatement") insertions.push({ offset: body.start + 1, text: `${check};` });
    else if (isLoop(node)) wrap(insertions, body, `{${check};`, "}");
    else wrap(insertions, body, `(${check},`, ")");
  });
  // Of two at one place the outer one opens first and closes last.
  insertions.sort((a, b) => a.offset - b.offset || (a.rank ?? 0) - (b.rank ?? 0));
  let checked = "";
  let from = 0;
  for (const { offset, text } of insertions) {
    checked += code.slice(from, offset) + text;
    from = offset;
  }
  checked += code.slice(from);
  return { code: checked, positions: new Positions(code, insertions) };
}

interface Insertion {
  readonly offset: number;
  readonly text: string;
  readonly rank?: number;
}

function wrap(insertions: Insertion[], body: Node, open: string, close: string): void {
  const length = body.end - body.start;
  insertions.push({ offset: body.start, text: open, rank: 1 / length });
  // At one place every end comes before a beginning, the innermost first.
  insertions.push({ offset: body.end, text: close, rank: length - Number.MAX_SAFE_INTEGER });
}

const loops: ReadonlySet<string> = new Set([
  "WhileStatement",
  "DoWhileStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
]);

const functions: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
]);

function isLoop(node: Node): boolean {
  return loops.has(node.type);
}

function bodyOf(node: Node): Node | undefined {
  return isLoop(node) || functions.has(node.type) ? (node as Node & { body: Node }).body : undefined;
}

/** A name that the code does not use. */
function freeName(code: string, name: string): string {
  while (code.includes(name)) name += "_";
  return name;
}
