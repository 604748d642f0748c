/** Draws the lines of the graph. */
import { decorate, setText, svgElement } from "../page/dom.ts";
import { removeOthers } from "./drawn.ts";
import { type Point, pointAlong } from "./geometry.ts";
import type { PictureEdge } from "./picture.ts";

interface DrawnEdge {
  readonly edge: PictureEdge;
  readonly line: SVGLineElement;
  /** The number of messages, for people who want no movement. */
  readonly count: SVGTextElement;
}

/** The lines, drawn once and changed where they differ. */
export class EdgeLayer {
  readonly layer = svgElement("g", { "aria-hidden": "true" });
  readonly #edges = new Map<string, DrawnEdge>();

  /** Shows these; those of the chosen node stand out. */
  show(edges: readonly PictureEdge[], chosen: string | undefined): void {
    const kept = new Set(edges.map(({ id }) => id));
    removeOthers(this.#edges, kept, ({ line, count }) => (line.remove(), count.remove()));
    for (const edge of edges) {
      const { line, count } = this.#edges.get(edge.id) ??
        { line: svgElement("line"), count: svgElement("text", { class: "count" }) };
      if (!this.#edges.has(edge.id)) this.layer.append(line, count);
      this.#edges.set(edge.id, { edge, line, count });
      const is_near = chosen === edge.from || chosen === edge.to;
      decorate(line, {
        class: `${edge.kind}${chosen === undefined ? "" : is_near ? " near" : " aside"}`,
        "data-tie": edge.tie,
        "marker-end": (edge.tie === "out" || edge.tie === "both") && "url(#network_arrow)",
        "marker-start": (edge.tie === "in" || edge.tie === "both") && "url(#network_arrow)",
      });
    }
  }

  /** Writes on each connection how many messages passed. */
  count(messagesOf: (node: string) => number): void {
    for (const { edge, count } of this.#edges.values()) {
      setText(count, edge.kind === "connection" ? String(messagesOf(edge.to) || "") : "");
    }
  }

  /** Puts each between its nodes. */
  place(ends: (from: string, to: string) => readonly [Point, Point]): void {
    for (const { edge, line, count } of this.#edges.values()) {
      const [from, to] = ends(edge.from, edge.to);
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
}
