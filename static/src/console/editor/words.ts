/** Words of the editor: what is wrong with a message, and what the parts of a request are for. */
import { bilingual, type Translation } from "../../page/language.ts";

const en = {
  at_line: (line: number, fault: string) => `Line ${line}: ${fault}`,
  completions: "Completions",

  empty: "A message is missing.",
  quotes: 'JSON puts names and texts in straight double quotes: "…".',
  full_width: (character: string) => `JSON knows no full-width “${character}”.`,
  unclosed_text: 'The closing double quote (") is missing.',
  bad_text: "The text holds a tab or a backslash that JSON does not allow.",
  literal: (word: string) => `JSON knows no ${word}; it writes true, false and null.`,
  comment: "JSON has no comments.",
  trailing_comma: "A comma too many: nothing follows it.",
  unclosed: "The end is missing: close every { with } and every [ with ].",
  second_message: "The message ended before this.",
  no_comma: "A comma is missing before this.",
  no_colon: "A colon (:) is missing after the name.",
  no_value: "The value is missing after the colon.",
  unquoted: (word: string) => `Put ${word} in double quotes: "${word}".`,
  unexpected: (text: string) => `“${text}” is not expected here.`,

  not_a_request: 'A request is an object such as {"op": "peers"}; the node will answer 500.',
  no_op: 'The request has no "op"; the node will answer 500.',
  unknown_op: (op: string) => `The node has no operation ${op}; it will answer 404.`,
  missing_args: (op: string, names: string) => `${op} requires these "args": ${names}.`,
  unknown_arg: (op: string, name: string) => `${op} knows no argument ${name}.`,

  about_op: "What the node shall do.",
  about_args: "What the operation needs to know.",
  about_id: "Comes back with the answer.",
};

const zh: Translation<typeof en> = {
  at_line: (line, fault) => `第 ${line} 行：${fault}`,
  completions: "补全",

  empty: "缺少消息。",
  quotes: 'JSON 的名称和字符串要放在半角双引号中："…"。',
  full_width: (character) => `JSON 不使用全角字符“${character}”。`,
  unclosed_text: '缺少右双引号（"）。',
  bad_text: "字符串中有 JSON 不允许的制表符或反斜杠。",
  literal: (word) => `JSON 中没有 ${word}，应写作 true、false 或 null。`,
  comment: "JSON 没有注释。",
  trailing_comma: "多了一个逗号：后面没有内容。",
  unclosed: "结尾不完整：每个 { 要有 }，每个 [ 要有 ]。",
  second_message: "消息在此之前已经结束。",
  no_comma: "此处之前缺少逗号。",
  no_colon: "名称后面缺少冒号（:）。",
  no_value: "冒号后面缺少值。",
  unquoted: (word) => `请给 ${word} 加上双引号："${word}"。`,
  unexpected: (text) => `此处不应出现“${text}”。`,

  not_a_request: '请求是一个对象，例如 {"op": "peers"}；否则节点会应答 500。',
  no_op: '请求中没有 "op"，节点会应答 500。',
  unknown_op: (op) => `节点没有操作 ${op}，会应答 404。`,
  missing_args: (op, names) => `${op} 需要以下 "args"：${names}。`,
  unknown_arg: (op, name) => `${op} 没有参数 ${name}。`,

  about_op: "要节点做什么。",
  about_args: "该操作需要的参数。",
  about_id: "会随应答原样返回。",
};

/** The editor's words. */
export const editor_words = bilingual({ en, zh });

/** Those of one language. */
export type EditorWords = Translation<typeof en>;
