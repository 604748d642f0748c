/** Newcomers to `tried` that wait until the incumbent in their way was tested: test before evict. */
import type { Entry } from "./entry.ts";
import { collisions_max } from "../limits.ts";

/** The queue, at most `collisions_max` long; what comes when it is full is dropped and may come again. */
export class CollisionQueue {
  /** Incumbent -> who would get its place. */
  readonly #waiting = new Map<Entry, Entry>();

  get length(): number {
    return this.#waiting.size;
  }

  add(newcomer: Entry, incumbent: Entry): void {
    if (this.#waiting.size >= collisions_max || this.#waiting.has(incumbent)) return;
    if (![...this.#waiting.values()].includes(newcomer)) this.#waiting.set(incumbent, newcomer);
  }

  /** The incumbent to test next, if it may be dialled now. */
  next(dialable: (entry: Entry) => boolean): Entry | undefined {
    return this.#waiting.keys().find(dialable);
  }

  /** The incumbent was tested: takes it out and returns the newcomer. */
  settle(incumbent: Entry): Entry | undefined {
    const newcomer = this.#waiting.get(incumbent);
    this.#waiting.delete(incumbent);
    return newcomer;
  }

  /** Takes out everything about a forgotten entry. */
  drop(entry: Entry): void {
    this.#waiting.delete(entry);
    for (const [incumbent, newcomer] of this.#waiting) {
      if (newcomer === entry) this.#waiting.delete(incumbent);
    }
  }
}
