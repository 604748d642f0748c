/** What `foxchain op new` writes: an op that works, with comments in the language of the person. */
import type { Words } from "./language.ts";

const comments = {
  summary: { en: "What a person reads about this op.", zh: "给人看的一句话说明。" },
  args: {
    en: 'What the op takes: "text", "number", "list", "object" or "any"; with ? it may be left out.',
    zh:
      '操作的参数："text"（文字）、"number"（数）、"list"（列表）、"object"（对象）或 "any"（任意）；加 ? 表示可以省略。',
  },
  examples: {
    en: "Run each time you save; the terminal says which passed.",
    zh: "每次保存都会运行；终端会说明哪些通过了。",
  },
  function: {
    en: "The op itself: what it returns is the response. An error names its line.",
    zh: "操作本身：返回值就是应答里的 response。出错时会指出是哪一行。",
  },
  more: {
    en: 'Also there: now (seconds), store, peers, ask, askPeers, from, signal, and refuse(403, "No.").',
    zh: '还可以用：now（秒）、store、peers、ask、askPeers、from、signal，以及 refuse(403, "不行。")。',
  },
} as const satisfies Record<string, Words>;

/**
 * The file's text.
 *
 * @example
 * ```ts
 * import { starterText } from "./op_starter.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(starterText("en"), /export default/);
 * ```
 */
export function starterText(language: keyof Words): string {
  const say = (name: keyof typeof comments) => `// ${comments[name][language]}`;
  const summary = { en: "Counts the characters of a text.", zh: "数一段文字有多少个字符。" }[language];
  return `${say("summary")}
export const summary = ${JSON.stringify(summary)};

${say("args")}
export const args = { text: "text" };

${say("examples")}
export const examples = [
  { args: { text: "狐狸" }, response: { characters: 2 } },
];

${say("function")}
${say("more")}
export default ({ text }, { log }) => {
  log(text);
  return { characters: [...text].length };
};
`;
}
