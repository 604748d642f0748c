/** What the symbols and lines of the picture mean. */
import { element, svgElement } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { peer_symbols, type PeerMark } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import { symbolOf } from "./descriptions.ts";
import type { Sight } from "./picture.ts";
import { network_words } from "./words.ts";

/** Records of nodes that are not connected. What failed or is blocked has a symbol of its own. */
const records: readonly PeerMark[] = ["good", "tried", "heard", "listed"];

/** Makes the list. */
export function makeLegend(language: Language): HTMLElement {
  const words = network_words[language];
  const entries = [
    mark("connected", words.legend_connected),
    mark("dead", words.legend_dead),
    mark("blocked", peer_words[language].blocked),
    ...records.map((record) => mark("known", peer_words[language][record], peer_symbols[record])),
    line("connection", words.legend_out, { "marker-end": "url(#network_arrow)" }),
    line("connection", words.legend_in, { "marker-start": "url(#network_arrow)" }),
    line("knows", words.legend_knows),
  ];
  return element("ul", { class: "legend", "aria-label": words.legend }, ...entries);
}

function mark(sight: Sight, words: string, symbol = symbolOf({ sight, mark: "unlisted" })): HTMLElement {
  const shown = element("span", { class: "mark", "data-sight": sight, "aria-hidden": "true" }, symbol);
  return element("li", {}, shown, words);
}

function line(kind: string, words: string, markers: Readonly<Record<string, string>> = {}): HTMLElement {
  const drawn = svgElement(
    "svg",
    { width: 28, height: 10, viewBox: "0 0 28 10", "aria-hidden": "true" },
    svgElement("line", { class: kind, x1: 1, y1: 5, x2: 27, y2: 5, ...markers }),
  );
  return element("li", { class: "line" }, drawn, words);
}
