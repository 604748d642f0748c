/**
 * Reads the text of an answer as JSON. If it is not JSON, repairs are tried one by one. The repair that helps names the
 * cause.
 */
import { jsonrepair } from "jsonrepair";
import { fault, type Finding } from "./causes.ts";
import { visible } from "./visible.ts";

/** A text, read. */
export interface JsonReading {
  /** Undefined where no repair helped. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

/** Points that a repair costs. Everything in the answer can still be judged. */
const repair_cost = 5;

/** Words of Python that JSON writes in another way. */
const python_word = /(?<=[:,[\s(])(None|True|False)(?=[\s,\]})]|$)/;

/** Signs that an answer is the error message of a program. */
const error_words =
  /\b(Traceback \(most recent|[A-Z]\w+(Error|Exception)\b|name '\w+' is not defined|\w+ is not defined|object is not|not JSON serializable)/;

/** Levels of text within text that are opened. */
const depth_max = 3;

/**
 * Reads an answer.
 *
 * @example
 * ```ts
 * import { readJson } from "./json_reading.ts";
 * import assert from "node:assert/strict";
 *
 * const { value, findings } = readJson("{'status': 200, 'response': None}");
 * assert.deepEqual(value, { status: 200, response: null });
 * assert.equal(findings[0]?.cause, "python_dict");
 * ```
 */
export function readJson(text: string): JsonReading {
  if (text.trim() === "") return { value: undefined, findings: [fault("empty_text", Infinity)] };
  const strict = parse(text);
  if (strict !== undefined) return unwrap(strict.value);
  const glued = firstOfTwo(text);
  if (glued !== undefined) return { value: glued, findings: [fault("json_glued", repair_cost)] };
  if (/^\s*[{[(]/.test(text)) {
    const repaired = repair(text);
    if (repaired !== undefined) {
      const inner = unwrap(repaired.value);
      return { value: inner.value, findings: [...repaired.findings, ...inner.findings] };
    }
  }
  if (error_words.test(text)) {
    return {
      value: undefined,
      findings: [fault("error_text", Infinity, { text: visible(text).slice(0, 200) })],
    };
  }
  return { value: undefined, findings: [fault("plain_text", Infinity)] };
}

/** Whether a text is the error message of a program. */
export function tellsError(text: string): boolean {
  return error_words.test(text);
}

/** Opens JSON within a string: `json.dumps` was applied twice, or to a `str(dict)`. */
function unwrap(value: unknown): JsonReading {
  let inner = value;
  let depth = 0;
  const findings: Finding[] = [];
  while (typeof inner === "string" && depth < depth_max && /^\s*[{["]/.test(inner)) {
    const strict = parse(inner);
    const repaired = strict === undefined ? repair(inner) : undefined;
    if (strict === undefined && repaired === undefined) break;
    findings.push(...repaired?.findings ?? []);
    inner = strict === undefined ? repaired!.value : strict.value;
    depth++;
  }
  if (depth > 0) findings.unshift(fault("json_twice", repair_cost, { times: depth + 1 }));
  return { value: inner, findings };
}

/** The object or list that stands as text in an answer; undefined: there is none. */
export function openInner(text: string): unknown {
  if (!/^\s*[{[(]/.test(text)) return undefined;
  const value = parse(text)?.value ?? repair(text)?.value;
  return typeof value === "object" && value !== null ? value : undefined;
}

/** How many places are tried as the seam between two answers. */
const seams_max = 16;

/** The first of two JSON objects in one text; undefined: there are not two. */
function firstOfTwo(text: string): unknown {
  for (const { index } of [...text.matchAll(/\}\s*(?=\{)/g)].slice(0, seams_max)) {
    const [first, second] = [parse(text.slice(0, index + 1)), parse(text.slice(index + 1))];
    if (first !== undefined && second !== undefined) return first.value;
  }
}

function repair(text: string): JsonReading | undefined {
  // A tuple of Python is a list, for what follows.
  const as_list = text.replace(/^\s*\(([\s\S]*)\)\s*$/, "[$1]");
  let value: unknown;
  let repaired: string;
  try {
    repaired = jsonrepair(as_list);
    value = JSON.parse(repaired);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  return { value, findings: [causeOf(text, repaired)] };
}

function causeOf(text: string, repaired: string): Finding {
  if (/[{[(,:]\s*[bu]?'/.test(text)) return fault("python_dict", repair_cost);
  if (python_word.test(text)) {
    return fault("python_words", repair_cost, { word: python_word.exec(text)![1]! });
  }
  const escaped = (part: string) => part.split('\\"').length;
  if (escaped(repaired) > escaped(text)) return fault("unescaped_quotes", repair_cost);
  return { ...fault("nearly_json", repair_cost), wanted: repaired };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
