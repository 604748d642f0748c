/** The nodes that were found. Their number is bounded, since anybody on the local network can invent nodes. */
import { found_nodes_max, found_per_sender_max } from "./limits.ts";
import type { FoundNode } from "./service.ts";

/**
 * Remembers the nodes that a link told of.
 *
 * @example
 * ```ts
 * import { FoundNodes } from "./found_nodes.ts";
 * import assert from "node:assert/strict";
 *
 * const nodes = new FoundNodes();
 * const one = { addr: "ws://192.168.1.7:9000/ws", net: "lab", is_leaving: false };
 * assert.deepEqual([nodes.note(one, "192.168.1.7"), nodes.note(one, "192.168.1.7")], [true, false]);
 * ```
 */
export class FoundNodes {
  /** By address, the one heard of last at the end. */
  readonly #nodes = new Map<string, { readonly node: FoundNode; readonly sender: string }>();

  /** Notes what a sender told; true where the node is new. */
  note(node: FoundNode, sender: string): boolean {
    const known = this.#nodes.delete(node.addr);
    if (node.is_leaving) return false;
    if (!known && this.#countOf(sender) >= found_per_sender_max) return false;
    this.#nodes.set(node.addr, { node, sender });
    if (this.#nodes.size > found_nodes_max) this.#nodes.delete(this.#nodes.keys().next().value!);
    return !known;
  }

  /** All that are here, in the order in which they were heard of last. */
  list(): FoundNode[] {
    return [...this.#nodes.values()].map(({ node }) => node);
  }

  #countOf(sender: string): number {
    return this.#nodes.values().filter((found) => found.sender === sender).toArray().length;
  }
}
