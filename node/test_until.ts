/** Waits for what no event tells the test: what a node comes to by itself, or another process. Only for tests. */

/**
 * Looks again and again until something holds.
 *
 * @param what Is named where it does not come about.
 * @param limit_ms How long to look, in milliseconds; by default longer than any machine takes.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = "it",
  limit_ms = 20_000,
): Promise<void> {
  const start_ms = performance.now();
  while (!await holds()) {
    if (performance.now() - start_ms > limit_ms) throw new Error(`not within ${limit_ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
