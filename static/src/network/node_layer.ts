/** Draws the nodes of the graph: a circle with a symbol, and a name. */
import { isCut } from "./labels.ts";
import { decorate, setText, svgElement } from "../page/dom.ts";
import { describeNode, symbolOf } from "./descriptions.ts";
import { removeOthers } from "./drawn.ts";
import type { Point } from "./geometry.ts";
import { type PictureNode, self_node } from "./picture.ts";
import type { ViewOptions } from "./picture_view.ts";
import { quietSide } from "./own_label.ts";
import { type Crowding, type Name, type Room, roomy } from "./room.ts";
import { withName } from "../peers/names.ts";
import { network_words } from "./words.ts";

/** This node is the largest, also in a crowd. */
const self_radius = 22;

interface DrawnNode {
  readonly circle: SVGCircleElement;
  readonly group: SVGGElement;
  readonly symbol: SVGTextElement;
  readonly label: SVGTextElement;
  readonly title: SVGTitleElement;
  /** What the label says where it has room. */
  words: string;
  /** Whether it is an address. */
  is_address: boolean;
}

/** The nodes, drawn once and changed where they differ. */
export class NodeLayer {
  readonly layer = svgElement("g");
  readonly #options: ViewOptions;
  readonly #nodes = new Map<string, DrawnNode>();
  #room = roomy;
  /** Cuts names where there are many. */
  crowding: Crowding | undefined;
  #words = "";

  constructor(options: ViewOptions) {
    this.#options = options;
  }

  /** True where a name has changed since it was asked last. */
  takesNewWords(): boolean {
    const before = this.#words;
    this.#words = this.#nodes.values().map(({ words }) => words).toArray().join("\n");
    return this.#words !== before;
  }

  /** What stands at a node. */
  nameOf(id: string): Name {
    return this.#nodes.get(id)!;
  }

  /** Radius of a node, in pixels. */
  radiusOf(id: string): number {
    return id === self_node ? self_radius : this.#room.radius;
  }

  /**
   * Shows these. Returns their elements in the same order.
   *
   * @param near The chosen node and its neighbours; undefined where none is chosen.
   */
  show(
    nodes: readonly PictureNode[],
    labels: ReadonlyMap<string, string>,
    chosen: string | undefined,
    near: ReadonlySet<string> | undefined,
  ): SVGGElement[] {
    removeOthers(this.#nodes, new Set(nodes.map(({ id }) => id)), ({ group }) => group.remove());
    return nodes.map((node) => {
      const group = this.#show(node, labels.get(node.addr)!);
      decorate(group, { "aria-pressed": String(node.id === chosen) });
      group.classList.toggle("aside", near !== undefined && !near.has(node.id));
      return group;
    });
  }

  /** Puts each where it belongs, the name away from the middle, where the lines come from; all with so much room. */
  place(at: (id: string) => Point, room: Room): void {
    this.#room = room;
    const middle = at(self_node);
    for (const [id, { group, circle, label, ...name }] of this.#nodes) {
      const { x, y } = at(id);
      const radius = this.radiusOf(id);
      decorate(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
      decorate(circle, { r: radius.toFixed(1) });
      decorate(label, { y: (y < middle.y ? -radius - 5 : radius + 12).toFixed(1) });
      setText(label, this.#fit(id, name));
    }
    this.#placeOwnWord(
      [...this.#nodes.keys()].map(at).map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y })),
    );
  }

  /** @param ends The other nodes, from this one. */
  #placeOwnWord(ends: readonly Point[]): void {
    const label = this.#nodes.get(self_node)?.label;
    if (label === undefined) return;
    const side = quietSide(ends);
    const x = { below: 0, above: 0, right: self_radius + 6, left: -self_radius - 6 }[side];
    const y = { below: self_radius + 12, above: -self_radius - 5, right: 4, left: 4 }[side];
    decorate(label, { x, y });
    label.style.textAnchor = { below: "middle", above: "middle", right: "start", left: "end" }[side];
  }

  /** A name that is only shown on demand may cover others. */
  #fit(id: string, name: Name): string {
    const whole = id === self_node || this.#room.name === 0;
    return whole ? name.words : this.crowding?.cutName(name, this.#room.name) ?? name.words;
  }

  #show(node: PictureNode, label: string): SVGGElement {
    const { language, nameOf } = this.#options;
    const name = nameOf(node.keys);
    const drawn = this.#nodes.get(node.id) ?? this.#make(node.id);
    decorate(drawn.group, {
      "data-sight": node.sight,
      "data-mark": node.mark,
      "data-tie": node.tie,
      "aria-label": describeNode(node, language, name, isCut(label) ? label : ""),
    });
    setText(drawn.symbol, symbolOf(node));
    drawn.words = name || (node.id === self_node ? network_words[language].self : label);
    drawn.is_address = name === "";
    setText(drawn.label, this.#fit(node.id, drawn));
    setText(drawn.title, withName(name, node.addr));
    return drawn.group;
  }

  #make(id: string): DrawnNode {
    const symbol = svgElement("text", { class: "symbol" });
    const label = svgElement("text", { class: "label" });
    const title = svgElement("title");
    const circle = svgElement("circle");
    const fox = { href: "static/favicon.svg", x: -13, y: -13, width: 26, height: 26 };
    const group = svgElement(
      "g",
      { class: "node", role: "button", on: { click: () => this.#options.choose(id) } },
      title,
      circle,
      id === self_node ? svgElement("image", fox) : symbol,
      label,
    );
    const drawn = { group, circle, symbol, label, title, words: "", is_address: false };
    this.#nodes.set(id, drawn);
    this.layer.append(group);
    return drawn;
  }
}
