/** Words of the console. What comes from the network is never here and never translated. */
import { bilingual, type Translation } from "../page/language.ts";
import { lazily } from "../page/lazily.ts";

const tenths = lazily(() => new Intl.NumberFormat("en", { maximumFractionDigits: 1 }));

const en = {
  node: "Node address",
  connect: "Connect",
  disconnect: "Disconnect",
  cancel: "Cancel",
  stop: "Stop trying",
  try_now: "Try now",
  examples: "Requests to begin with",
  raw_messages: "bad request",
  own_ops: "more ops",
  message: "Message to send",
  send: "Send",
  shortcut: "Or press Ctrl/⌘ + Enter.",
  saved: "Saved requests …",
  not_loaded: "This part could not be loaded from the node. Start the node again, then try once more.",
  not_sent: "Not sent: there is no connection to a node. Press Connect first.",
  no_peers: "No peers yet: this node knows nobody.",
  register_this: (url: string) => `Register ${url}`,

  history: "History",
  history_empty: "Nothing was sent yet. Each request appears here with its number and its answer.",
  nothing_found: "The filter leaves nothing.",
  filter: "Filter the history",
  filter_hint: "Filter: op, status, text",
  clear: "Clear",
  cleared: "Cleared all but what is pinned.",
  removed: "Deleted.",
  undo: "Undo",
  export_as: "Export",
  export_title: "Conversation with foxchain nodes",
  resend: "Resend",
  pin: "Pin",
  remove: "Delete",
  copy_as: "Copy as",
  command_line: "Command line",
  copied: "Copied.",
  not_copied: "The browser did not let the page copy.",
  actions: (title: string) => `Actions for ${title}`,

  request: "Request",
  binary_request: "Request as a binary frame",
  binary_form: "binary frame …",
  answer: "Answer",
  said: "Log of the op",
  time: "Time",
  status_title: "Status",
  round_trip_title: "Round trip",
  colon: ":",
  waiting: "Waiting for the answer …",
  slow_answer:
    "No answer yet. Perhaps the node's program still works on it, stopped with an error, or does not answer such a request: see what it prints. The page goes on waiting.",
  lost: "No answer: the connection ended first.",
  unasked: "Nothing here asked for this message.",
  unasked_status: "Unasked",
  waiting_status: "… waiting",
  lost_status: "✗ no answer",
  answered_status: "answered",

  number: (number: number) => `#${number}`,
  round_trip: roundTrip,
  status: statusText,
  /** `status` is the answer's own. */
  announce: (number: number | undefined, status: string) =>
    number === undefined ? "Nothing here asked for this message." : `Answer to request ${number}: ${status}`,
  binary: (length_bytes: number) => `[binary message of ${length_bytes} bytes]`,
  cut: (characters: number) => `\n… and ${characters} more characters`,
};

const zh: Translation<typeof en> = {
  node: "节点地址",
  connect: "连接",
  disconnect: "断开",
  cancel: "取消",
  stop: "停止重连",
  try_now: "立即重试",
  examples: "示例请求",
  raw_messages: "错误请求",
  own_ops: "更多操作",
  message: "要发送的消息",
  send: "发送",
  shortcut: "也可以按 Ctrl/⌘ + Enter。",
  saved: "已保存的请求……",
  not_loaded: "无法从节点加载这一部分。请重新启动节点，然后再试。",
  not_sent: "未发送：尚未连接到节点。请先点击“连接”。",
  no_peers: "还没有对等节点：这个节点谁也不认识。",
  register_this: (url) => `登记 ${url}`,

  history: "历史记录",
  history_empty: "还没有发送过消息。每个请求及其应答会带着编号显示在这里。",
  nothing_found: "没有符合筛选条件的记录。",
  filter: "筛选历史记录",
  filter_hint: "筛选：op、状态、文字",
  clear: "清空",
  cleared: "已清空（置顶的除外）。",
  removed: "已删除。",
  undo: "撤销",
  export_as: "导出",
  export_title: "与 foxchain 节点的对话",
  resend: "重发",
  pin: "置顶",
  remove: "删除",
  copy_as: "复制为",
  command_line: "命令行",
  copied: "已复制。",
  not_copied: "浏览器不允许本页复制内容。",
  actions: (title) => `${title} 的操作`,

  request: "请求",
  binary_request: "以二进制帧发送的请求",
  binary_form: "二进制帧……",
  answer: "应答",
  said: "操作写入的日志",
  time: "时间",
  status_title: "状态",
  round_trip_title: "往返时间",
  colon: "：",
  waiting: "正在等待应答……",
  slow_answer:
    "尚未收到应答。节点程序可能还在处理，可能出错中止，也可能不应答这类请求：请查看它的输出。本页会继续等待。",
  lost: "没有应答：连接先断开了。",
  unasked: "本页没有请求过这条消息。",
  unasked_status: "未经请求",
  waiting_status: "… 等待中",
  lost_status: "✗ 没有应答",
  answered_status: "已应答",

  number: (number) => `#${number}`,
  round_trip: roundTrip,
  status: statusText,
  announce: (number, status) =>
    number === undefined ? "本页没有请求过这条消息。" : `请求 ${number} 的应答：${status}`,
  binary: (length_bytes) => `[${length_bytes} 字节的二进制消息]`,
  cut: (characters) => `\n……另有 ${characters} 个字符`,
};

/** The console's words. */
export const console_words = bilingual({ en, zh });

/** Those of one language. */
export type ConsoleWords = Translation<typeof en>;

/** The unit is written as the lecture's tools write it, in both languages. */
function roundTrip(duration_ms: number): string {
  return `${tenths().format(duration_ms)} ms`;
}

/** Number and text are the answer's own; the symbol says what their colour says. */
function statusText(status: number, error: string): string {
  return `${status < 400 ? "✓" : "✗"} ${status} ${error}`.trimEnd();
}
