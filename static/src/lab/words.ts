/** Words of the lab's checklist. Ops, statuses, messages and addresses are never translated. */
import { bilingual } from "../page/language.ts";
import { step_ids } from "./steps.ts";

/** The checklist's words. */
export const lab_words = bilingual({
  en: {
    intro: "Do the lab in the console. Each step ticks itself off when the node's answer proves it.",
    node: "Node",
    progress: (done: number, all: number) => `${done} of ${all} steps done`,
    start_over: "Start over",
    check: "Check this node",
    report: "Lab report …",
    done: (number: number | undefined) => number === undefined ? "✓ Done" : `✓ Done by #${number}`,
    own: "an op that a student wrote",
    brought: "the op that the node brings along",
    open: "○ Open",
    out_of_sight: "– Not seen from here",
    next: "Next step of lab 2",
    all_steps: "All steps",
    all_done: (all: number): string =>
      all === step_ids.length ? "All seven steps are done." : "All steps that can be proved here are done.",
    proved: (title: string, number: number) => `✓ #${number}: ${title}`,
    started_over: (url: string) => `Started over with ${url}.`,
    undo: "Undo",
    put: "Put into the editor",
    put_for: (title: string) => `Put into the editor: ${title}`,
    kept:
      "The list follows from the console's history; the exchanges that proved a step are also kept in this browser.",

    page_title: "Reach the node's page",
    page_do: "Open the node's page in the browser and find FOXCHAIN on it.",
    page_elsewhere:
      "A browser does not let this page look at another node's page, so this step is not counted here. Open it yourself.",
    empty_title: "peers is empty",
    empty_do: "Ask a node that knows nobody yet: 200 and an empty list.",
    register_title: "register is accepted",
    register_do: "Register an address that begins with ws:// or wss://: 202.",
    listed_title: "peers lists the address",
    listed_do: "Ask the same node again: 200, and the address is in the list.",
    bad_json_title: "Bad JSON is refused",
    bad_json_do: "Send something that is not JSON: 500.",
    unknown_op_title: "An unknown op is refused",
    unknown_op_do: "Send an op that the node does not have: 404.",
    time_title: "time tells the time",
    time_do: "The homework's op: 200, the seconds since 1970 and the time zone.",

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
    intro: "在控制台中完成实验。节点的应答满足要求时，对应步骤会自动打勾。",
    node: "节点",
    progress: (done: number, all: number) => `已完成 ${done} / ${all} 步`,
    start_over: "重新开始",
    check: "检查这个节点",
    report: "实验报告……",
    done: (number: number | undefined) => number === undefined ? "✓ 已完成" : `✓ 已完成（#${number}）`,
    own: "学生自己编写的操作",
    brought: "节点自带的操作",
    open: "○ 未完成",
    out_of_sight: "– 此处无法查看",
    next: "实验二的下一步",
    all_steps: "全部步骤",
    all_done: (all: number): string =>
      all === step_ids.length ? "七个步骤已全部完成。" : "此处能够证明的步骤已全部完成。",
    proved: (title: string, number: number) => `✓ #${number}：${title}`,
    started_over: (url: string) => `已对 ${url} 重新开始。`,
    undo: "撤销",
    put: "填入编辑器",
    put_for: (title: string) => `填入编辑器：${title}`,
    kept: "清单根据控制台的历史记录得出；证明各步骤的收发记录也保存在本浏览器中。",

    page_title: "访问节点的页面",
    page_do: "在浏览器中打开节点的页面，页面上应有 FOXCHAIN 标题。",
    page_elsewhere: "浏览器不允许本页查看其他节点的页面，因此这一步在此不计入。请自行打开该页面。",
    empty_title: "peers 返回空列表",
    empty_do: "查询一个尚不认识任何节点的节点：应答 200 和空列表。",
    register_title: "register 注册成功",
    register_do: "注册一个以 ws:// 或 wss:// 开头的地址：应答 202。",
    listed_title: "peers 列出该地址",
    listed_do: "再次查询同一节点：应答 200，列表中有该地址。",
    bad_json_title: "拒绝错误的 JSON",
    bad_json_do: "发送不是 JSON 的内容：应答 500。",
    unknown_op_title: "拒绝未知操作",
    unknown_op_do: "发送节点不支持的 op：应答 404。",
    time_title: "time 返回时间",
    time_do: "作业要求的操作：应答 200，给出自 1970 年起的秒数和时区。",

    miss_status: (number: number, got: string, wanted: number) =>
      `#${number} 的应答是 ${got}，应为 ${wanted}。`,
    miss_no_list: (number: number) => `#${number} 的应答中没有节点列表。`,
    miss_not_empty: (number: number) =>
      `#${number} 的列表不为空。请用新的数据库启动节点：--db lab2.sqlite --no-dial`,
    miss_nothing_registered: (number: number) => `#${number} 没有注册任何以 ws:// 或 wss:// 开头的地址。`,
    miss_not_listed: (number: number) => `#${number} 的列表中没有已注册的地址。`,
    miss_no_time: (number: number) => `#${number} 的应答中没有 time 和 time_zone。`,
    miss_not_seconds: (number: number) =>
      `#${number} 的时间不对：应为自 1970 年起的秒数，带小数。“检查这个节点”会说明原因。`,
    miss_no_zone: (number: number) => `#${number} 的时区不是 CST 这样的缩写。`,
  },
});
