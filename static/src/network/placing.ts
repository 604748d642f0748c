/** Moves the nodes on the screen from where they stood to where the layout wants them. */
import type { Place } from "./layout.ts";

/** How long a node takes to its new place. */
export const glide_ms = 400;

/** Above so many nodes they jump: to draw each step of so many would stutter. */
export const gliding_max = 60;

/**
 * Places on the way.
 *
 * @example
 * ```ts
 * import { Placing } from "./placing.ts";
 * import assert from "node:assert/strict";
 *
 * const placing = new Placing();
 * placing.aim(new Map([["a", { x: 0, y: 0 }]]), 0, true);
 * placing.aim(new Map([["a", { x: 1, y: 0 }]]), 1_000, true);
 * assert.equal(placing.at("a", 1_000)?.x, 0);
 * assert.equal(placing.at("a", 1_400)?.x, 1);
 * ```
 */
export class Placing {
  #from: ReadonlyMap<string, Place> = new Map();
  #to: ReadonlyMap<string, Place> = new Map();
  #start_ms = -Infinity;

  /** Sends them to new places; at once unless they glide. A new one is there at once. */
  aim(places: ReadonlyMap<string, Place>, now_ms: number, glides: boolean): void {
    this.#from = glides
      ? new Map([...places].map(([id, place]) => [id, this.at(id, now_ms) ?? place]))
      : places;
    this.#to = places;
    this.#start_ms = now_ms;
  }

  /** Whether any is on its way. */
  moves(now_ms: number): boolean {
    return this.#from !== this.#to && now_ms < this.#start_ms + glide_ms;
  }

  /** Where one is. */
  at(id: string, now_ms: number): Place | undefined {
    const to = this.#to.get(id);
    const from = this.#from.get(id) ?? to;
    if (to === undefined || from === undefined) return undefined;
    const share = Math.min(1, Math.max(0, (now_ms - this.#start_ms) / glide_ms));
    const eased = share * share * (3 - 2 * share);
    return { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased };
  }
}
