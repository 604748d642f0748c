/** A line that says what was just done, with a button that undoes it. It stays until the next such action. */
import { element } from "./dom.ts";

/** One line, hidden while there is nothing to take back. */
export class UndoNotice {
  readonly root: HTMLElement;
  readonly #said = element("span", { role: "status" });
  readonly #button: HTMLElement;
  #takeBack = () => {};
  #came_from: Element | null = null;

  /** @param label Of the button. */
  constructor(label: string) {
    this.#button = element(
      "button",
      { type: "button", hidden: true, on: { click: () => this.#undo() } },
      label,
    );
    this.root = element("p", { class: "undo" }, this.#said, " ", this.#button);
  }

  /** Says what was done, and offers to take it back; false where there is nothing to take back. */
  offer(said: string, takeBack: (() => void) | false): void {
    this.#said.textContent = said;
    this.#came_from = document.activeElement;
    this.#button.hidden = takeBack === false;
    if (takeBack !== false) this.#takeBack = takeBack;
  }

  /** Nothing can be taken back any more. */
  withdraw(): void {
    this.#said.textContent = "";
    this.#button.hidden = true;
  }

  #undo(): void {
    this.withdraw();
    this.#takeBack();
    if (this.#came_from instanceof HTMLElement) this.#came_from.focus();
  }
}
