/** The nodes that this one is connected with, for the events. A node joins once, however many connections it has. */
import { SELF } from "../../discovery/identity.ts";
import { CUT_OFF, DONE, TRY_LATER } from "../../discovery/close_codes.ts";

/** A node that left. */
export interface Leave {
  /** True when it broke off: neither side wanted the end, and the node has a known address. */
  readonly lost: boolean;
}

/** The node of each connection, and which connections have broken. */
export class Neighbours {
  readonly #nodes = new Map<number, string>();
  readonly #broken = new Set<number>();

  /** True when any connection with that node is open. */
  has(node: string): boolean {
    return this.#nodes.values().some((other) => other === node);
  }

  /** A connection is to stay. True when its node joins with it. */
  join(link: number, node: string): boolean {
    if (node === SELF) return false;
    const is_new = !this.has(node);
    this.#nodes.set(link, node);
    return is_new;
  }

  /** A connection turned out to belong to another node. */
  rename(link: number, node: string): void {
    if (this.#nodes.has(link)) this.#nodes.set(link, node);
  }

  /** The connection ends by a close with this code, of either side. */
  end(link: number, code = CUT_OFF): void {
    if (this.#nodes.has(link) && code !== DONE && code !== TRY_LATER) this.#broken.add(link);
  }

  /** A connection is gone. Undefined while its node has another one, and where it never joined. */
  leave(link: number): Leave | undefined {
    const node = this.#nodes.get(link);
    this.#nodes.delete(link);
    const is_broken = this.#broken.delete(link);
    if (node === undefined || this.has(node)) return undefined;
    return { lost: is_broken && !node.startsWith("link:") };
  }
}
