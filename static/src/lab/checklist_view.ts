/** Draws the checklist. The items stay, so that the keyboard keeps its place; only their words change. */
import { element, setText } from "../page/dom.ts";
import type { Progress, Verdict } from "./judge.ts";
import { messageFor, pageUrl } from "./messages.ts";
import { step_ids, type StepId } from "./steps.ts";
import type { lab_words } from "./words.ts";

/** What the checklist works with. */
export interface ChecklistHost {
  readonly words: typeof lab_words.en;
  /** Puts a message into the console's editor. */
  draft(message: string): void;
  /** URL of the node that the list is about. */
  url(): string;
  /** What is to be said of a step. */
  note(id: StepId, verdict: Verdict): string;
}

/** The list, and how it is told of changes. */
export class ChecklistView {
  readonly list: HTMLElement = element("ol", { class: "steps" });
  readonly #page_link = element("span");
  readonly #words: ChecklistHost["words"];
  readonly #note: ChecklistHost["note"];
  readonly #items: Readonly<Record<string, { item: HTMLElement; state: HTMLElement; note: HTMLElement }>>;

  /** Draws seven open steps. */
  constructor(host: ChecklistHost) {
    this.#words = host.words;
    this.#note = host.note;
    this.#items = Object.fromEntries(step_ids.map((id) => [id, this.#makeItem(id, host)]));
  }

  /** Shows how the steps stand with a node. */
  show(progress: Progress, url: string, is_own: boolean): void {
    for (const id of step_ids) {
      const { item, state, note } = this.#items[id]!;
      const verdict = progress[id];
      item.className = verdict.done ? "done" : "";
      state.textContent = verdict.done
        ? this.#words.done(verdict.proof?.number)
        : verdict.out_of_sight
        ? this.#words.out_of_sight
        : this.#words.open;
      setText(note, this.#note(id, verdict));
    }
    const page_url = is_own ? undefined : pageUrl(url);
    const link = page_url === undefined
      ? []
      : [element("a", { href: page_url, target: "_blank", rel: "noreferrer" }, page_url)];
    this.#page_link.replaceChildren(...link);
  }

  #makeItem(id: StepId, host: ChecklistHost) {
    const { words } = host;
    const title = words[`${id}_title`];
    const state = element("span", { class: "state" });
    const note = element("p", { class: "note" });
    const put = id !== "page" && element(
      "button",
      {
        type: "button",
        "aria-label": words.put_for(title),
        on: { click: () => host.draft(messageFor(id, host.url())) },
      },
      words.put,
    );
    const item = element(
      "li",
      {},
      element("div", { class: "what" }, element("h3", {}, title), element("p", {}, words[`${id}_do`]), note),
      state,
      put || this.#page_link,
    );
    this.list.append(item);
    return { item, state, note };
  }
}
