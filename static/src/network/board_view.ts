/** Draws a network that is too large for a graph: one tile for each node with its name. Loaded when it is needed. */
import { decorate, element, setText } from "../page/dom.ts";
import { describeNode, symbolOf } from "./descriptions.ts";
import { labelAddresses } from "./labels.ts";
import type { Messages } from "./messages.ts";
import { isConnected, neighboursOf, type Picture, type PictureNode, self_node } from "./picture.ts";
import type { PictureView, ViewOptions } from "./picture_view.ts";
import { Roving } from "./roving.ts";
import { network_words } from "./words.ts";

interface Tile {
  readonly button: HTMLButtonElement;
  readonly symbol: HTMLElement;
  readonly name: HTMLElement;
}

/** The board. */
export class BoardView implements PictureView {
  readonly element: HTMLElement;
  readonly #options: ViewOptions;
  readonly #tiles = new Map<string, Tile>();
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
      { class: "board", role: "group", "aria-label": words.picture },
      this.#connected.element,
      this.#known.element,
    );
    this.#roving = new Roving(this.element);
  }

  show(picture: Picture, chosen: string | undefined): void {
    const { nodes } = picture;
    const labels = labelAddresses(nodes.map(({ addr }) => addr));
    const near = chosen === undefined ? undefined : neighboursOf(chosen, picture).add(chosen);
    this.#roving.update(() => {
      const kept = new Set(nodes.map(({ id }) => id));
      for (const [id, { button }] of this.#tiles) {
        if (kept.has(id)) continue;
        button.remove();
        this.#tiles.delete(id);
      }
      const tiles = nodes.map((node) => {
        const button = this.#show(node, labels.get(node.addr)!);
        decorate(button, { "aria-pressed": String(node.id === chosen) });
        button.classList.toggle("aside", near !== undefined && !near.has(node.id));
        return button;
      });
      const count = nodes.filter((node) => node.id === self_node || isConnected(node)).length;
      this.#connected.fill(tiles.slice(0, count), count - 1);
      this.#known.fill(tiles.slice(count), tiles.length - count);
      return tiles;
    });
  }

  animate(messages: Messages, now_ms: number): boolean {
    const dots = messages.moving(now_ms);
    const talking = new Set(this.#options.calm() ? [] : dots.map(({ node }) => node));
    for (const [id, { button }] of this.#tiles) button.classList.toggle("talks", talking.has(id));
    return talking.size > 0;
  }

  #show(node: PictureNode, label: string): HTMLButtonElement {
    const { language, nameOf } = this.#options;
    const tile = this.#tiles.get(node.id) ?? this.#make(node.id);
    const name = nameOf(node.keys);
    const words = describeNode(node, language, name);
    if (tile.button.title !== words) decorate(tile.button, { title: words, "aria-label": words });
    decorate(tile.button, { "data-sight": node.sight, "data-mark": node.mark, "data-tie": node.tie });
    setText(tile.symbol, node.id === self_node ? "🦊" : symbolOf(node));
    setText(tile.name, name || (node.id === self_node ? network_words[language].self : label));
    return tile.button;
  }

  #make(id: string): Tile {
    const symbol = element("span", { class: "symbol" });
    const name = element("span", { class: "name" });
    const click = () => this.#options.choose(id);
    const button = element("button", { type: "button", class: "tile", on: { click } }, symbol, name);
    const tile = { button, symbol, name };
    this.#tiles.set(id, tile);
    return tile;
  }
}

/** Tiles under a heading that counts them. */
class Group {
  readonly element: HTMLElement;
  readonly #name: string;
  readonly #heading = element("h3");
  readonly #tiles = element("div", { class: "tiles" });

  constructor(name: string) {
    this.#name = name;
    this.element = element("div", {}, this.#heading, this.#tiles);
  }

  /** Touches only tiles that are not where they belong. */
  fill(tiles: readonly HTMLElement[], count: number): void {
    this.#heading.textContent = `${this.#name}: ${count}`;
    for (const [index, tile] of tiles.entries()) {
      const there = this.#tiles.children[index];
      if (there !== tile) this.#tiles.insertBefore(tile, there ?? null);
    }
  }
}
