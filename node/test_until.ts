/** Waits that end by themselves, and then say what was missing. Only for tests. */

/**
 * Looks again and again until something holds: in a node or another process, and no event announces it.
 *
 * @param what Named in the error when the time is over; by default what was looked at.
 * @param limit_ms How long to look, in milliseconds; by default longer than any machine takes.
 * @param pause_max_ms Longest pause between two looks. A look that asks nodes is work for them: frequent ones would keep them
 * busy with nothing else.
 * @throws {Error} It did not hold within that time.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = `${holds}`,
  limit_ms = 20_000,
  pause_max_ms?: number,
): Promise<void> {
  const start_ms = performance.now();
  let pause_ms = Math.min(5, pause_max_ms ?? 5);
  for (let look = holds(); !await look; look = holds()) {
    if (performance.now() - start_ms > limit_ms) throw new Error(`not within ${limit_ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
    pause_ms = Math.min(1.5 * pause_ms, pause_max_ms ?? (look instanceof Promise ? 200 : 10));
  }
}

/** Fails instead of waiting forever. */
export async function within<T>(limit_ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${limit_ms} ms`)), limit_ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
