/** Puts small faults into a source text, to see whether a test notices. Pure; `mutate.ts` runs the tests. */
import { stripTypeScriptTypes } from "node:module";
import { type Node, parse } from "acorn";
import { full } from "acorn-walk";

/** One fault. */
export interface Mutant {
  /** Where in the JavaScript text it begins and ends. */
  readonly from: number;
  readonly to: number;
  /** What stands there instead. */
  readonly text: string;
}

/** A source file as JavaScript, and every fault that can be put into it. */
export interface Mutable {
  readonly javascript: string;
  readonly mutants: readonly Mutant[];
}

const swapped: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  "??": "&&",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "+=": "-=",
  "-=": "+=",
};

/**
 * Finds the places of a TypeScript text where a fault can be made: comparisons and their bounds, logic, arithmetic,
 * conditions, booleans, numbers, and calls that stand as statements.
 *
 * @example
 * ```ts
 * import { mutable, withMutant } from "./mutants.ts";
 * import assert from "node:assert/strict";
 *
 * const source = mutable("export const isFull = (size: number) => size >= 3;");
 * const texts = source.mutants.map((mutant) => withMutant(source, mutant).trim());
 * assert.deepEqual(texts, ["export const isFull = (size)=>size > 3;", "export const isFull = (size)=>size >= 4;"]);
 * ```
 */
export function mutable(typescript: string): Mutable {
  // Deno's types list only the mode "strip", which can't read parameter properties.
  const javascript = stripTypeScriptTypes(typescript, { mode: "transform" as "strip" });
  const tree = parse(javascript, { ecmaVersion: "latest", sourceType: "module" });
  const mutants: Mutant[] = [];
  full(tree, (node) => mutants.push(...mutantsOf(node as AnyNode, javascript)));
  return { javascript, mutants: mutants.sort((one, other) => one.from - other.from) };
}

/** The text with one fault. */
export function withMutant({ javascript }: Mutable, { from, to, text }: Mutant): string {
  return javascript.slice(0, from) + text + javascript.slice(to);
}

/** The fields of acorn's nodes that are used here. */
interface AnyNode extends Node {
  readonly operator?: string;
  readonly left?: Node;
  readonly right?: Node;
  readonly test?: Node | null;
  readonly value?: unknown;
  readonly expression?: Node;
}

function mutantsOf(node: AnyNode, text: string): Mutant[] {
  switch (node.type) {
    case "LogicalExpression":
      return logicalMutants(node, text);
    case "BinaryExpression":
    case "AssignmentExpression":
      return operatorMutants(node, text);
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
      return conditionMutants(node.test!, text);
    case "Literal":
      return literalMutants(node);
    case "ExpressionStatement":
      return node.expression!.type === "CallExpression" ? [{ ...span(node), text: ";" }] : [];
    default:
      return [];
  }
}

function operatorMutants({ operator = "", left, right }: AnyNode, text: string): Mutant[] {
  const other = swapped[operator];
  const at = text.indexOf(operator, left!.end);
  if (other === undefined || at < 0 || at >= right!.start) return [];
  return [{ from: at, to: at + operator.length, text: other }];
}

/** In brackets: `a ?? b && c` would be no JavaScript, and every test notices that. */
function logicalMutants({ operator = "", left, right, ...node }: AnyNode, text: string): Mutant[] {
  const operands = [left!, right!].map(({ start, end }) => `(${text.slice(start, end)})`);
  return [{ ...span(node as Node), text: `(${operands.join(` ${swapped[operator]} `)})` }];
}

function conditionMutants(test: Node, text: string): Mutant[] {
  return [{ ...span(test), text: `!(${text.slice(test.start, test.end)})` }];
}

function literalMutants(node: AnyNode): Mutant[] {
  if (typeof node.value === "boolean") return [{ ...span(node), text: String(!node.value) }];
  if (typeof node.value === "number") return [{ ...span(node), text: String(node.value + 1) }];
  return [];
}

function span({ start, end }: Node): { from: number; to: number } {
  return { from: start, to: end };
}
