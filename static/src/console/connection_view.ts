/** The connection's part of the console: address, buttons, state in words, countdown to the next try. */
import { element, setText } from "../page/dom.ts";
import type { Connection } from "./connection.ts";
import type { State } from "./connection_state.ts";
import { describeState } from "./describe_state.ts";
import { nodeUrl } from "./node_url.ts";
import type { StateWords } from "./state_words.ts";
import type { ConsoleWords } from "./words.ts";

/** What it needs of the console. */
export interface ConnectionHost {
  readonly words: ConsoleWords & StateWords;
  /** The address to begin with. */
  readonly url: string;
  /** The node that serves the page: an empty field means it. */
  readonly own_url: string;
  readonly connection: Connection;
}

/** How often the countdown is drawn. */
const countdown_ms = 250;

/** Draws the state that it is told. */
export class ConnectionView {
  readonly root: HTMLElement;
  readonly #host: ConnectionHost;
  readonly #url: HTMLInputElement;
  readonly #toggle = element("button", { id: "toggle", type: "button" });
  readonly #text = element("span");
  readonly #hint = element("span", { class: "hint" });
  readonly #countdown = element("span", { id: "countdown" });
  readonly #waiting: HTMLElement;
  readonly #box: HTMLElement;
  #ticking: ReturnType<typeof setInterval> | undefined;

  /** Connects nowhere yet. */
  constructor(host: ConnectionHost) {
    const { words, connection } = host;
    this.#host = host;
    this.#url = element("input", {
      id: "url",
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      placeholder: host.own_url,
    });
    this.#url.value = host.url;
    this.#waiting = element(
      "span",
      { id: "retry" },
      this.#countdown,
      element(
        "button",
        { type: "button", id: "try_now", on: { click: () => connection.retry() } },
        words.try_now,
      ),
    );
    this.#box = element(
      "div",
      { id: "state_box" },
      // The countdown is outside: a screen reader would read each second aloud.
      element("p", { id: "state", role: "status" }, this.#text, " ", this.#hint),
      this.#waiting,
    );
    this.root = element(
      "form",
      { on: { submit: (event) => (event.preventDefault(), connection.busy || this.connect()) } },
      element(
        "div",
        { class: "row address" },
        element("label", { for: "url" }, words.node),
        this.#url,
        this.#toggle,
      ),
      this.#box,
    );
    this.#toggle.addEventListener("click", () => connection.busy ? connection.disconnect() : this.connect());
    this.show(connection.state);
  }

  /** Connects to the address in the field. */
  connect(): void {
    const address = nodeUrl(this.#url.value, location);
    if (address === undefined) return this.#host.connection.refuse(this.#url.value);
    this.#url.value = address;
    this.#host.connection.connect(address);
  }

  /** Draws a state. */
  show(state: State): void {
    const { words, connection } = this.#host;
    const { text, hint } = describeState(state, words, location);
    this.#text.textContent = text;
    this.#hint.textContent = hint;
    this.#box.dataset.state = state.kind;
    this.#url.readOnly = connection.busy;
    this.#toggle.textContent = toggleWords(state, words);
    this.#waiting.hidden = state.kind !== "waiting";
    clearInterval(this.#ticking);
    if (state.kind !== "waiting") return;
    const count = () => {
      const seconds = Math.max(0, Math.ceil((state.retry_at_ms - performance.now()) / 1_000));
      setText(this.#countdown, words.retry_in(seconds));
    };
    count();
    this.#ticking = setInterval(count, countdown_ms);
  }
}

function toggleWords({ kind }: State, words: ConsoleWords): string {
  switch (kind) {
    case "open":
      return words.disconnect;
    case "connecting":
      return words.cancel;
    case "waiting":
      return words.stop;
    default:
      return words.connect;
  }
}
