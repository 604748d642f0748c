/** Words of the panel of events: one sentence for each kind. Addresses are never here and never translated. */
import type { EventKind, LiveEvent } from "../../live_messages.ts";
import { bilingual } from "../page/language.ts";

/** One character for each kind, told apart without colour. */
export const event_symbols: Readonly<Record<EventKind, string>> = {
  joined: "→",
  left: "←",
  learned: "+",
  verified: "✓",
  suspect: "?",
  down: "✗",
  healed: "♥",
  forgotten: "−",
  announced: "»",
  blocked: "⊘",
  unblocked: "○",
  said: "“",
};

/** `sentence_KIND` takes the event; `kind_KIND` names the kind in the filter. */
export const events_words = bilingual({
  en: {
    filter: "Filter",
    filter_hint: "Address or name",
    kinds: "Kinds of events",
    pause: "Pause",
    resume: (waiting: number) => waiting === 0 ? "Resume" : `Resume (${waiting} waiting)`,
    export_json: "Save as JSON",
    export_csv: "Save as CSV",
    list: "Events, newest first",
    empty: "Nothing happened yet. What this node learns of the network appears here.",
    no_match: "No event matches. Empty the filter and allow all kinds to see them.",
    showing: (shown: number, kept: number) => `Showing ${shown} of the last ${kept} events.`,
    kind_joined: "joined",
    kind_left: "left",
    kind_learned: "learned",
    kind_verified: "verified",
    kind_suspect: "suspect",
    kind_down: "down",
    kind_healed: "healed",
    kind_forgotten: "forgotten",
    kind_announced: "announced",
    kind_blocked: "blocked",
    kind_unblocked: "unblocked",
    kind_said: "own op",
    sentence_joined: ({ about, direction }: Told) =>
      direction === "in" ? `${about} connected to this node` : `this node connected to ${about}`,
    sentence_left: ({ about, direction }: Told) =>
      direction === "in"
        ? `${about} left; it had connected to this node`
        : `the connection to ${about} ended`,
    sentence_learned: ({ about, count }: Told) =>
      `learned ${count ?? 1} ${(count ?? 1) === 1 ? "address" : "addresses"} from ${about}`,
    sentence_verified: ({ about }: Told) => `${about} was reached and answered as it should`,
    sentence_suspect: ({ about }: Told) => `${about} did not answer; it is suspect`,
    sentence_down: ({ about }: Told) => `${about} failed again and again; it counts as down`,
    sentence_healed: ({ about }: Told) => `${about} answers again: a cut has healed`,
    sentence_forgotten: ({ about }: Told) => `${about} was forgotten`,
    sentence_announced: ({ about }: Told) => `${about} was announced as new in the network`,
    sentence_blocked: ({ about }: Told) => `you blocked ${about}`,
    sentence_unblocked: ({ about }: Told) => `${about} is blocked no more`,
    sentence_said: ({ about, text }: Told) => `${about} says: ${text ?? ""}`,
  },
  zh: {
    filter: "筛选",
    filter_hint: "地址或名字",
    kinds: "事件种类",
    pause: "暂停",
    resume: (waiting: number) => waiting === 0 ? "继续" : `继续（有 ${waiting} 条在等待）`,
    export_json: "保存为 JSON",
    export_csv: "保存为 CSV",
    list: "事件，最新的在前",
    empty: "还没有发生任何事。本节点对网络的了解会出现在这里。",
    no_match: "没有符合的事件。清空筛选条件、选上所有种类就能看到。",
    showing: (shown: number, kept: number) => `显示最近 ${kept} 条事件中的 ${shown} 条。`,
    kind_joined: "加入",
    kind_left: "离开",
    kind_learned: "得知",
    kind_verified: "证实",
    kind_suspect: "可疑",
    kind_down: "失联",
    kind_healed: "恢复",
    kind_forgotten: "忘掉",
    kind_announced: "宣告",
    kind_blocked: "屏蔽",
    kind_unblocked: "解除屏蔽",
    kind_said: "自写操作",
    sentence_joined: ({ about, direction }: Told) =>
      direction === "in" ? `${about} 连接到了本节点` : `本节点连接到了 ${about}`,
    sentence_left: ({ about, direction }: Told) =>
      direction === "in" ? `${about} 离开了，它曾连接到本节点` : `到 ${about} 的连接结束了`,
    sentence_learned: ({ about, count }: Told) => `从 ${about} 得知了 ${count ?? 1} 个地址`,
    sentence_verified: ({ about }: Told) => `连通了 ${about}，它的应答无误`,
    sentence_suspect: ({ about }: Told) => `${about} 没有应答，变得可疑`,
    sentence_down: ({ about }: Told) => `${about} 一再没有应答，视为失联`,
    sentence_healed: ({ about }: Told) => `${about} 重新应答：断开的地方恢复了`,
    sentence_forgotten: ({ about }: Told) => `忘掉了 ${about}`,
    sentence_announced: ({ about }: Told) => `${about} 作为新节点在网络里宣告`,
    sentence_blocked: ({ about }: Told) => `你屏蔽了 ${about}`,
    sentence_unblocked: ({ about }: Told) => `${about} 不再被屏蔽`,
    sentence_said: ({ about, text }: Told) => `${about} 说：${text ?? ""}`,
  },
});

/** What the sentences are made of. */
type Told = Pick<LiveEvent, "about" | "count" | "direction" | "text">;
