/** Time for the console's parts: the browser's clock, or one that a test moves. */

/** A clock that only goes on, and timers by it. */
export interface Timers {
  now_ms(): number;
  /** Calls once, later. Returns what calls it off. */
  after(delay_ms: number, work: () => void): () => void;
}

/** The browser's. */
export const browser_timers: Timers = {
  now_ms: () => performance.now(),
  after(delay_ms, work) {
    const timer = setTimeout(work, delay_ms);
    return () => clearTimeout(timer);
  },
};
