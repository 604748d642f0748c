/** Proposes what could be written at a place in a request, by the node's description of its ops. Pure. */
import type { OpDescription, Schema } from "../op_description.ts";
import { propertiesOf, textAt, topObject, type TreeNode, treeOf } from "./json_tree.ts";
import type { EditorWords } from "./words.ts";

/** One proposal. */
export interface Proposal {
  /** The proposal as JSON. It is compared with the text at that place. */
  readonly label: string;
  /** What is put there. */
  readonly text: string;
  /** What it is for, or "". */
  readonly about: string;
}

/** Proposals, and which characters they replace. */
export interface Proposals {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

/** The place of the cursor: in the name or the value of a property, in objects of these names. */
interface Place {
  readonly kind: "name" | "value";
  readonly path: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * Proposals at a place; undefined where there is nothing to propose.
 *
 * @example
 * ```ts
 * import { proposalsAt } from "./completion.ts";
 * import { lecture_ops } from "../op_description.ts";
 * import { editor_words } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * const found = proposalsAt('{"op": ""}', 8, lecture_ops, editor_words.en);
 * assert.deepEqual(found?.proposals.map(({ text }) => text), ['"peers"', '"register"', '"time"']);
 * ```
 */
export function proposalsAt(
  text: string,
  position: number,
  ops: readonly OpDescription[],
  words: EditorWords,
): Proposals | undefined {
  const place = placeAt(text, position);
  if (place === undefined) return undefined;
  const { from, to } = place;
  const proposals = proposalsFor(place, text, ops, words);
  return proposals.length === 0 ? undefined : { from, to, proposals };
}

function proposalsFor(
  { kind, path, to }: Place,
  text: string,
  ops: readonly OpDescription[],
  words: EditorWords,
): readonly Proposal[] {
  const [outer, inner] = path;
  const ending = /^\s*:/.test(text.slice(to)) ? "" : ": ";
  const propose = (value: unknown, about: string, ending = "") => {
    const label = JSON.stringify(value);
    return { label, text: label + ending, about };
  };
  if (kind === "name" && outer === undefined) {
    const names = { op: words.about_op, args: words.about_args, id: words.about_id };
    return Object.entries(names).map(([name, about]) => propose(name, about, ending));
  }
  if (kind === "name" && outer === "args" && inner === undefined) {
    return Object.entries(argsOf(text, ops))
      .map(([name, { description = "" }]) => propose(name, description, ending));
  }
  if (kind === "value" && outer === "op" && inner === undefined) {
    return ops.map(({ name, summary }) => propose(name, summary));
  }
  if (kind === "value" && outer === "args" && path.length === 2) {
    const schema = argsOf(text, ops)[inner!] ?? {};
    const values = schema.enum ?? (schema.type === "boolean" ? [true, false] : []);
    return values.map((value) => propose(value, schema.description ?? ""));
  }
  return [];
}

/** The args of the op that the request names so far. */
function argsOf(text: string, ops: readonly OpDescription[]): Readonly<Record<string, Schema>> {
  const request = topObject(text);
  const op = request && propertiesOf(request, text).find(({ name }) => name === "op");
  const name = op && textAt(op.value, text);
  return ops.find((described) => described.name === name)?.args.properties ?? {};
}

function placeAt(text: string, position: number): Place | undefined {
  const node = treeOf(text).resolveInner(position, -1);
  const { name, from, to, parent } = node;
  const finished = to < position || /^".*"$/s.test(text.slice(from, position));
  if (finished) return undefined;
  if (name === "PropertyName") return { kind: "name", path: pathOf(parent?.parent, text), from, to };
  if (name === "Object" || (name === "{" || name === ",") && parent?.name === "Object") {
    return { kind: "name", path: pathOf(node, text), from: position, to: position };
  }
  const written = node.type.isError || /^(String|True|False|Null|Number)$/.test(name);
  if (written && parent?.name === "Property") return { kind: "value", path: pathOf(parent, text), from, to };
  if (node.type.isError && parent?.name === "Object") {
    return { kind: "name", path: pathOf(parent, text), from, to };
  }
  return undefined;
}

/** Names of the properties around, outermost first. */
function pathOf(node: TreeNode | null | undefined, text: string): readonly string[] {
  if (!node) return [];
  const outer = pathOf(node.parent, text);
  const name = node.name === "Property" ? node.getChild("PropertyName") : null;
  return name ? [...outer, textAt(name, text) ?? ""] : outer;
}
