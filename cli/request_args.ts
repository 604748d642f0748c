/** The args of a request as a person types them: JSON text, or `name=value` words, which need no quotes in any shell. */

import type { Words } from "./language.ts";

/** Thrown when the typed words are no args; it has a sentence for a person. The message is the English one. */
export class ArgsError extends Error {
  override readonly name = "ArgsError";

  constructor(readonly words: Words) {
    super(words.en);
  }
}

/** Names that stand before `=`; anything else begins a JSON text. */
const assignment = /^([A-Za-z_][\w-]*)=(.*)$/s;

/**
 * Makes the JSON text of `args`. It is one JSON text, or words `name=value`. A value that is JSON (a number, `true`,
 * `null`, a list) is sent as it was typed, any other as a text. A name that is given several times gets a list.
 *
 * @returns Undefined for no words.
 * @throws {ArgsError}
 *
 * @example
 * ```ts
 * import { requestArgs } from "./request_args.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(requestArgs(["limit=5"]), '{"limit":5}');
 * assert.equal(requestArgs(["addr=ws://a/ws", "addr=ws://b/ws"]), '{"addr":["ws://a/ws","ws://b/ws"]}');
 * assert.equal(requestArgs(['{"limit": 5}']), '{"limit": 5}');
 * assert.equal(requestArgs([]), undefined);
 * ```
 */
export function requestArgs(words: readonly string[]): string | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  if (words.length === 1 && isJson(first)) return first;
  // A map of texts: `__proto__` is a name like any other, and numbers keep their digits.
  const values = new Map<string, string[]>();
  for (const word of words) {
    const [, name, value] = assignment.exec(word) ?? [];
    if (name === undefined || value === undefined) throw notArgs(word, words);
    values.set(name, [...values.get(name) ?? [], valueText(word, value)]);
  }
  const members = [...values].map(([name, texts]) =>
    `${JSON.stringify(name)}:${texts.length === 1 ? texts[0] : `[${texts.join()}]`}`
  );
  return `{${members.join()}}`;
}

function valueText(word: string, value: string): string {
  if (isJson(value)) return value;
  if (/^\s*[[{"]/.test(value)) {
    throw new ArgsError({
      en:
        `${word} begins like JSON and is none. A shell may have taken its quotes: write the whole as JSON, or --raw.`,
      zh: `${word} 开头像 JSON，其实不是。引号可能被命令行去掉了：请把全部写成 JSON，或者用 --raw。`,
    });
  }
  return JSON.stringify(value);
}

function notArgs(word: string, words: readonly string[]): ArgsError {
  const [name, value] = words;
  const example = words.length > 1 && /^[\w-]+$/.test(name!) ? `${name}=${value}` : "limit=5";
  const written = JSON.stringify(word);
  return new ArgsError({
    en: `It is not JSON, and ${written} is not of the form name=value, such as ${example}. ` +
      "Put JSON in single quotes and its texts in double quotes: '{\"limit\": 5}'.",
    zh: `它不是 JSON，而 ${written} 也不是 name=value 的形式，例如 ${example}。` +
      "JSON 写在单引号里，其中的文字写在双引号里：'{\"limit\": 5}'。",
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
