/** Finds where a message is no JSON, and says why in words. Pure. */
import { jsonLanguage } from "@codemirror/lang-json";
import type { Fault } from "./fault.ts";
import type { EditorWords } from "./words.ts";

/** The parser's first complaint, with what stands around it. */
interface Complaint {
  readonly from: number;
  readonly to: number;
  /** Kind of the value in which it lies, and of what stands before it there. */
  readonly inside: string | undefined;
  readonly before: string | undefined;
}

/**
 * The first place at which the text is no JSON; undefined when it is JSON.
 *
 * @example
 * ```ts
 * import { syntaxFault } from "./syntax_fault.ts";
 * import { editor_words } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * const fault = syntaxFault('{"op": "peers",}', editor_words.en);
 * assert.deepEqual([fault?.from, fault?.words], [15, editor_words.en.trailing_comma]);
 * ```
 */
export function syntaxFault(text: string, words: EditorWords): Fault | undefined {
  if (isJson(text)) return undefined;
  const complaint = firstComplaint(text) ??
    { from: 0, to: text.length, inside: undefined, before: undefined };
  const { from, to } = complaint;
  return { from, to, severity: "error", words: wordsFor(complaint, text, words) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function firstComplaint(text: string): Complaint | undefined {
  let first: Complaint | undefined;
  jsonLanguage.parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (!first && type.isError) {
        first = { from, to, inside: node.parent?.name, before: node.prevSibling?.name };
      }
      return !first;
    },
  });
  return first;
}

function wordsFor({ from, to, inside, before }: Complaint, text: string, words: EditorWords): string {
  const rest = text.slice(from).trimStart();
  const token = (text.slice(from, to).trim() || rest.slice(0, 1)).slice(0, 20);
  if (text.trim() === "") return words.empty;
  if (/^['‘’“”「『＂`]/.test(rest)) return words.quotes;
  if (/^[\uff01-\uff5e、。]/.test(rest)) return words.full_width(rest[0]!);
  if (/^"[^"\n]*$/m.test(rest)) return words.unclosed_text;
  if (rest.startsWith('"') && to > from) return words.bad_text;
  if (/^[-+]?(True|False|None|NaN|Infinity|undefined)\b/.test(rest)) return words.literal(token);
  if (/^(\/[/*]|#)/.test(rest)) return words.comment;
  if (before === "," && /^[\]}]/.test(rest)) return words.trailing_comma;
  if (rest === "") return words.unclosed;
  if (inside === "JsonText" && before !== undefined) return words.second_message;
  const apart = from === to || /\s/.test(text[from - 1] ?? "");
  if (before === "Property" && from === to || inside === "Array" && before !== "," && apart) {
    return words.no_comma;
  }
  if (inside === "Property" && before === "PropertyName") return words.no_colon;
  if (inside === "Property" && from === to) return words.no_value;
  if (/^[A-Za-z_]\w*$/.test(token)) return words.unquoted(token);
  return words.unexpected(token);
}
