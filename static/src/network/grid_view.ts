/** Draws a network that is too large for a graph: one small cell for each node, grouped. */
import { decorate, element, setText } from "../page/dom.ts";
import { describeNode, symbolOf } from "./descriptions.ts";
import type { Messages } from "./messages.ts";
import { isConnected, type Picture, type PictureNode, self } from "./picture.ts";
import type { PictureView, ViewOptions } from "./picture_view.ts";
import { Roving } from "./roving.ts";
import { network_words } from "./words.ts";

/** The grid. */
export class GridView implements PictureView {
  readonly element: HTMLElement;
  readonly #options: ViewOptions;
  readonly #cells = new Map<string, HTMLButtonElement>();
  readonly #connected: Group;
  readonly #known: Group;
  readonly #roving: Roving;

  constructor(options: ViewOptions) {
    const words = network_words[options.language];
    this.#options = options;
    this.#connected = new Group(words.connected);
    this.#known = new Group(words.known);
    this.element = element(
      "div",
      { class: "grid", role: "group", "aria-label": words.picture },
      this.#connected.element,
      this.#known.element,
    );
    this.#roving = new Roving(this.element);
  }

  show({ nodes }: Picture, chosen: string | undefined): void {
    this.#roving.update(() => {
      const kept = new Set(nodes.map(({ id }) => id));
      for (const [id, cell] of this.#cells) {
        if (kept.has(id)) continue;
        cell.remove();
        this.#cells.delete(id);
      }
      const cells = nodes.map((node) => this.#showCell(node, node.id === chosen));
      const near = nodes.filter((node) => node.id === self || isConnected(node)).length;
      this.#connected.fill(cells.slice(0, near), near - 1);
      this.#known.fill(cells.slice(near), cells.length - near);
      return cells;
    });
  }

  animate(messages: Messages, now_ms: number): boolean {
    const dots = messages.moving(now_ms);
    const talking = new Set(this.#options.calm() ? [] : dots.map(({ node }) => node));
    for (const [id, cell] of this.#cells) cell.classList.toggle("talks", talking.has(id));
    return talking.size > 0;
  }

  #showCell(node: PictureNode, is_chosen: boolean): HTMLButtonElement {
    const { language, choose } = this.#options;
    let cell = this.#cells.get(node.id);
    if (cell === undefined) {
      cell = element("button", { type: "button", class: "cell", on: { click: () => choose(node.id) } });
      if (node.id === self) cell.append(element("img", { src: "static/favicon.svg", alt: "" }));
      this.#cells.set(node.id, cell);
    }
    const words = describeNode(node, language);
    if (cell.title !== words) decorate(cell, { title: words, "aria-label": words, "data-mark": node.mark });
    decorate(cell, { "aria-pressed": String(is_chosen), "data-tie": node.tie });
    if (node.id !== self) setText(cell, symbolOf(node));
    return cell;
  }
}

/** Cells under a heading that counts them. */
class Group {
  readonly element: HTMLElement;
  readonly #name: string;
  readonly #heading = element("h3");
  readonly #cells = element("div", { class: "cells" });

  constructor(name: string) {
    this.#name = name;
    this.element = element("div", {}, this.#heading, this.#cells);
  }

  /** Touches only cells that are not where they belong. */
  fill(cells: readonly HTMLElement[], count: number): void {
    this.#heading.textContent = `${this.#name}: ${count}`;
    for (const [index, cell] of cells.entries()) {
      const there = this.#cells.children[index];
      if (there !== cell) this.#cells.insertBefore(cell, there ?? null);
    }
  }
}
