/** Shows the facts about the chosen node, and the buttons of its actions. */
import { decorate, element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { Live } from "../page/live.ts";
import { steeringHint } from "../page/steering_words.ts";
import { withName } from "../peers/names.ts";
import { relativeTimeElement } from "../page/times.ts";
import { type Action, actionsFor, explain, type Fact, neighboursFact, studentFact } from "./explanation.ts";
import { labelAddresses } from "./labels.ts";
import { neighboursOf, type Picture, type PictureNode, self_node } from "./picture.ts";
import type { ViewOptions } from "./picture_view.ts";
import { explanation_words } from "./explanation_words.ts";
import { network_words } from "./words.ts";

type Naming = Pick<ViewOptions, "language" | "nameOf" | "studentOf">;

/** The box beside the picture. */
export class ExplanationView {
  readonly element: HTMLElement;
  readonly #live: Live;
  readonly #language: Language;
  readonly #options: Naming;
  readonly #title = element("h3");
  readonly #facts = element("dl");
  readonly #actions = element("div", { class: "actions" });
  readonly #refusal = element("p", { class: "refusal", role: "alert" });
  /** What is drawn. Unchanged parts are not drawn again: the pointer or the focus may be on them. */
  #drawn = { facts: "", actions: "" };
  #chosen: string | undefined;

  constructor(live: Live, options: Naming, close: () => void) {
    this.#live = live;
    this.#language = options.language;
    this.#options = options;
    const words = explanation_words[options.language];
    const button = element("button", { type: "button", class: "quiet", on: { click: close } }, words.close);
    this.element = element(
      "div",
      { class: "explanation", role: "group", "aria-label": words.explanation, hidden: true },
      element("div", { class: "row" }, this.#title, button),
      this.#facts,
      this.#actions,
      this.#refusal,
    );
  }

  /** Shows a node; undefined for one that is gone, and no id where none is chosen. */
  show(id: string | undefined, node: PictureNode | undefined, picture: Picture): void {
    this.element.hidden = id === undefined;
    if (id !== this.#chosen) this.#refusal.textContent = "";
    this.#chosen = id;
    if (id === undefined) return;
    const words = explanation_words[this.#language];
    const facts = node && [
      ...studentFact(this.#options.studentOf(node.keys), this.#language),
      ...explain(node, this.#live, this.#language),
      ...neighboursFact(this.#neighbours(node, picture), this.#language),
    ];
    const actions = node ? actionsFor(node, this.#live, this.#language) : [];
    const name = node ? this.#options.nameOf(node.keys) : "";
    if (id === self_node) this.#title.textContent = name || network_words[this.#language].self;
    else if (node) this.#title.textContent = withName(name, node.addr);
    this.#showFacts(facts ?? [[words.state, words.gone]]);
    this.#showActions(actions);
  }

  /** Names of the nodes that a line leads to. */
  #neighbours({ id }: PictureNode, picture: Picture): string[] {
    const near = neighboursOf(id, picture);
    const nodes = picture.nodes.filter((node) => near.has(node.id));
    const labels = labelAddresses(picture.nodes.map(({ addr }) => addr));
    const { self: own } = network_words[this.#language];
    return nodes.map((node) =>
      this.#options.nameOf(node.keys) || (node.id === self_node ? own : labels.get(node.addr)!)
    );
  }

  #showFacts(facts: readonly Fact[]): void {
    const drawn = JSON.stringify(facts);
    if (drawn === this.#drawn.facts) return;
    this.#drawn.facts = drawn;
    this.#facts.replaceChildren(...facts.map(([name, value]) => {
      const shown = typeof value === "string" ? value : relativeTimeElement(value.at_ms, this.#language);
      return element("div", {}, element("dt", {}, name), element("dd", {}, shown));
    }));
  }

  #showActions(actions: readonly Action[]): void {
    const { may_steer, steering } = this.#live;
    const drawn = JSON.stringify([steering.state, actions]);
    if (drawn === this.#drawn.actions) return;
    this.#drawn.actions = drawn;
    const words = explanation_words[this.#language];
    const had_focus = this.#actions.contains(document.activeElement);
    const singles = actions.filter(({ group }) => group === "single").map((action) => this.#button(action));
    const blocks = actions.filter(({ group }) => group === "block").map((action) => this.#button(action));
    this.#actions.replaceChildren();
    if (actions.length > 0 && !may_steer) {
      const hint = steeringHint(steering.state, this.#language, location.href);
      this.#actions.append(element("p", { class: "hint" }, hint));
    } else {
      this.#actions.append(...singles);
      if (blocks.length > 0) {
        const name = element("span", { id: "network_block", class: "hint" }, words.block);
        this.#actions.append(
          element(
            "div",
            { class: "block", role: "group", "aria-labelledby": "network_block" },
            name,
            ...blocks,
          ),
        );
      }
    }
    if (had_focus) this.#actions.querySelector("button")?.focus();
  }

  #button(action: Action): HTMLButtonElement {
    const button = element("button", { type: "button" }, action.label);
    button.addEventListener("click", async () => {
      // Not `disabled`: the keyboard would lose its place.
      if (button.ariaBusy === "true") return;
      decorate(button, { "aria-busy": "true" });
      this.#refusal.textContent = "";
      try {
        for (const { name, body } of action.calls) await this.#live.control(name, body);
      } catch (error) {
        this.#refusal.textContent = (error as Error).message;
      }
      decorate(button, { "aria-busy": false });
    });
    return button;
  }
}
