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
    protocol: "Protocol",
    sections: "Sections of this page",
    other_language: "中文",
  },
  zh: {
    console: "控制台",
    network: "网络",
    lab: "实验二",
    peers: "节点",
    events: "事件",
    inspector: "监视",
    protocol: "协议",
    sections: "本页各部分",
    other_language: "English",
  },
});
