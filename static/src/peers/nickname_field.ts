/** The name of one address' node: shown above the address, and the nickname edited in its place. */
import { element, setText } from "../page/dom.ts";
import type { PeersContext } from "./context.ts";
import { nickname_characters_max } from "./nicknames.ts";

/** One row's nickname and its editor. */
export class NicknameField {
  /** The name; empty where there is none. */
  readonly shown: HTMLElement = element("strong", { class: "nickname" });
  readonly button: HTMLButtonElement;
  /** Stands below the address while it is open. */
  readonly place: HTMLElement = element("div");
  readonly #key: string;
  readonly #label: string;
  readonly #context: PeersContext;

  constructor(key: string, addr: string, context: PeersContext) {
    const { words } = context;
    this.#key = key;
    this.#context = context;
    this.#label = words.nickname_of(addr);
    this.button = element("button", {
      type: "button",
      class: "quiet",
      "aria-label": words.about(words.name, addr),
      on: { click: () => this.#open() },
    }, words.name);
  }

  /** Whether the person is writing. */
  get is_open(): boolean {
    return this.place.hasChildNodes();
  }

  #open(): void {
    const { words, names } = this.#context;
    const field = element("input", {
      "aria-label": this.#label,
      maxlength: nickname_characters_max,
      value: names.nicknames.newest(this.#keysOfNode()),
      autocomplete: "off",
    });
    const form = element(
      "form",
      {
        class: "nickname_editor",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.#close(field.value);
          },
          keydown: (event) => (event as KeyboardEvent).key === "Escape" && this.#close(),
        },
      },
      field,
      element("button", { type: "submit" }, words.save),
      element("button", { type: "button", class: "quiet", on: { click: () => this.#close() } }, words.cancel),
    );
    this.place.replaceChildren(form);
    this.button.hidden = true;
    field.select();
    field.focus();
  }

  #close(name?: string): void {
    if (name !== undefined) this.#context.names.nicknames.giveNode(this.#keysOfNode(), this.#key, name);
    this.place.replaceChildren();
    this.button.hidden = false;
    this.button.focus();
    this.#context.redraw();
  }

  /** Shows the name that the node has now. */
  show(name: string): void {
    setText(this.shown, name);
  }

  #keysOfNode(): string[] {
    const { peers } = this.#context.live;
    const node = peers.get(this.#key)?.node;
    return [this.#key, ...peers.values().filter((peer) => peer.node === node).map(({ key }) => key)];
  }
}
