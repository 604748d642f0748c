/** Words of the card that checks a node. Those of the checks themselves are in `check/`. */
import { bilingual } from "../page/language.ts";

/** Of the card. */
export const check_words = bilingual({
  en: {
    title: "Check of the node",
    checking: (done: number, all: number) => `Checking … ${done} of ${all}`,
    stop: "Stop",
    stopped: "Stopped. The report keeps what it had.",
    again: "Check again",
    close: "Close",
    save: "Save all messages (JSON)",
    in_report: "The lab report has this result now, in place of an earlier one of this node.",
    in_memory: "The browser keeps nothing for this page: the report has the result until a reload.",
    failed:
      "The check could not be run: the node that serves this page did not give its files. Start that node again, then check again.",
    spoils:
      "A check registers some addresses that end in .invalid, and they stay in the node's list. The step 'peers is empty' of the lab can't be done with this list any more, so do that step first.",
    anyway: "Check all the same",
    right: "Nothing to mend.",
    terminal: "In a terminal more causes are told:",
    no_text: "(no text)",
  },
  zh: {
    title: "节点检查",
    checking: (done: number, all: number) => `正在检查…… ${done} / ${all}`,
    stop: "停止",
    stopped: "已停止。报告内容不变。",
    again: "再检查一次",
    close: "关闭",
    save: "保存全部消息（JSON）",
    in_report: "实验报告中已写入本次结果，并替换该节点以前的结果。",
    in_memory: "浏览器不为本页保存数据：报告中的结果在重新加载后会丢失。",
    failed: "无法运行检查：提供本页面的节点没有给出所需的文件。请重新启动该节点，然后再检查一次。",
    spoils:
      "检查会登记几个以 .invalid 结尾的地址，它们会留在节点的列表中。之后就无法用这个列表完成实验的“peers 返回空列表”一步，请先完成那一步。",
    anyway: "仍然检查",
    right: "没有需要修改的地方。",
    terminal: "在终端中运行下面的命令，可以区分更多原因：",
    no_text: "（没有文本）",
  },
});
