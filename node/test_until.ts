/** Waits for what a running node comes to by itself; only for tests. */

/** Waits until something holds; fails after a while that no machine takes. */
export async function until(holds: () => boolean): Promise<void> {
  const start_ms = performance.now();
  while (!holds()) {
    if (performance.now() - start_ms > 20_000) throw new Error("it never came about");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
