/** Which kinds of messages passed: the form of each, its word, and how many there were. */
import { element, setText, svgElement } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import { formOf, wordOf } from "./op_forms.ts";
import { network_words } from "./words.ts";

/** The list; an entry is made once for each op. */
export class MessageLegend {
  readonly element: HTMLElement;
  readonly #language: Language;
  readonly #list: HTMLElement;
  readonly #hint = element("p", { class: "hint" });
  readonly #counts = new Map<string, HTMLElement>();

  constructor(language: Language) {
    const words = network_words[language];
    this.#language = language;
    this.#list = element("ul", { class: "legend", "aria-label": words.messages });
    this.element = element("div", { class: "message_legend" }, this.#list, this.#hint);
  }

  /** Shows how many of each op, the most frequent first. */
  show(counts: readonly (readonly [op: string, count: number])[]): void {
    const words = network_words[this.#language];
    setText(this.#hint, counts.length === 0 ? words.messages_none : words.message_forms);
    if (counts.length < this.#counts.size) {
      this.#counts.clear();
      this.#list.replaceChildren();
    }
    for (const [op, count] of counts) setText(this.#counts.get(op) ?? this.#make(op), String(count));
  }

  #make(op: string): HTMLElement {
    const count = element("span", { class: "number" });
    const form = svgElement(
      "svg",
      { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "dots" },
      svgElement("path", { d: formOf(op) }),
    );
    const word = wordOf(op, this.#language);
    this.#list.append(
      element("li", {}, form, element("code", {}, op), ...(word === op ? [] : [word]), count),
    );
    this.#counts.set(op, count);
    return count;
  }
}
