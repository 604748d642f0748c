/** Chooses kinds and a text: check boxes that look like chips, and a field. */
import type { EventKind } from "../../live_messages.ts";
import { element } from "../page/dom.ts";
import type { Translation } from "../page/language.ts";
import { event_kinds, type EventWish } from "./selection.ts";
import { event_symbols, type events_words } from "./words.ts";

/** The filter of the list. */
export class EventFilter {
  readonly place: HTMLElement;
  readonly #kinds = new Set<EventKind>(event_kinds);
  readonly #text: HTMLInputElement;

  constructor(words: Translation<typeof events_words.en>, changed: () => void) {
    this.#text = element("input", {
      id: "events_filter",
      type: "search",
      placeholder: words.filter_hint,
      autocomplete: "off",
      on: { input: changed },
    });
    const chips = event_kinds.map((kind) => {
      const box = element("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => {
        if (box.checked) this.#kinds.add(kind);
        else this.#kinds.delete(kind);
        changed();
      });
      return element("label", {}, box, `${event_symbols[kind]} ${words[`kind_${kind}`]}`);
    });
    this.place = element(
      "div",
      { class: "filter" },
      element("div", {}, element("label", { for: "events_filter" }, words.filter), this.#text),
      element("fieldset", { class: "chips" }, element("legend", { class: "unseen" }, words.kinds), ...chips),
    );
  }

  /** What the person wants to see. */
  get wish(): Pick<EventWish, "text" | "kinds"> {
    return { text: this.#text.value, kinds: this.#kinds };
  }
}
