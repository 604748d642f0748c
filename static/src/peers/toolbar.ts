/** What stands above the table: the filter, and how many addresses are in each state, each count a filter as well. */
import { decorate, element, setText } from "../page/dom.ts";
import { wordsFor } from "../page/page.ts";
import { peer_symbols } from "../page/peer_mark.ts";
import { peer_words } from "../page/words.ts";
import type { PeersContext } from "./context.ts";
import { countStates, wanted_states, type WantedState } from "./order.ts";

/** Filter and counts. */
export class Toolbar {
  readonly place: HTMLElement;
  readonly #context: PeersContext;
  readonly #text: HTMLInputElement;
  readonly #chips = new Map<WantedState, HTMLButtonElement>();
  #state: WantedState = "all";

  constructor(context: PeersContext) {
    const { words, redraw } = context;
    this.#context = context;
    this.#text = element("input", {
      id: "peers_filter",
      type: "search",
      placeholder: words.filter_hint,
      autocomplete: "off",
      on: { input: redraw },
    });
    for (const state of wanted_states) {
      const click = () => {
        this.#state = this.#state === state ? "all" : state;
        redraw();
      };
      this.#chips.set(state, element("button", { type: "button", "data-state": state, on: { click } }));
    }
    this.place = element(
      "div",
      { class: "toolbar" },
      element("div", {}, element("label", { for: "peers_filter" }, words.filter), this.#text),
      element("div", { class: "chips", role: "group", "aria-label": words.states }, ...this.#chips.values()),
    );
  }

  /** What the person wants to see. */
  get wish(): { readonly text: string; readonly state: WantedState } {
    return { text: this.#text.value, state: this.#state };
  }

  /** Counts anew: by the rows that are here, or by the node's own counts where it knows more than it lists. */
  update(): void {
    const { live } = this.#context;
    const counts = countStates(live.peers.values(), Date.now());
    const known = knownCount(this.#context);
    if (known > counts.all) Object.assign(counts, live.node?.counts, { all: known });
    const marks = wordsFor(this.#context, peer_words);
    for (const [state, chip] of this.#chips) {
      const words = state === "all"
        ? this.#context.words.all
        : state === "connected"
        ? `⇄ ${this.#context.words.connected}`
        : `${peer_symbols[state]} ${marks[state]}`;
      const text = `${words} ${counts[state]}`;
      setText(chip, text);
      chip.hidden = counts[state] === 0 && state !== "all" && state !== this.#state;
      decorate(chip, { "aria-pressed": state === this.#state ? "true" : "false" });
    }
  }
}

/** Addresses that the node knows; the page is told of 500 at most. */
export function knownCount({ live }: Pick<PeersContext, "live">): number {
  const counted = Object.values(live.node?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return Math.max(counted, live.peers.size);
}
