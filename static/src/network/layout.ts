/** Where the nodes of the graph stand. It is computed in steps that are not drawn, until nothing moves any more. */
import {
  type ForceCollide,
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
import { isConnected, type Picture, self_node } from "./picture.ts";

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

/** With more nodes there is no room on the rings. Then they only decide which nodes stand farther out. */
const ringed_max = 24;

/** So few stand in a triangle or a ring with those that they know; among more such lines would only pull. */
const knit_max = 8;

/** A few nodes need not stand at the very edge. */
const stretch_max = 1.7;

/** What d3 calls alpha falls from 1; below this no step moves a node by a visible part of a pixel. */
const rest_alpha = 0.02;

/** The positions, kept when the picture changes. */
export class Layout {
  #bodies = new Map<string, Body>();
  #shape = "";
  /** Number of new nodes so far, so that the next one starts at another place. */
  #newcomers = 0;
  readonly #simulation: Simulation<Body, Spring>;
  readonly #springs: ForceLink<Body, Spring>;
  readonly #room: ForceCollide<Body>;

  /** Starts empty, at rest. */
  constructor() {
    this.#springs = forceLink<Body, Spring>().id(({ id }) => id)
      .distance(({ kind }) => kind === "connection" ? inner_ring : outer_ring);
    this.#room = forceCollide<Body>();
    // Stopped: steps are made by hand, so that nothing runs while nobody looks.
    this.#simulation = forceSimulation<Body>().stop().alpha(0)
      .force("springs", this.#springs)
      .force("no overlap", this.#room);
  }

  /** Least distance between two nodes, as a share of the half side. */
  get apart(): number {
    return 2 * roomOf(this.#bodies.size) / reach;
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

  /** All places, stretched so that the outermost reach the edge. */
  places(): Map<string, Place> {
    const bodies = [...this.#bodies.values()];
    const [x_scale, y_scale] = (["x", "y"] as const).map((axis) => {
      const farthest = Math.max(...bodies.map((body) => Math.abs(body[axis]))) / reach;
      return Math.min(stretch_max, farthest > 0 ? 1 / farthest : 1);
    });
    return new Map(bodies.map(({ id, x, y }) => [id, { x: x / reach * x_scale!, y: y / reach * y_scale! }]));
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
      const body = this.#bodies.get(node.id) ?? newcomer(node.id, this.#newcomers++, nodes.length);
      body.connected = isConnected(node);
      return [node.id, body];
    }));
    this.#setForces(nodes.length, edges);
    this.#simulation.alpha(is_first ? 1 : Math.max(this.#simulation.alpha(), 0.4));
  }

  /** The more nodes there are, the more the room between them counts, and the less the lines. */
  #setForces(count: number, edges: Picture["edges"]): void {
    const crowd = Math.min(1, ringed_max / count);
    this.#simulation.nodes([...this.#bodies.values()]);
    const knows = count <= knit_max ? 0.15 : 0.01;
    this.#springs.strength(({ kind }) => (kind === "connection" ? 0.2 : knows) * crowd * crowd);
    this.#springs.links(edges.map(({ from, to, kind }) => ({ source: from, target: to, kind })));
    this.#room.radius(roomOf(count)).strength(1).iterations(3);
    this.#simulation.force("apart", forceManyBody<Body>().strength(-260 * crowd ** 2));
    // Anew, as d3 asks each node for its ring only once.
    const ring = forceRadial<Body>(({ connected }) => connected ? inner_ring : outer_ring);
    this.#simulation.force("rings", ring.strength(0.12 * crowd * crowd));
  }

  /** One step of the movement. */
  step(): void {
    this.#simulation.tick();
    for (const body of this.#bodies.values()) {
      body.x = Math.max(-reach, Math.min(reach, body.x));
      body.y = Math.max(-reach, Math.min(reach, body.y));
    }
  }

  /** All steps at once. */
  settle(): void {
    while (this.moves) this.step();
  }

  /** Steps as long as there is time; true once it rests. */
  settleFor(budget_ms: number, now_ms: () => number): boolean {
    const end_ms = now_ms() + budget_ms;
    while (this.moves && now_ms() < end_ms) this.step();
    return !this.moves;
  }
}

/** Half the distance that any two of so many nodes keep. */
function roomOf(count: number): number {
  return Math.min(26, 0.46 * 2 * reach / Math.sqrt(count));
}

/** Turned on by it from one to the next, any number of nodes stands well spread around a ring. */
const golden_angle = Math.PI * (3 - Math.sqrt(5));

/** Turned by this share of the whole disk, they fill it evenly as well. */
const golden_share = (Math.sqrt(5) - 1) / 2;

/**
 * Where a new node starts: never on the spot of another, since two on one spot are thrown apart. This node stays in the
 * middle. Many nodes start all over the disk, few at its edge.
 */
function newcomer(id: string, number: number, count: number): Body {
  if (id === self_node) return { id, x: 0, y: 0, fx: 0, fy: 0, connected: true };
  const angle = number * golden_angle;
  const radius = outer_ring * (count > ringed_max ? Math.sqrt(number * golden_share % 1) : 1);
  return { id, x: Math.cos(angle) * radius, y: Math.sin(angle) * radius, connected: false };
}
