/** Draws the graph: SVG, moved by the layout's steps. */
import { decorate, setText, svgElement } from "../page/dom.ts";
import { DotView } from "./dot_view.ts";
import { describeNode, symbolOf } from "./descriptions.ts";
import { lineBetween, type Point, pointAlong, type Size, toPixels } from "./geometry.ts";
import { labelAddresses } from "./labels.ts";
import { Layout } from "./layout.ts";
import type { Messages } from "./messages.ts";
import { type Picture, type PictureEdge, type PictureNode, self } from "./picture.ts";
import type { PictureView, ViewOptions } from "./picture_view.ts";
import { Roving } from "./roving.ts";
import { network_words } from "./words.ts";

/** A target for a finger needs 24 pixels. */
const node_radius = 14;
const self_radius = 22;

interface DrawnNode {
  readonly group: SVGGElement;
  readonly symbol: SVGTextElement;
  readonly label: SVGTextElement;
  readonly title: SVGTitleElement;
}

interface DrawnEdge {
  readonly edge: PictureEdge;
  readonly line: SVGLineElement;
  /** Messages that passed, for those who want no movement. */
  readonly count: SVGTextElement;
}

/** The graph. */
export class GraphView implements PictureView {
  readonly element: SVGSVGElement;
  readonly #options: ViewOptions;
  readonly #layout = new Layout();
  readonly #edges = new Map<string, DrawnEdge>();
  readonly #nodes = new Map<string, DrawnNode>();
  readonly #edge_layer = svgElement("g", { "aria-hidden": "true" });
  readonly #node_layer = svgElement("g");
  readonly #dots = new DotView();
  readonly #roving: Roving;
  #size: Size = { width: 0, height: 0 };
  #placed = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.element = svgElement(
      "svg",
      { class: "graph", role: "group", "aria-label": network_words[options.language].picture },
      svgElement("defs", {}, arrowHead()),
      this.#edge_layer,
      this.#dots.layer,
      this.#node_layer,
    );
    this.#roving = new Roving(this.element);
  }

  /** The room there is; the drawing fills it pixel by pixel, so that text keeps its size. */
  resize(size: Size): void {
    this.#size = size;
    this.#placed = false;
    decorate(this.element, { viewBox: `0 0 ${size.width} ${size.height}` });
  }

  show({ nodes, edges }: Picture, chosen: string | undefined): void {
    this.#layout.update({ nodes, edges });
    if (this.#options.calm()) this.#layout.settle();
    this.#placed = false;
    this.#showEdges(edges);
    const labels = labelAddresses(nodes.map(({ addr }) => addr));
    this.#roving.update(() => {
      remove(this.#nodes, new Set(nodes.map(({ id }) => id)), ({ group }) => group.remove());
      return nodes.map((node) => this.#showNode(node, labels.get(node.addr)!, node.id === chosen));
    });
    this.element.classList.toggle("crowded", nodes.length > 16);
  }

  animate(messages: Messages, now_ms: number): boolean {
    const { moves } = this.#layout;
    if (moves) this.#layout.step();
    if (moves || !this.#placed) this.#place();
    if (this.#options.calm()) {
      for (const { edge, count } of this.#edges.values()) {
        setText(count, edge.kind === "connection" ? String(messages.countOf(edge.to) || "") : "");
      }
      return moves;
    }
    const dots_move = this.#dots.show(messages.moving(now_ms), now_ms, (node) => this.#ends(self, node));
    return moves || dots_move;
  }

  #showNode(node: PictureNode, label: string, is_chosen: boolean): SVGGElement {
    const { language, choose } = this.#options;
    let drawn = this.#nodes.get(node.id);
    if (drawn === undefined) {
      drawn = drawNode(node);
      drawn.group.addEventListener("click", () => choose(node.id));
      this.#nodes.set(node.id, drawn);
      this.#node_layer.append(drawn.group);
    }
    decorate(drawn.group, {
      "data-mark": node.mark,
      "data-tie": node.tie,
      "aria-label": describeNode(node, language),
      "aria-pressed": String(is_chosen),
    });
    setText(drawn.symbol, symbolOf(node));
    setText(drawn.label, node.id === self ? network_words[language].self : label);
    setText(drawn.title, node.addr);
    return drawn.group;
  }

  #showEdges(edges: readonly PictureEdge[]): void {
    remove(
      this.#edges,
      new Set(edges.map(({ id }) => id)),
      ({ line, count }) => (line.remove(), count.remove()),
    );
    for (const edge of edges) {
      const { line, count } = this.#edges.get(edge.id) ??
        { line: svgElement("line"), count: svgElement("text", { class: "count" }) };
      if (!this.#edges.has(edge.id)) this.#edge_layer.append(line, count);
      this.#edges.set(edge.id, { edge, line, count });
      decorate(line, {
        class: edge.kind,
        "data-tie": edge.tie,
        "marker-end": (edge.tie === "out" || edge.tie === "both") && "url(#network_arrow)",
        "marker-start": (edge.tie === "in" || edge.tie === "both") && "url(#network_arrow)",
      });
    }
  }

  #place(): void {
    if (this.#size.width === 0) return;
    this.#placed = true;
    const middle_y = this.#at(self).y;
    for (const [id, { group, label }] of this.#nodes) {
      const { x, y } = this.#at(id);
      group.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      // Away from the middle, where the lines come from.
      label.setAttribute("y", String(y < middle_y ? -radiusOf(id) - 6 : radiusOf(id) + 13));
    }
    for (const { edge, line, count } of this.#edges.values()) {
      const [from, to] = this.#ends(edge.from, edge.to);
      decorate(line, {
        x1: from.x.toFixed(1),
        y1: from.y.toFixed(1),
        x2: to.x.toFixed(1),
        y2: to.y.toFixed(1),
      });
      const middle = pointAlong(from, to, 0.5);
      decorate(count, { x: middle.x.toFixed(1), y: middle.y.toFixed(1) });
    }
  }

  #at(id: string): Point {
    return toPixels(this.#layout.at(id) ?? { x: 0, y: 0 }, this.#size);
  }

  #ends(from: string, to: string): readonly [Point, Point] {
    return lineBetween(this.#at(from), this.#at(to), radiusOf(from) + 2, radiusOf(to) + 2);
  }
}

function drawNode({ id }: PictureNode): DrawnNode {
  const symbol = svgElement("text", { class: "symbol" });
  const label = svgElement("text", { class: "label" });
  const title = svgElement("title");
  const fox = { href: "static/favicon.svg", x: -13, y: -13, width: 26, height: 26 };
  const group = svgElement(
    "g",
    { class: "node", role: "button" },
    title,
    svgElement("circle", { r: radiusOf(id) }),
    id === self ? svgElement("image", fox) : symbol,
    label,
  );
  return { group, symbol, label, title };
}

function radiusOf(id: string): number {
  return id === self ? self_radius : node_radius;
}

function arrowHead(): SVGMarkerElement {
  return svgElement(
    "marker",
    {
      id: "network_arrow",
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      markerUnits: "userSpaceOnUse",
      orient: "auto-start-reverse",
    },
    svgElement("path", { d: "M0 0 8 4 0 8Z" }),
  );
}

/** Takes away what is not kept. */
function remove<Drawn>(
  drawn: Map<string, Drawn>,
  kept: ReadonlySet<string>,
  take: (drawn: Drawn) => void,
): void {
  for (const [id, each] of drawn) {
    if (kept.has(id)) continue;
    take(each);
    drawn.delete(id);
  }
}
