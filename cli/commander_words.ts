/**
 * Commander's own sentences in Chinese. It has no translations, but its errors have a fixed form, which
 * `commander_words_test.ts` holds to the installed release. What is not known here stays English.
 */
import type { Words } from "../discovery/words.ts";
import { chineseOf } from "./known_texts.ts";

/** In the form of {@linkcode chineseOf}. */
const sentences: readonly Words[] = [
  { en: "unknown option '{option}'{guess}", zh: "没有选项 '{option}'{guess}" },
  { en: "unknown command '{command}'{guess}", zh: "没有命令 '{command}'{guess}" },
  { en: "missing required argument '{argument}'", zh: "缺少参数 '{argument}'" },
  { en: "required option '{option}' not specified", zh: "缺少选项 '{option}'" },
  { en: "option '{option}' argument missing", zh: "选项 '{option}' 缺少值" },
  {
    en: "option '{option}' argument '{value}' is invalid. {why}",
    zh: "选项 '{option}' 的值 '{value}' 不对。{why}",
  },
  {
    en: "command-argument value '{value}' is invalid for argument '{argument}'. {why}",
    zh: "参数 '{argument}' 的值 '{value}' 不对。{why}",
  },
  {
    en: "option '{option}' cannot be used with option '{other}'",
    zh: "选项 '{option}' 和选项 '{other}' 不能一起用",
  },
  {
    en: "too many arguments for '{command}'. Expected {count} argument[s] but got {given}: {arguments}.",
    zh: "'{command}' 的参数太多：应有 {count} 个，实际有 {given} 个：{arguments}。",
  },
  {
    en: "too many arguments. Expected {count} argument[s] but got {given}: {arguments}.",
    zh: "参数太多：应有 {count} 个，实际有 {given} 个：{arguments}。",
  },
  // What stands in place of {guess} and {why}.
  { en: "\n(Did you mean one of {names}?)", zh: "\n（是不是想用其中之一：{names}？）" },
  { en: "\n(Did you mean {name}?)", zh: "\n（是不是想用 {name}？）" },
  { en: "Allowed choices are {choices}.", zh: "可选的值有 {choices}。" },
];

/**
 * A message of commander's in both languages.
 *
 * @example
 * ```ts
 * import { commanderWords } from "./commander_words.ts";
 * import assert from "node:assert/strict";
 *
 * const { zh } = commanderWords("error: unknown option '--prot'\n(Did you mean --port?)");
 * assert.equal(zh, "没有选项 '--prot'\n（是不是想用 --port？）");
 * assert.equal(commanderWords("unknown command 'redis://:secret@h'").en, "unknown command 'redis://...'");
 * ```
 */
export function commanderWords(message: string): Words {
  const en = withoutPasswords(message.replace(/^error: /, ""));
  return { en, zh: chineseOf(en, sentences) };
}

/** It quotes what it was given, and that may be the URL of a server in the wrong place. */
function withoutPasswords(text: string): string {
  return text.replaceAll(/\b([a-z][a-z\d+.-]+:)(?:\/\/)?[^'\n]*(?:@|password=)[^'\n]*/gi, "$1//...");
}
