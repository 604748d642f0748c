/** The words of the protocol page, in both languages. Texts on the wire are never translated. */

import type { Words } from "../../discovery/words.ts";

/** A language of the page. */
export type Language = keyof Words;

const en = {
  title: "The protocol",
  intro:
    "JSON text messages on one WebSocket, at /ws. A request names an operation; its answer has a status, an " +
    "error text and mostly a response. Who sends an id gets it back.",
  made: "This page is made from the node's own table of operations, the same that answers.",
  page: "Back to the node",
  other_language: "中文",
  asyncapi: "AsyncAPI document",
  operations: "Operations",
  args: "args",
  response: "response",
  none: "None.",
  optional: "May be left out.",
  field: "Field",
  type: "Type",
  meaning: "Meaning",
  required: "required",
  examples: "Examples",
  own: "A student wrote this operation; its file is in the node's folder of ops.",
  runs_itself: (every_s: number) => `It also runs by itself, every ${every_s} s.`,
  request: "Request",
  answer: "Answer",
};

/** The words of one language. */
export type ProtocolWords = Readonly<typeof en>;

/** Every word, by language. */
export const protocol_words: Readonly<Record<Language, ProtocolWords>> = {
  en,
  zh: {
    title: "协议",
    intro:
      "所有消息都是 /ws 上同一个 WebSocket 里的 JSON 文本。请求写明操作；应答有状态码、错误文字，通常还有 " +
      "response。请求带 id，应答就带回同一个 id。",
    made: "本页由节点自己的操作表生成，应答请求的正是这张表。",
    page: "回到节点页面",
    other_language: "English",
    asyncapi: "AsyncAPI 文档",
    operations: "操作",
    args: "args",
    response: "response",
    none: "没有。",
    optional: "可以省略。",
    field: "字段",
    type: "类型",
    meaning: "含义",
    required: "必需",
    examples: "例子",
    own: "这个操作是学生自己写的，文件在节点的操作文件夹里。",
    runs_itself: (every_s) => `它还会自己运行，每 ${every_s} 秒一次。`,
    request: "请求",
    answer: "应答",
  },
};

/**
 * The language of an answer: that of `?lang=`, otherwise the first of the browser's that the page has.
 *
 * @example
 * ```ts
 * import { languageOf } from "./protocol_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(languageOf(undefined, "fr, zh-CN;q=0.9, en;q=0.8"), "zh");
 * assert.equal(languageOf("en", "zh"), "en");
 * ```
 */
export function languageOf(asked: string | undefined, accepted = ""): Language {
  const wanted = [asked ?? "", ...accepted.split(",")].map((text) => text.trim().slice(0, 2).toLowerCase());
  return wanted.find((text) => text === "en" || text === "zh") ?? "en";
}
