/** Draws the nodes of the graph: a circle with a symbol, and a name. */
import { decorate, setText, svgElement } from "../page/dom.ts";
import { describeNode, symbolOf } from "./descriptions.ts";
import { removeOthers } from "./drawn.ts";
import type { Point } from "./geometry.ts";
import { type PictureNode, self_node } from "./picture.ts";
import type { ViewOptions } from "./picture_view.ts";
import { withName } from "../peers/names.ts";
import { network_words } from "./words.ts";

/** A target for a finger needs 24 pixels. */
const node_radius = 13;
const self_radius = 22;

/** Radius of a node, in pixels. */
export function radiusOf(id: string): number {
  return id === self_node ? self_radius : node_radius;
}

interface DrawnNode {
  readonly group: SVGGElement;
  readonly symbol: SVGTextElement;
  readonly label: SVGTextElement;
  readonly title: SVGTitleElement;
}

/** The nodes, drawn once and changed where they differ. */
export class NodeLayer {
  readonly layer = svgElement("g");
  readonly #options: ViewOptions;
  readonly #nodes = new Map<string, DrawnNode>();

  constructor(options: ViewOptions) {
    this.#options = options;
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

  /** Puts each where it belongs, the name away from the middle, where the lines come from. */
  place(at: (id: string) => Point): void {
    const middle_y = at(self_node).y;
    for (const [id, { group, label }] of this.#nodes) {
      const { x, y } = at(id);
      group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      label.setAttribute("y", String(y < middle_y ? -radiusOf(id) - 6 : radiusOf(id) + 13));
    }
  }

  #show(node: PictureNode, label: string): SVGGElement {
    const { language, nameOf } = this.#options;
    const name = nameOf(node.keys);
    const drawn = this.#nodes.get(node.id) ?? this.#make(node.id);
    decorate(drawn.group, {
      "data-sight": node.sight,
      "data-mark": node.mark,
      "data-tie": node.tie,
      "aria-label": describeNode(node, language, name),
    });
    setText(drawn.symbol, symbolOf(node));
    setText(drawn.label, node.id === self_node ? name || network_words[language].self : name || label);
    setText(drawn.title, withName(name, node.addr));
    return drawn.group;
  }

  #make(id: string): DrawnNode {
    const symbol = svgElement("text", { class: "symbol" });
    const label = svgElement("text", { class: "label" });
    const title = svgElement("title");
    const fox = { href: "static/favicon.svg", x: -13, y: -13, width: 26, height: 26 };
    const group = svgElement(
      "g",
      { class: "node", role: "button", on: { click: () => this.#options.choose(id) } },
      title,
      svgElement("circle", { r: radiusOf(id) }),
      id === self_node ? svgElement("image", fox) : symbol,
      label,
    );
    const drawn = { group, symbol, label, title };
    this.#nodes.set(id, drawn);
    this.layer.append(group);
    return drawn;
  }
}
