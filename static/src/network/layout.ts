/** Where the nodes of the graph stand. It moves in steps, and rests once nothing changes any more. */
import {
  forceCollide,
  type ForceLink,
  forceLink,
  forceManyBody,
  forceRadial,
  forceSimulation,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import { isConnected, type Picture, self } from "./picture.ts";

/** A point, from the middle of the layout: both coordinates are between -1 and 1. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Body extends SimulationNodeDatum {
  readonly id: string;
  x: number;
  y: number;
  connected: boolean;
}

type Spring = SimulationLinkDatum<Body> & { readonly kind: "connection" | "knows" };

/** The forces work in a square of this half side, whatever the size on the screen: d3's defaults are made for pixels. */
const reach = 200;

/** Neighbours stand on an inner ring, those that are only known on an outer one. */
const [inner_ring, outer_ring] = [0.55 * reach, 0.95 * reach];

/** What d3 calls alpha falls from 1; below this no step moves a node by a visible part of a pixel. */
const rest_alpha = 0.02;

/** The positions, kept when the picture changes. */
export class Layout {
  #bodies = new Map<string, Body>();
  #shape = "";
  /** So many came so far: the next one starts somewhere else than those. */
  #newcomers = 0;
  readonly #simulation: Simulation<Body, Spring>;
  readonly #springs: ForceLink<Body, Spring>;

  /** Starts empty, at rest. */
  constructor() {
    this.#springs = forceLink<Body, Spring>().id(({ id }) => id)
      .distance(({ kind }) => kind === "connection" ? inner_ring : outer_ring)
      .strength(({ kind }) => kind === "connection" ? 0.2 : 0.01);
    // Stopped: steps are made by hand, so that nothing runs while nobody looks.
    this.#simulation = forceSimulation<Body>().stop().alpha(0)
      .force("springs", this.#springs)
      .force("apart", forceManyBody<Body>().strength(-260))
      .force("no overlap", forceCollide<Body>(26));
  }

  /** False once it rests. */
  get moves(): boolean {
    return this.#simulation.alpha() > rest_alpha;
  }

  /** Where a node stands. */
  at(id: string): Place | undefined {
    const body = this.#bodies.get(id);
    return body && { x: body.x / reach, y: body.y / reach };
  }

  /** Takes a new picture. What stood keeps its place, and is moved only as far as the new needs room. */
  update({ nodes, edges }: Picture): void {
    const shape = JSON.stringify([
      nodes.map((node) => [node.id, isConnected(node)]),
      edges.map(({ id }) => id),
    ]);
    if (shape === this.#shape) return;
    this.#shape = shape;
    const is_first = this.#bodies.size === 0;
    this.#bodies = new Map(nodes.map((node) => {
      const body = this.#bodies.get(node.id) ?? newcomer(node.id, this.#newcomers++);
      body.connected = isConnected(node);
      return [node.id, body];
    }));
    this.#simulation.nodes([...this.#bodies.values()]);
    this.#springs.links(edges.map(({ from, to, kind }) => ({ source: from, target: to, kind })));
    // Anew, as d3 asks each node for its ring only once.
    const rings = forceRadial<Body>(({ connected }) => connected ? inner_ring : outer_ring).strength(0.12);
    this.#simulation.force("rings", rings);
    this.#simulation.alpha(is_first ? 1 : Math.max(this.#simulation.alpha(), 0.4));
  }

  /** One step of the movement. */
  step(): void {
    this.#simulation.tick();
    for (const body of this.#bodies.values()) {
      body.x = Math.max(-reach, Math.min(reach, body.x));
      body.y = Math.max(-reach, Math.min(reach, body.y));
    }
  }

  /** All steps at once, for people who asked for no movement. */
  settle(): void {
    while (this.moves) this.step();
  }
}

/** Turned on by it from one to the next, any number of nodes stands well spread around a ring. */
const golden_angle = Math.PI * (3 - Math.sqrt(5));

/** Two on one spot would be thrown apart. This node stays in the middle. */
function newcomer(id: string, number: number): Body {
  if (id === self) return { id, x: 0, y: 0, fx: 0, fy: 0, connected: true };
  const angle = number * golden_angle;
  return { id, x: Math.cos(angle) * outer_ring, y: Math.sin(angle) * outer_ring, connected: false };
}
