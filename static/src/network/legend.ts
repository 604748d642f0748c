/** What the symbols and lines of the picture mean. */
import { element, svgElement } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { peer_symbols, type PeerMark } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import { network_words } from "./words.ts";

/** Makes the list. */
export function makeLegend(language: Language): HTMLElement {
  const words = network_words[language];
  const marks = Object.entries(peer_symbols) as [PeerMark, string][];
  const entries = [
    ...marks.map(([mark, symbol]) =>
      element(
        "li",
        {},
        element("span", { class: "mark", "data-mark": mark, "aria-hidden": "true" }, symbol),
        peer_words[language][mark],
      )
    ),
    element(
      "li",
      { class: "line" },
      line("connection", { "marker-end": "url(#network_arrow)" }),
      words.legend_out,
    ),
    element(
      "li",
      { class: "line" },
      line("connection", { "marker-start": "url(#network_arrow)" }),
      words.legend_in,
    ),
    element("li", { class: "line" }, line("knows"), words.legend_knows),
  ];
  return element("ul", { class: "legend", "aria-label": words.legend }, ...entries);
}

function line(kind: string, markers: Readonly<Record<string, string>> = {}): SVGSVGElement {
  return svgElement(
    "svg",
    { width: 28, height: 10, viewBox: "0 0 28 10", "aria-hidden": "true" },
    svgElement("line", { class: kind, x1: 1, y1: 5, x2: 27, y2: 5, ...markers }),
  );
}
