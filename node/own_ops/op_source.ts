/** From a file's text to JavaScript that may run: types stripped, imports refused, checks put in. Pure. */
import { stripTypeScriptTypes } from "node:module";
import { type Node, parse, type Program } from "acorn";
import { full } from "acorn-walk";
import { insertChecks } from "./loop_checks.ts";
import { nestingOf } from "./nesting.ts";
import { faultAt, type OpFault } from "./op_fault.ts";
import type { Positions } from "./positions.ts";

/** A file that may run. */
export interface Prepared {
  /** JavaScript. */
  readonly code: string;
  /** The file's text without its byte order mark. */
  readonly source: string;
  readonly positions: Positions;
}

/** Most open brackets at one place. At some 5,000, Deno's type stripper ends the whole process. */
const nesting_max = 500;

/**
 * Most levels of one statement. Prefix operators end the process at some 28,000, arrow functions (each counts seven times)
 * at 4,000. A tenth of that leaves room for systems with a smaller stack.
 */
const levels_max = 2_800;

/** The global function that the checks call; see `insertChecks`. */
export const look_name = "$foxchain_look";

/**
 * Prepares a file.
 *
 * @param file Its name; `.js` has no types to strip.
 *
 * @example
 * ```ts
 * import { prepare } from "./op_source.ts";
 * import assert from "node:assert/strict";
 *
 * const prepared = prepare("count.ts", "export default ({ text }: { text: string }) => text.length;");
 * assert.ok("code" in prepared);
 * const fault = prepare("count.ts", "export default (");
 * assert.ok("sentence" in fault && fault.line === 1);
 * ```
 */
export function prepare(file: string, text: string): Prepared | OpFault {
  const source = text.replace(/^\ufeff/, "");
  const deep = depthFault(source);
  if (deep !== undefined) return { file, sentence: deep };
  try {
    const plain = /\.ts$/i.test(file) ? strip(source) : source;
    const program = parse(plain, { ecmaVersion: "latest", sourceType: "module" });
    refuseImports(program, source);
    return { source, ...insertChecks(plain, program, look_name) };
  } catch (error) {
    if (error instanceof Refusal) return faultAt(file, source, error.line, error.column, error.message);
    if (isAcorn(error)) {
      const sentence = error.message.replace(/ \(\d+:\d+\)$/, "") + ".";
      return faultAt(file, source, error.loc.line, error.loc.column + 1, sentence);
    }
    return { file, sentence: `It can't be read as code: ${error instanceof Error ? error.message : error}` };
  }
}

/** Why a text is too deep to be read, as a sentence. */
function depthFault(source: string): string | undefined {
  const { brackets, levels } = nestingOf(source);
  if (brackets > nesting_max) return `More than ${nesting_max} brackets are open at one place.`;
  if (levels > levels_max) {
    return `One statement has more than ${levels_max} operators one in the other: split it into several.`;
  }
}

/** A fault with its place, both from 1. */
class Refusal extends Error {
  constructor(readonly line: number, readonly column: number, sentence: string) {
    super(sentence);
  }
}

function strip(source: string): string {
  try {
    return stripTypeScriptTypes(source, { mode: "strip" });
  } catch (error) {
    throw refusalOf(error) ?? transformRefusal(source) ?? error;
  }
}

/** The stripper itself only says "Syntax error"; the transformer says which. */
function transformRefusal(source: string): Refusal | undefined {
  try {
    // Deno's types do not know this mode; it does.
    stripTypeScriptTypes(source, { mode: "transform" as "strip" });
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Refusal | undefined {
  const message = error instanceof Error ? error.message : "";
  const place = /at file:\/\/\/\S*:(\d+):(\d+)\s*$/.exec(message);
  if (place === null) return undefined;
  const sentence = message.split("\n")[0]!.replace(/ at file:\S+$/, "").replace(/^SyntaxError: /, "")
    .replace(
      / is not supported in strip-only mode$/,
      " is not supported in an op: use plain JavaScript for it",
    );
  return new Refusal(Number(place[1]), Number(place[2]), `${sentence}.`);
}

const import_nodes: ReadonlySet<string> = new Set([
  "ImportDeclaration",
  "ImportExpression",
  "ExportAllDeclaration",
]);

/** An op is one file. An import would run without checks, and could read files or use the network. */
function refuseImports(program: Program, source: string): void {
  full(program, (node) => {
    const from = (node as Node & { source?: unknown }).source;
    if (!import_nodes.has(node.type) && !(node.type === "ExportNamedDeclaration" && from)) return;
    const before = source.slice(0, node.start).split(/\r\n|\r|\n|\u2028|\u2029/);
    throw new Refusal(
      before.length,
      before.at(-1)!.length + 1,
      "An op is one file and can't import anything: copy what you need into it.",
    );
  });
}

function isAcorn(error: unknown): error is SyntaxError & { loc: { line: number; column: number } } {
  return error instanceof SyntaxError && "loc" in error;
}
