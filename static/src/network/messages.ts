/** The passing network messages: those that are moving in the picture, and the counts of each op. */
import type { TrafficView } from "../../live_messages.ts";

/** Dots that move at once. With more, no single one can be followed, and each costs time in every frame. */
export const dots_max = 40;

/** How long a dot takes from end to end. A real message takes about a millisecond: too quick to be seen. */
export const travel_ms = 900;

/** Ops counted by name; a hostile peer could invent more than there is room for. */
export const ops_counted_max = 12;

/** The node sends messages in bundles, this far apart. The dots start one after the other, as the messages did. */
const bundle_ms = 250;

/** One message on its way. */
export interface Dot {
  readonly number: number;
  /** The node at the other end of the connection. */
  readonly node: string;
  readonly direction: "out" | "in";
  readonly op: string;
  readonly kind: "request" | "answer";
  readonly start_ms: number;
}

/** Messages since they were switched on. */
export class Messages {
  #dots: Dot[] = [];
  #number = 0;
  readonly #by_op = new Map<string, number>();
  readonly #by_node = new Map<string, number>();

  /** Adds what passed; `nodeOf` says which node a link leads to. What has no room among the dots is only counted. */
  add(traffic: readonly TrafficView[], nodeOf: (link: number) => string | undefined, now_ms: number): void {
    for (const [index, { link, direction, op, kind }] of traffic.entries()) {
      const node = nodeOf(link);
      const counted = this.#by_op.has(op) || this.#by_op.size < ops_counted_max;
      if (counted) this.#by_op.set(op, (this.#by_op.get(op) ?? 0) + 1);
      if (node === undefined) continue;
      this.#by_node.set(node, (this.#by_node.get(node) ?? 0) + 1);
      if (this.#dots.length >= dots_max) continue;
      const start_ms = now_ms + bundle_ms * index / traffic.length;
      this.#dots.push({ number: ++this.#number, node, direction, op, kind, start_ms });
    }
  }

  /** Those that have not arrived. */
  moving(now_ms: number): readonly Dot[] {
    this.#dots = this.#dots.filter(({ start_ms }) => now_ms < start_ms + travel_ms);
    return this.#dots;
  }

  /** Forgets all, as they were switched off. */
  clear(): void {
    this.#dots = [];
    this.#by_op.clear();
    this.#by_node.clear();
  }

  /** How many of each op, the most frequent first. */
  get counts(): readonly (readonly [op: string, count: number])[] {
    return [...this.#by_op].sort(([, one], [, other]) => other - one);
  }

  /** How many passed between this node and that one. */
  countOf(node: string): number {
    return this.#by_node.get(node) ?? 0;
  }
}

/** How far a dot is from this node to the other one, 0 to 1; negative before it starts. */
export function progressOf({ direction, start_ms }: Dot, now_ms: number): number {
  const share = (now_ms - start_ms) / travel_ms;
  return share < 0 ? -1 : direction === "out" ? share : 1 - share;
}
