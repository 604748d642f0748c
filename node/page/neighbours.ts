/** The nodes that this one is connected with, for the events: a node joins once, however many connections it has. */
import { SELF } from "../../discovery/identity.ts";
import { CUT_OFF, DONE, TRY_LATER } from "../../discovery/close_codes.ts";

/** A node that left. */
export interface Leave {
  /** It broke off: neither side wanted the end, and it is a node with an address, not only a client. */
  readonly lost: boolean;
}

/** Which connection belongs to which node, and how those that go have ended. */
export class Neighbours {
  readonly #nodes = new Map<number, string>();
  readonly #broken = new Set<number>();

  /** True when any connection with that node is open. */
  has(node: string): boolean {
    return this.#nodes.values().some((other) => other === node);
  }

  /** A connection is there to stay. True when its node joins with it. */
  join(link: number, node: string): boolean {
    if (node === SELF) return false;
    const is_new = !this.has(node);
    this.#nodes.set(link, node);
    return is_new;
  }

  /** More was learned of which node a connection belongs to. */
  rename(link: number, node: string): void {
    if (this.#nodes.has(link)) this.#nodes.set(link, node);
  }

  /** The connection ends, by a close with this code. Which of the two sides sent it does not matter. */
  end(link: number, code = CUT_OFF): void {
    if (this.#nodes.has(link) && code !== DONE && code !== TRY_LATER) this.#broken.add(link);
  }

  /** A connection is gone. Undefined as long as its node has another one, and for one that never joined. */
  leave(link: number): Leave | undefined {
    const node = this.#nodes.get(link);
    this.#nodes.delete(link);
    const is_broken = this.#broken.delete(link);
    if (node === undefined || this.has(node)) return undefined;
    return { lost: is_broken && !node.startsWith("link:") };
  }
}
