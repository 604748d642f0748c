/** Draws the list of events. An event never changes, so each is drawn once and moved never; only a name may change. */
import type { LiveEvent } from "../../live_messages.ts";
import { element, setText } from "../page/dom.ts";
import type { Language, Translation } from "../page/language.ts";
import { lazily } from "../page/lazily.ts";
import { relativeTimeElement } from "../page/times.ts";
import { withName } from "../peers/names.ts";
import { event_symbols, type events_words } from "./words.ts";

const clock = lazily(() => new Intl.DateTimeFormat("en-GB", { timeStyle: "long" }));

/** The list, newest first. */
export class EventList {
  readonly list: HTMLOListElement;
  readonly #items = new Map<LiveEvent, { readonly item: HTMLLIElement; readonly sentence: HTMLElement }>();
  readonly #language: Language;
  readonly #words: Translation<typeof events_words.en>;

  constructor(language: Language, words: Translation<typeof events_words.en>) {
    this.#language = language;
    this.#words = words;
    this.list = element("ol", { tabindex: 0, "aria-label": words.list, reversed: true });
  }

  /** Shows exactly these, newest first, with the name of each address. */
  show(events: readonly LiveEvent[], nameOf: (addr: string) => string): void {
    const wanted = new Set(events);
    for (const [event, { item }] of this.#items) {
      if (wanted.has(event)) continue;
      item.remove();
      this.#items.delete(event);
    }
    let before: Element | undefined;
    for (const event of events) {
      const { item, sentence } = this.#items.get(event) ?? this.#draw(event);
      const about = withName(nameOf(event.about), event.about);
      setText(sentence, this.#words[`sentence_${event.kind}`]({ ...event, about }));
      if (before === undefined ? this.list.firstElementChild !== item : before.nextElementSibling !== item) {
        if (before === undefined) this.list.prepend(item);
        else before.after(item);
      }
      before = item;
    }
  }

  #draw(event: LiveEvent): { item: HTMLLIElement; sentence: HTMLElement } {
    const { kind, at_ms } = event;
    const sentence = element("span", { class: "sentence" });
    const item = element(
      "li",
      {},
      element("span", { class: "clock" }, clock().format(at_ms)),
      element(
        "span",
        { class: "kind", "data-kind": kind },
        `${event_symbols[kind]} ${this.#words[`kind_${kind}`]}`,
      ),
      sentence,
      relativeTimeElement(at_ms, this.#language),
    );
    const drawn = { item, sentence };
    this.#items.set(event, drawn);
    return drawn;
  }
}
