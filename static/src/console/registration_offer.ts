/** Offers to register a node's own address with it: one click for a node that knows nobody. */
import { element } from "../page/dom.ts";
import type { ConsoleWords } from "./words.ts";

/** The box with the button. */
export class RegistrationOffer {
  readonly root: HTMLElement;
  readonly #words: ConsoleWords;
  readonly #button: HTMLElement;

  /** Hidden until {@linkcode show} is told to show it. */
  constructor(words: ConsoleWords, register: () => void) {
    this.#words = words;
    this.#button = element("button", { type: "button", on: { click: register } });
    this.root = element(
      "div",
      { id: "no_peers", class: "row", hidden: true },
      element("p", {}, words.no_peers),
      this.#button,
    );
  }

  /** @param url The node's address; undefined hides the offer. */
  show(url: string | undefined): void {
    this.root.hidden = url === undefined;
    if (url !== undefined) this.#button.textContent = this.#words.register_this(url);
  }
}
