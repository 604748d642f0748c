/** A clock for tests. */
import type { SteadyClock } from "./steady_clock.ts";

/** A clock that is moved by hand. */
export class HandClock implements SteadyClock {
  ms = 1_000_000;
  readonly #timers = new Set<{ readonly at_ms: number; readonly run: () => void }>();

  now_ms(): number {
    return this.ms;
  }

  after(delay_ms: number, run: () => void): () => void {
    const timer = { at_ms: this.ms + delay_ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The number of timers that wait. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass and runs the timers that are due. */
  pass(ms: number): void {
    this.ms += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at_ms <= this.ms && this.#timers.delete(timer)) timer.run();
    }
  }
}
