/** Words of the page around the panels. */
import { bilingual } from "./language.ts";

/** `index.html` names them in `data-words`. */
export const page_words = bilingual({
  en: {
    console: "Console",
    network: "Network",
    lab: "Lab 2",
    peers: "Peers",
    events: "Events",
    inspector: "Inspector",
    board: "Class",
    protocol: "Protocol",
    sections: "Sections of this page",
    other_language: "中文",
    theme: "Colours",
    theme_system: "◐ System",
    theme_light: "○ Light",
    theme_dark: "● Dark",
    not_loaded: "This part could not be loaded from the node. It is tried again when you come back to it.",
  },
  zh: {
    console: "控制台",
    network: "网络",
    lab: "实验二",
    peers: "节点",
    events: "事件",
    inspector: "监视",
    board: "班级",
    protocol: "协议",
    sections: "本页各部分",
    other_language: "English",
    theme: "颜色",
    theme_system: "◐ 跟随系统",
    theme_light: "○ 浅色",
    theme_dark: "● 深色",
    not_loaded: "无法从节点加载这一部分。再次滚动到这里时会重试。",
  },
});

/** The states of a peer, by `PeerMark` of `peer_mark.ts`; what each means stands in docs/protocol.md. */
export const peer_words = bilingual({
  en: {
    good: "good",
    tried: "reached",
    heard: "only heard of",
    suspect: "suspect",
    stale: "no answer",
    listed: "only listed",
    blocked: "blocked",
  },
  zh: {
    good: "良好",
    tried: "连通过",
    heard: "只听说过",
    suspect: "可疑",
    stale: "无应答",
    listed: "只在列表里",
    blocked: "已屏蔽",
  },
});
