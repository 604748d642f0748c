/** Finds what the node will refuse in a request, by its description of its ops. Pure. */
import type { OpDescription } from "../op_description.ts";
import type { Fault } from "./fault.ts";
import { propertiesOf, type Property, textAt, topObject } from "./json_tree.ts";
import type { EditorWords } from "./words.ts";

/**
 * Faults of a text that is JSON.
 *
 * @example
 * ```ts
 * import { requestFaults } from "./request_faults.ts";
 * import { lecture_ops } from "../op_description.ts";
 * import { editor_words } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * const [fault] = requestFaults('{"op": "register"}', lecture_ops, editor_words.en);
 * assert.equal(fault?.words, 'register requires these "args": addr.');
 * ```
 */
export function requestFaults(
  text: string,
  ops: readonly OpDescription[],
  words: EditorWords,
): readonly Fault[] {
  const request = topObject(text);
  if (request === undefined) {
    return [{ from: 0, to: text.length, severity: "warning", words: words.not_a_request }];
  }
  const properties = propertiesOf(request, text);
  const op = properties.findLast(({ name }) => name === "op");
  if (op === undefined) {
    return [{ from: request.from, to: request.to, severity: "warning", words: words.no_op }];
  }
  const described = ops.find(({ name }) => name === textAt(op.value, text));
  if (described === undefined) {
    const name = text.slice(op.value.from, op.value.to);
    return [{ ...placeOf(op), severity: "info", words: words.unknown_op(name) }];
  }
  return argFaults(described, op, properties.findLast(({ name }) => name === "args"), text, words);
}

function argFaults(
  { name: op_name, args: { required = [], properties } }: OpDescription,
  op: Property,
  args: Property | undefined,
  text: string,
  words: EditorWords,
): readonly Fault[] {
  const given = args?.value.name === "Object" ? propertiesOf(args.value, text) : [];
  const missing = required.filter((name) => !given.some((one) => one.name === name));
  // Without any description of its args an op may take whatever it likes.
  const unknown = properties === undefined
    ? []
    : given.filter(({ name }) => !Object.hasOwn(properties, name));
  return [
    ...(missing.length === 0 ? [] : [{
      ...placeOf(args ?? op),
      severity: "warning" as const,
      words: words.missing_args(op_name, missing.join(", ")),
    }]),
    ...unknown.map((one) => ({
      ...placeOf(one),
      severity: "info" as const,
      words: words.unknown_arg(op_name, one.name),
    })),
  ];
}

function placeOf({ from, value }: Property): { from: number; to: number } {
  return { from, to: value.to };
}
