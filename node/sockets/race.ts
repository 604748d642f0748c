/** Runs attempts one after the other until one succeeds (Happy Eyeballs, RFC 8305). The caller defines an attempt. */

/** One running attempt. */
export interface Attempt<Result> {
  /** Settles when the other end is reached: then no other attempt is started beside it. Never rejects. */
  readonly reached: Promise<void>;
  /** What it led to; rejects with the cause. */
  readonly result: Promise<Result>;
  /** Ends the attempt, or its result. */
  end(): void;
}

/** How attempts follow one another. */
export interface Pace {
  readonly attempts_max: number;
  /** When an attempt has reached nothing for so long, the next one starts beside it. */
  readonly delay_ms: number;
}

/**
 * Runs attempts until the first succeeds; the others are ended. After a failed one the next starts at once.
 *
 * @param begin Begins the next attempt; undefined where none is left.
 * @param nobody Thrown where there is no attempt at all.
 * @throws The cause of the last failure, when all have failed.
 *
 * @example
 * ```ts
 * import { race } from "./race.ts";
 * import assert from "node:assert/strict";
 *
 * const [refused, answer] = [Promise.reject(new Error("refused")), Promise.resolve("here")];
 * const attempts = [refused, answer].map((result) => ({ reached: new Promise<void>(() => {}), result, end() {} }));
 * const pace = { attempts_max: 4, delay_ms: 250 };
 * assert.equal(await race(() => attempts.shift(), pace, new Error("nobody")), "here");
 * ```
 */
export async function race<Result>(
  begin: () => Attempt<Result> | undefined,
  { attempts_max, delay_ms }: Pace,
  nobody: Error,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const under_way = new Set<Attempt<Result>>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let begun = 0;
  let last_cause: unknown = nobody;
  let is_over = false;

  function next(): void {
    if (is_over) return;
    const attempt = begun < attempts_max ? begin() : undefined;
    if (attempt === undefined) {
      if (under_way.size === 0) reject(last_cause);
      return;
    }
    begun++;
    under_way.add(attempt);
    const timer = setTimeout(next, delay_ms);
    timers.add(timer);
    attempt.reached.then(() => clearTimeout(timer));
    attempt.result.then((result) => {
      under_way.delete(attempt);
      // Two may succeed at the same moment.
      if (is_over) attempt.end();
      is_over = true;
      resolve(result);
    }, (cause) => {
      clearTimeout(timer);
      under_way.delete(attempt);
      last_cause = cause;
      next();
    });
  }

  next();
  try {
    return await promise;
  } finally {
    is_over = true;
    for (const timer of timers) clearTimeout(timer);
    for (const attempt of under_way) attempt.end();
  }
}
