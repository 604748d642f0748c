/** What stands below a step: why the last try proved nothing, and of the homework whose op answered. Loaded with the report. */
import { bilingual, type Language } from "../page/language.ts";
import { factsOf } from "./evidence.ts";
import type { Verdict } from "./judge.ts";
import { sent_steps, type StepId } from "./steps.ts";

/** Longest status shown: it may be anything that a stranger's program sends. */
const status_characters_max = 40;

/** Whether the homework's answer came from an op that a student wrote. "" where the node does not say. */
export function whoseOp(id: StepId, { proof }: Verdict, language: Language): string {
  if (id !== "time" || proof?.own === undefined) return "";
  const { own, brought } = note_words[language];
  return proof.own ? own : brought;
}

/** "" for a step about which there is nothing more to say. */
export function noteFor(id: StepId, verdict: Verdict, language: Language): string {
  const words = note_words[language];
  const { done, miss, out_of_sight } = verdict;
  if (out_of_sight) return words.page_elsewhere;
  if (done || miss === undefined) return whoseOp(id, verdict, language);
  const { evidence: { number, request, answer }, reason } = miss;
  if (reason !== "status") return words[`miss_${reason}`](number);
  const got = String(factsOf({ request, answer }).status).slice(0, status_characters_max);
  return words.miss_status(number, got, sent_steps.find((step) => step.id === id)!.status);
}

/** Ops, statuses and addresses are never translated. */
const note_words = bilingual({
  en: {
    page_elsewhere:
      "A browser does not let this page look at another node's page, so this step is not counted here. Open it yourself.",
    own: "answered by an op that a student wrote",
    brought: "answered by the op that the node brings along",
    miss_status: (number: number, got: string, wanted: number) =>
      `#${number} was answered by ${got}, not by ${wanted}.`,
    miss_no_list: (number: number) => `#${number} was answered without a list of peers.`,
    miss_not_empty: (number: number) =>
      `The list in #${number} is not empty. Start the node with a new database: --db lab2.sqlite --no-dial`,
    miss_nothing_registered: (number: number) =>
      `#${number} registered nothing that begins with ws:// or wss://.`,
    miss_not_listed: (number: number) => `The list in #${number} lacks what was registered.`,
    miss_no_time: (number: number) => `#${number} was answered without time and time_zone.`,
    miss_not_seconds: (number: number) =>
      `#${number} does not tell the time: seconds since 1970, with a fraction. 'Check this node' says why.`,
    miss_no_zone: (number: number) => `The zone in #${number} is no abbreviation such as CST.`,
  },
  zh: {
    page_elsewhere: "浏览器不允许本页查看其他节点的页面，因此这一步在此不计入。请自行打开该页面。",
    own: "由学生自己编写的操作应答",
    brought: "由节点自带的操作应答",
    miss_status: (number: number, got: string, wanted: number) =>
      `#${number} 的应答是 ${got}，应为 ${wanted}。`,
    miss_no_list: (number: number) => `#${number} 的应答中没有节点列表。`,
    miss_not_empty: (number: number) =>
      `#${number} 的列表不为空。请用新的数据库启动节点：--db lab2.sqlite --no-dial`,
    miss_nothing_registered: (number: number) => `#${number} 没有登记任何以 ws:// 或 wss:// 开头的地址。`,
    miss_not_listed: (number: number) => `#${number} 的列表中没有已登记的地址。`,
    miss_no_time: (number: number) => `#${number} 的应答中没有 time 和 time_zone。`,
    miss_not_seconds: (number: number) =>
      `#${number} 的时间不对：应为自 1970 年起的秒数，带小数。“检查这个节点”会说明原因。`,
    miss_no_zone: (number: number) => `#${number} 的时区不是 CST 这样的缩写。`,
  },
});
