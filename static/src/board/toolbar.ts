/** The buttons of the board: check again, hide results, and the pages of a large class. */
import { element, setText } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { Screen } from "./layout.ts";
import { board_words } from "./words.ts";

/** What the buttons do. */
export interface ToolbarActions {
  readonly check: () => void;
  readonly hide: (hides: boolean) => void;
  readonly turn: (by: number) => void;
  readonly pause: (paused: boolean) => void;
}

/** The toolbar. */
export class Toolbar {
  readonly root: HTMLElement;
  readonly #words: typeof board_words.en;
  readonly #results: HTMLElement;
  readonly #pages: HTMLElement;
  readonly #page = element("span", { class: "page" });
  readonly #pause: HTMLButtonElement;

  constructor(language: Language, actions: ToolbarActions) {
    const words = this.#words = board_words[language] as typeof board_words.en;
    const button = (text: string, click: () => void, attributes = {}) =>
      element("button", { type: "button", on: { click }, ...attributes }, text);
    let hides = false;
    const hide = button(words.hide, () => {
      hides = !hides;
      hide.ariaPressed = String(hides);
      actions.hide(hides);
    }, { "aria-pressed": "false" });
    let paused = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#pause = button("", () => {
      paused = !paused;
      setText(this.#pause, paused ? words.resume : words.pause);
      actions.pause(paused);
    });
    setText(this.#pause, paused ? words.resume : words.pause);
    actions.pause(paused);
    this.#results = element("span", {}, button(words.check_all, actions.check, { class: "primary" }), hide);
    this.#pages = element(
      "span",
      { hidden: true },
      button("‹", () => actions.turn(-1), { "aria-label": words.earlier }),
      this.#page,
      button("›", () => actions.turn(1), { "aria-label": words.later }),
      this.#pause,
    );
    this.root = element("div", { class: "toolbar" }, this.#results, this.#pages);
  }

  /** Without results there is nothing to check or to hide. */
  showResults(has_results: boolean): void {
    this.#results.hidden = !has_results;
  }

  /** Shows which page it is, of a class that needs several. */
  showPages({ page, pages }: Pick<Screen<unknown>, "page" | "pages">): void {
    this.#pages.hidden = pages === 1;
    setText(this.#page, this.#words.page(page + 1, pages));
  }
}
