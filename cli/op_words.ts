/**
 * What is wrong with a student's own op, in Chinese. The node says it in English: it goes over the wire, too. What the
 * engine of JavaScript says stays English.
 */
import type { Words } from "../discovery/words.ts";
import { chineseOf } from "./known_texts.ts";

/** In the form of {@linkcode chineseOf}; `op_words_test.ts` holds the English to the sources of `node/own_ops/`. */
export const op_sentences: readonly Words[] = [
  // Of examples and of the tick, which lead to the sentences below.
  {
    en: "it came as far as its first ask, which needs a running node.",
    zh: "运行到第一次询问别的节点为止，那需要一个运行中的节点。",
  },
  { en: "it failed: {fault}", zh: "出错了：{fault}" },
  { en: "its args do not fit: {field}: {why}", zh: "args 不符合：{field}：{why}" },
  { en: "it was not run, since an earlier one took too long.", zh: "没有运行，因为前面的一个用时太长。" },
  { en: "it was interrupted.", zh: "被中断了。" },
  { en: "it did not answer within {seconds} s.", zh: "{seconds} 秒内没有应答。" },
  { en: "expected status {status}, got {got}", zh: "应为状态 {status}，实际是 {got}" },
  { en: "expected {wanted}, got {got}", zh: "应为 {wanted}，实际是 {got}" },
  {
    en: "{file}, line {line}, column {column}: {sentence} The line is: {text}",
    zh: "{file} 第 {line} 行第 {column} 列：{sentence}这一行是：{text}",
  },
  { en: "It refused: {why}", zh: "它拒绝了：{why}" },
  { en: "It did not answer within {seconds} s.", zh: "它在 {seconds} 秒内没有应答。" },
  { en: "It computed for longer than {seconds} s.", zh: "它计算超过了 {seconds} 秒。" },
  { en: "It took more than {size} MiB of memory.", zh: "它占用的内存超过了 {size} MiB。" },
  // Of the file.
  { en: "More than {count} brackets are open at one place.", zh: "同一处有超过 {count} 个括号没有闭合。" },
  {
    en: "One statement has more than {count} operators one in the other: split it into several.",
    zh: "一条语句里有超过 {count} 个运算符层层相套：请拆成几条。",
  },
  { en: "It can't be read as code: {why}", zh: "读不懂这段代码：{why}" },
  {
    en: "An op is one file and can't import anything: copy what you need into it.",
    zh: "一个操作就是一个文件，不能导入别的内容：请把需要的代码复制进来。",
  },
  { en: "An op is one file and can't import anything.", zh: "一个操作就是一个文件，不能导入别的内容。" },
  {
    en: "It did not finish loading within {seconds} s: is there an await outside of functions?",
    zh: "{seconds} 秒内没有加载完：函数外面是不是有 await？",
  },
  {
    en: "It has no export default: write export default ({ text }) => ({ ... });",
    zh: "它没有 export default：请写 export default ({ text }) => ({ ... });",
  },
  {
    en: 'In "{where}", "{field}": {form} is none of {known} (with ? for optional).',
    zh: "“{where}”中的“{field}”：{form} 不是 {known} 之一（加 ? 表示可以省略）。",
  },
  {
    en: '"{where}" must be an object, e.g. export const {name} = { text: "text" };',
    zh: '“{where}”应该是对象，例如 export const {name} = { text: "text" };',
  },
  {
    en: '"summary" must be a text or { en: "...", zh: "..." }.',
    zh: '“summary”应该是文字，或者 { en: "...", zh: "..." }。',
  },
  {
    en: '"every" says how often, and there is no tick to run: export async function tick({ log }) { ... }',
    zh: "“every”写了多久一次，却没有可运行的 tick：export async function tick({ log }) { ... }",
  },
  {
    en: '"tick" must be a function, and is {kind}: export async function tick() { ... }',
    zh: "“tick”应该是函数，现在是 {kind}：export async function tick() { ... }",
  },
  {
    en: '"tick" runs by itself: say how often, in seconds: export const every = 30;',
    zh: "“tick”会自己运行：请写明多少秒一次：export const every = 30;",
  },
  {
    en: '"every" must be a number of seconds from {min} to {max}, and is {value}.',
    zh: "“every”应该是 {min} 到 {max} 的秒数，现在是 {value}。",
  },
  { en: '"examples" has more than {count} entries.', zh: "“examples”超过了 {count} 项。" },
  { en: "An op can't go out into the network by itself.", zh: "操作不能自己访问网络。" },
  { en: "An op can't make code of text.", zh: "操作不能把文字变成代码。" },
];

/**
 * A sentence about an own op in both languages.
 *
 * @example
 * ```ts
 * import { opWords } from "./op_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(opWords("expected 2, got 1").zh, "应为 2，实际是 1");
 * assert.equal(opWords("Expected ';'.").zh, "Expected ';'.");
 * ```
 */
export function opWords(sentence: string): Words {
  return { en: sentence, zh: chineseOf(sentence, op_sentences) };
}
