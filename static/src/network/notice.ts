/** Says in words why there is no network to see, and what to do about it. */
import { element } from "../page/dom.ts";
import type { Page } from "../page/page.ts";
import { joinCommand, type NetworkSight } from "./network_sight.ts";
import { network_words } from "./words.ts";

/** As it looks on the network of a class room. */
const example_addr = "ws://192.168.1.20:9000/ws";

/** The box of words; drawn anew only when something else is to be said. */
export class NoticeView {
  readonly element = element("div", { class: "notice", role: "status" });
  readonly #page: Page;
  #said = "";

  constructor(page: Page) {
    this.#page = page;
  }

  /** Says what fits; `own_addr` is where others reach this node. */
  show(stage: NetworkSight, own_addr: string): void {
    const said = `${stage} ${own_addr}`;
    if (said === this.#said) return;
    this.#said = said;
    this.element.hidden = stage === "network";
    this.element.replaceChildren(...this.#words(stage, own_addr));
  }

  #words(stage: NetworkSight, own_addr: string): readonly HTMLElement[] {
    const words = network_words[this.#page.language];
    if (stage === "network") return [];
    const sentence = element("p", {}, words[stage]);
    if (stage === "plain") return [sentence, code(joinCommand(example_addr))];
    if (stage !== "alone") return [sentence];
    const request = JSON.stringify({ op: "register", args: { addr: example_addr } }, null, 2);
    const draft = () => this.#page.conversation.draft(request);
    return [
      sentence,
      code(joinCommand(own_addr)),
      element("button", { type: "button", on: { click: draft } }, words.register),
    ];
  }
}

function code(command: string): HTMLElement {
  return element("p", {}, element("code", {}, command));
}
