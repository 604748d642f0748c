/** Timers that a test moves by hand. */
import type { Timers } from "./timers.ts";

/** Nothing happens before {@linkcode pass}. */
export class TestTimers implements Timers {
  #now_ms = 0;
  #waiting: { at_ms: number; work: () => void }[] = [];

  /** Timers that are set. */
  get count(): number {
    return this.#waiting.length;
  }

  now_ms(): number {
    return this.#now_ms;
  }

  after(delay_ms: number, work: () => void): () => void {
    const timer = { at_ms: this.#now_ms + delay_ms, work };
    this.#waiting.push(timer);
    return () => void (this.#waiting = this.#waiting.filter((one) => one !== timer));
  }

  /** Lets time pass and calls what is due, in its order. */
  pass(duration_ms: number): void {
    const end_ms = this.#now_ms + duration_ms;
    for (;;) {
      const next = this.#waiting.filter(({ at_ms }) =>
        at_ms <= end_ms
      ).toSorted((a, b) => a.at_ms - b.at_ms)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.#now_ms = next.at_ms;
      next.work();
    }
    this.#now_ms = end_ms;
  }
}
