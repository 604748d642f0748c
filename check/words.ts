/** Words of a report: the name of each check, and how it ended. The hints are in `hints.ts`. */
import type { CheckId, Stage } from "./check.ts";
import type { State } from "./result.ts";

/** Languages of the results; the same two as everywhere. They are declared here since this room imports nothing. */
export type Language = "en" | "zh";

/** The words of one language. */
export interface Words {
  readonly title: string;
  readonly checks: Readonly<Record<CheckId, string>>;
  readonly stages: Readonly<Record<Stage, string>>;
  readonly states: Readonly<Record<State, string>>;
  readonly levels: Readonly<Record<"fault" | "warning" | "note", string>>;
  readonly sent: string;
  readonly got: string;
  readonly wanted: string;
  readonly hint: string;
  readonly no_answer: (seconds: string) => string;
  readonly closed: (code: string) => string;
  readonly binary: string;
  readonly left_out: (characters: number) => string;
  readonly skipped: (check: string) => string;
  readonly again: string;
  readonly cost: (points: number) => string;
  readonly points: (points: number, of: number) => string;
  readonly score: string;
  readonly open: (points: number) => string;
  readonly verdicts: Readonly<Record<"complete" | "unfinished" | "not_judged", string>>;
  readonly notes: string;
  readonly address: string;
  readonly time: string;
  readonly seed: string;
  readonly agent: string;
  readonly took: (seconds: string) => string;
  readonly frames: string;
  readonly browser: string;
  readonly proof: string;
  readonly check: string;
  readonly result: string;
  readonly first_difference: string;
}

/** All words. */
export const result_words: Readonly<Record<Language, Words>> = {
  en: {
    title: "Check of a node",
    checks: {
      connect: "a WebSocket at /ws",
      envelope: "answers are JSON text: status, error, response",
      bad_json: "what is not JSON: 500",
      no_op: "a message without op: 500",
      unknown_op: "an unknown op: 404",
      peers: "peers: 200 and a list",
      register: "register: 202 Accepted",
      listed: "peers lists what was registered, once",
      register_list: "register takes a list",
      scheme: "only ws:// and wss:// are kept",
      no_addr: "register without addr: 500",
      time: "time: 200, with time and time_zone",
      time_value: "time: seconds since 1970, with a fraction",
      time_zone: "time_zone: an abbreviation",
    },
    stages: { 1: "envelope and errors", 2: "register and peers", 3: "the homework: time" },
    states: {
      passed: "passed",
      partial: "partly",
      failed: "failed",
      skipped: "skipped",
      not_judged: "not judged (network)",
      unfinished: "not judged (slow, not finished)",
      grader_error: "not judged (a bug of the check)",
    },
    levels: { fault: "fault", warning: "slip", note: "note" },
    sent: "sent",
    got: "got",
    wanted: "wanted",
    hint: "hint",
    no_answer: (seconds) => `(no answer within ${seconds} s)`,
    closed: (code) => `(the connection was closed: ${code})`,
    binary: "(binary frame)",
    left_out: (characters) => `[${characters} more characters; the evidence file has them]`,
    skipped: (check) => `it needs: ${check}`,
    again: "counted already",
    cost: (points) => `−${points}`,
    points: (points, of) => `${points} of ${of}`,
    score: "Points",
    open: (points) => `${points} points are not judged: they are neither won nor lost.`,
    verdicts: { complete: "complete", unfinished: "slow, not finished", not_judged: "not judged" },
    notes: "Beside the points",
    address: "Node",
    time: "Time",
    seed: "Seed",
    agent: "Checked by",
    took: (seconds) => `${seconds} s`,
    frames: "All messages",
    browser:
      "Checked in a browser, which hides HTTP statuses and causes of closes: fewer causes can be told apart.",
    proof:
      "This file says what one program sent to this address and what came back at that time. It does not prove who wrote the node, on whose computer it ran, or that it still behaves so. Anybody who can change the file can also make a new hash.",
    check: "Check",
    result: "Result",
    first_difference: "The first difference is marked.",
  },
  zh: {
    title: "节点检查",
    checks: {
      connect: "/ws 提供 WebSocket",
      envelope: "应答是 JSON 文本：status、error、response",
      bad_json: "不是 JSON 的消息：500",
      no_op: "没有 op 的消息：500",
      unknown_op: "未知操作：404",
      peers: "peers：200 和列表",
      register: "register：202 Accepted",
      listed: "peers 列出已登记的地址，且只列一次",
      register_list: "register 接受列表",
      scheme: "只保存 ws:// 和 wss:// 地址",
      no_addr: "没有 addr 的 register：500",
      time: "time：200，包含 time 和 time_zone",
      time_value: "time：自 1970 年起的秒数，带小数",
      time_zone: "time_zone：时区缩写",
    },
    stages: { 1: "应答格式与错误处理", 2: "register 与 peers", 3: "作业：time" },
    states: {
      passed: "通过",
      partial: "部分通过",
      failed: "未通过",
      skipped: "跳过",
      not_judged: "未评判（网络）",
      unfinished: "未评判（速度慢，未完成）",
      grader_error: "未评判（检查程序的错误）",
    },
    levels: { fault: "错误", warning: "小错误", note: "说明" },
    sent: "发送",
    got: "收到",
    wanted: "应为",
    hint: "提示",
    no_answer: (seconds) => `（${seconds} 秒内没有应答）`,
    closed: (code) => `（连接被关闭：${code}）`,
    binary: "（二进制帧）",
    left_out: (characters) => `［还有 ${characters} 个字符，见证据文件］`,
    skipped: (check) => `需要先通过：${check}`,
    again: "已计过",
    cost: (points) => `−${points}`,
    points: (points, of) => `${points} / ${of}`,
    score: "得分",
    open: (points) => `有 ${points} 分未评判：既不得分，也不扣分。`,
    verdicts: { complete: "完成", unfinished: "速度慢，未完成", not_judged: "未评判" },
    notes: "不计分的说明",
    address: "节点",
    time: "时间",
    seed: "种子",
    agent: "检查程序",
    took: (seconds) => `${seconds} 秒`,
    frames: "全部消息",
    browser: "在浏览器中检查：浏览器不提供 HTTP 状态码和关闭原因，因此能区分的原因较少。",
    proof:
      "本文件记录了当时一个程序向该地址发送的内容和收到的应答。它不能证明节点由谁编写、在谁的电脑上运行，也不能证明节点现在仍然如此。能修改本文件的人也能重新计算哈希值。",
    check: "检查项",
    result: "结果",
    first_difference: "第一处不同已标出。",
  },
};
