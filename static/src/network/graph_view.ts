/** Draws the graph: SVG. The layout is computed unseen, and painted when it rests. */
import { decorate, svgElement } from "../page/dom.ts";
import { DotView } from "./dot_view.ts";
import { EdgeLayer } from "./edge_layer.ts";
import { inView, lineBetween, type Point, type Size, toPixels, type View, whole_view } from "./geometry.ts";
import { labelAddresses } from "./labels.ts";
import { Layout, type Place } from "./layout.ts";
import type { Messages } from "./messages.ts";
import { NodeLayer } from "./node_layer.ts";
import { neighboursOf, type Picture, self_node } from "./picture.ts";
import type { PictureView, ViewOptions } from "./picture_view.ts";
import { gliding_max, Placing } from "./placing.ts";
import { type Crowding, type Room, roomy, roomy_max } from "./room.ts";
import { Roving } from "./roving.ts";
import { network_words } from "./words.ts";

/** Part of a frame that the layout may take: the page must stay quick while it is computed. */
const layout_budget_ms = 8;

/** The graph. */
export class GraphView implements PictureView {
  readonly element: SVGSVGElement;
  /** What moves has a picture of its own above: else each frame would paint every line anew. */
  readonly overlay: SVGSVGElement;
  readonly #options: ViewOptions;
  readonly #layout = new Layout();
  readonly #placing = new Placing();
  readonly #edges = new EdgeLayer();
  readonly #nodes: NodeLayer;
  readonly #dots: DotView;
  readonly #roving: Roving;
  #crowding: Crowding | undefined;
  #size: Size = { width: 0, height: 0 };
  #view: View = whole_view;
  #count = 0;
  /** True while the layout has places that are not painted. */
  #is_stale = false;
  #placed = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#nodes = new NodeLayer(options);
    this.#dots = new DotView(options.language);
    this.element = svgElement(
      "svg",
      { class: "graph", role: "group", "aria-label": network_words[options.language].picture },
      svgElement("defs", {}, arrowHead()),
      this.#edges.layer,
      this.#nodes.layer,
    );
    this.overlay = svgElement("svg", { class: "overlay", "aria-hidden": "true" }, this.#dots.layer);
    this.#roving = new Roving(this.element);
  }

  /** The room there is; the drawing fills it pixel by pixel, so that text keeps its size. */
  resize(size: Size): void {
    this.#size = size;
    this.#is_stale = true;
    for (const picture of [this.element, this.overlay]) {
      decorate(picture, { viewBox: `0 0 ${size.width} ${size.height}` });
    }
  }

  /** Shows a part of the picture, larger. */
  look(view: View): void {
    this.#view = view;
    this.#placed = false;
  }

  show(picture: Picture, chosen: string | undefined): void {
    const { nodes, edges } = picture;
    this.#count = nodes.length;
    this.#layout.update(picture);
    this.#is_stale ||= this.#layout.moves;
    this.#placed = false;
    const labels = labelAddresses(nodes.map(({ addr }) => addr));
    const near = chosen === undefined ? undefined : neighboursOf(chosen, picture).add(chosen);
    this.#edges.show(edges, chosen);
    this.#roving.update(() => this.#nodes.show(nodes, labels, chosen, near));
    this.#is_stale ||= this.#nodes.takesNewWords();
    this.element.classList.toggle("many", nodes.length > roomy_max);
  }

  animate(messages: Messages, now_ms: number): boolean {
    const { calm, now } = this.#options;
    if (this.#is_stale && this.#layout.settleFor(layout_budget_ms, now)) {
      this.#is_stale = false;
      this.#placing.aim(this.#places(), now_ms, !calm() && this.#count <= gliding_max);
      this.#placed = false;
    }
    const glides = this.#placing.moves(now_ms);
    if (glides || !this.#placed) this.#place(now_ms, glides);
    if (calm()) {
      this.#edges.count((node) => messages.countOf(node));
      return this.#is_stale;
    }
    const ends = (node: string) => this.#ends(self_node, node, now_ms);
    const dots_move = this.#dots.show(messages.moving(now_ms), now_ms, ends);
    return this.#is_stale || glides || dots_move;
  }

  /** The extras are there: from now on many nodes stand so that each has room for its name. */
  crowd(crowding: Crowding): void {
    this.#crowding = crowding;
    this.#nodes.crowding = crowding;
    this.#is_stale = true;
  }

  #places(): ReadonlyMap<string, Place> {
    const places = this.#layout.places();
    if (this.#count <= roomy_max || this.#size.width === 0) return places;
    return this.#crowding?.standApart(places, (id) => this.#nodes.nameOf(id), this.#room(1), this.#size) ??
      places;
  }

  #room(scale: number): Room {
    if (this.#count <= roomy_max) return roomy;
    return this.#crowding?.roomFor(this.#layout.apart, this.#size, scale) ?? roomy;
  }

  #place(now_ms: number, glides: boolean): void {
    if (this.#size.width === 0) return;
    this.#placed = !glides;
    const room = this.#room(this.#view.scale);
    this.element.classList.toggle("crowded", room.name === 0);
    this.#nodes.place((id) => this.#at(id, now_ms), room);
    this.#edges.place((from, to) => this.#ends(from, to, now_ms));
  }

  #at(id: string, now_ms: number): Point {
    const place = this.#placing.at(id, now_ms) ?? this.#layout.at(id) ?? { x: 0, y: 0 };
    return inView(toPixels(place, this.#size), this.#view, this.#size);
  }

  #ends(from: string, to: string, now_ms: number): readonly [Point, Point] {
    const [from_radius, to_radius] = [from, to].map((id) => this.#nodes.radiusOf(id) + 2);
    return lineBetween(this.#at(from, now_ms), this.#at(to, now_ms), from_radius!, to_radius!);
  }
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
