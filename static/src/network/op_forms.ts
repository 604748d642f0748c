/** The form of each kind of message in the picture, told apart without colour, and its word. */
import { bilingual } from "../page/language.ts";

/** Paths within a square of 14 units around the middle. */
const forms: Readonly<Record<string, string>> = {
  hello: "M0 -6a6 6 0 1 0 .01 0Z",
  sample: "M-5 -5h10v10h-10Z",
  announce: "M0 -6.5 6.5 5h-13Z",
  verify: "M0 -7 7 0 0 7 -7 0Z",
  register: "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4Z",
  peers: "M-3.5 -6h7l3.5 6-3.5 6h-7l-3.5 -6Z",
  time: "M-6 -6h12l-12 12h12Z",
};

/** Of an op that this page does not know: a bar. */
const other_form = "M-6 -2.5h12v5h-12Z";

/** The form of an op's messages, as an SVG path. */
export function formOf(op: string): string {
  return Object.hasOwn(forms, op) ? forms[op]! : other_form;
}

const words = bilingual({
  en: {
    hello: "greets",
    sample: "swaps addresses",
    announce: "announces a node",
    verify: "asks to be dialled back",
    register: "registers an address",
    peers: "asks for the list",
    time: "asks for the time",
  },
  zh: {
    hello: "打招呼",
    sample: "交换地址",
    announce: "宣布新节点",
    verify: "请求回拨",
    register: "登记地址",
    peers: "索取列表",
    time: "询问时间",
  },
});

/**
 * What an op's messages do, in a word or two; the op's own name where this page does not know it.
 *
 * @example
 * ```ts
 * import { wordOf } from "./op_forms.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(wordOf("hello", "zh"), "打招呼");
 * assert.equal(wordOf("constructor", "zh"), "constructor");
 * ```
 */
export function wordOf(op: string, language: "en" | "zh"): string {
  const known: Readonly<Record<string, string>> = words[language];
  return Object.hasOwn(known, op) ? known[op]! : op;
}
