/** What can be done with one address: dial, forget after a question, unblock. Refusals are told in the node's words. */
import type { Controls } from "../../live_messages.ts";
import { element } from "../page/dom.ts";
import type { PeersContext } from "./context.ts";

/** The cell of one row. */
export class RowActions {
  readonly place: HTMLElement = element("div", { class: "actions" });
  readonly #addr: string;
  readonly #context: PeersContext;
  readonly #message = element("p", { class: "message" });
  readonly #dial: HTMLButtonElement;
  readonly #forget: HTMLButtonElement;
  readonly #unblock: HTMLButtonElement;
  #asking = false;

  constructor(addr: string, context: PeersContext) {
    const { words } = context;
    this.#addr = addr;
    this.#context = context;
    this.#dial = this.#button(words.dial, () => this.#control("dial", words.asked_to_dial));
    this.#forget = this.#button(words.forget, () => this.#ask());
    this.#unblock = this.#button(words.unblock, () => this.#control("unblock", ""));
    this.#show();
  }

  /** Whether a question is open. */
  get is_open(): boolean {
    return this.#asking;
  }

  /** The address changed: removes the note on the last action, unless that was refused. */
  update(blocked: boolean, is_own: boolean): void {
    this.#unblock.hidden = !blocked;
    this.#dial.hidden = blocked || is_own;
    if (!this.#message.classList.contains("refused")) this.#message.textContent = "";
  }

  #button(words: string, click: () => void): HTMLButtonElement {
    const label = this.#context.words.about(words, this.#addr);
    return element("button", { type: "button", "aria-label": label, on: { click } }, words);
  }

  #show(): void {
    this.#asking = false;
    this.place.replaceChildren(this.#dial, this.#unblock, this.#forget, this.#message);
  }

  #ask(): void {
    const { words } = this.#context;
    this.#asking = true;
    const keep = () => {
      this.#show();
      this.#forget.focus();
      this.#context.redraw();
    };
    const no = this.#button(words.forget_no, keep);
    const question = element(
      "div",
      {
        role: "group",
        class: "question",
        "aria-label": words.about(words.forget_question, this.#addr),
        on: { keydown: (event) => (event as KeyboardEvent).key === "Escape" && keep() },
      },
      element("p", {}, words.forget_question),
      this.#button(words.forget_yes, () => {
        this.#show();
        this.#forget.focus();
        this.#control("forget", "");
      }),
      no,
    );
    this.place.replaceChildren(question);
    no.focus();
  }

  async #control(name: "dial" | "forget" | "unblock", done: string): Promise<void> {
    const body: Controls[typeof name] = { addr: this.#addr };
    this.#tell("", false);
    try {
      await this.#context.live.control(name, body);
      this.#tell(done, false);
    } catch (error) {
      this.#tell(`✗ ${(error as Error).message}`, true);
    }
  }

  #tell(words: string, refused: boolean): void {
    this.#message.textContent = words;
    this.#message.classList.toggle("refused", refused);
    if (words !== "") this.#context.say(words);
  }
}
