/** Newcomers to `tried` that wait until the incumbent in their way was tested: test before evict. */
import type { Entry } from "./entry.ts";
import { collisions_max } from "./limits.ts";

/** One newcomer and the one whose place it would get. */
export interface Collision {
  readonly newcomer: Entry;
  readonly incumbent: Entry;
}

/** The queue, at most `collisions_max` long; what comes when it is full is dropped and may come again. */
export class CollisionQueue {
  #waiting: Collision[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  add(collision: Collision): void {
    if (this.#waiting.length >= collisions_max) return;
    const known = this.#waiting.some(({ newcomer, incumbent }) =>
      newcomer === collision.newcomer || incumbent === collision.incumbent
    );
    if (!known) this.#waiting.push(collision);
  }

  /** The incumbent to test next, if it may be dialled now. */
  next(dialable: (entry: Entry) => boolean): Entry | undefined {
    return this.#waiting.find(({ incumbent }) => dialable(incumbent))?.incumbent;
  }

  /** The incumbent was tested: takes its collision out and returns it. */
  settle(incumbent: Entry): Collision | undefined {
    const collision = this.#waiting.find((waiting) => waiting.incumbent === incumbent);
    if (collision !== undefined) this.#waiting.splice(this.#waiting.indexOf(collision), 1);
    return collision;
  }

  /** Takes out everything about a forgotten entry. */
  drop(entry: Entry): void {
    if (this.#waiting.length === 0) return;
    this.#waiting = this.#waiting.filter(({ newcomer, incumbent }) =>
      newcomer !== entry && incumbent !== entry
    );
  }
}
