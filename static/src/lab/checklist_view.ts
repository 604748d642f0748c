/** Draws the checklist. The items stay, so that the keyboard keeps its place; only their words change. */
import { element, setText } from "../page/dom.ts";
import type { Progress } from "./judge.ts";
import { messageFor, pageUrl } from "./messages.ts";
import { missWords, whoseOp } from "./miss_words.ts";
import { step_ids, type StepId } from "./steps.ts";
import type { lab_words } from "./words.ts";

/** What the checklist works with. */
export interface ChecklistHost {
  readonly words: typeof lab_words.en;
  /** Puts a message into the console's editor. */
  draft(message: string): void;
  /** URL of the node that the list is about. */
  url(): string;
}

/** The list, and how it is told of changes. */
export class ChecklistView {
  readonly list: HTMLElement = element("ol", { class: "steps" });
  readonly #page_link = element("span");
  readonly #words: ChecklistHost["words"];
  readonly #items: Readonly<Record<string, { item: HTMLElement; state: HTMLElement; note: HTMLElement }>>;

  /** Draws seven open steps. */
  constructor(host: ChecklistHost) {
    this.#words = host.words;
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
      const words = id === "page"
        ? (is_own ? "" : this.#words.page_elsewhere)
        : missWords(id, verdict, this.#words) || whoseOp(id, verdict, this.#words);
      setText(note, words);
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
