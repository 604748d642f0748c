/** Waits for a condition that no event announces, in a node or another process. Only for tests. */

/**
 * Looks again and again until something holds.
 *
 * @param what Named in the error when the time is over.
 * @param limit_ms How long to look, in milliseconds; by default longer than any machine takes.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what = "it",
  limit_ms = 20_000,
): Promise<void> {
  const start_ms = performance.now();
  for (let look = holds(); !await look; look = holds()) {
    if (performance.now() - start_ms > limit_ms) throw new Error(`not within ${limit_ms} ms: ${what}`);
    // A look that asks nodes is work for them. Frequent looks would keep them busy with nothing else.
    const pause_ms = look instanceof Promise ? 200 : 10;
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
}
