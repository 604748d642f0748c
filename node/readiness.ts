/** Remembers whether the node can do its work: anybody may ask, and each check writes to the disk. */
import { readiness_kept_ms } from "./limits.ts";

/**
 * Remembers the outcome of a probe.
 *
 * @param probe Throws when the node can't do its work.
 * @param now_ms Milliseconds on any clock that does not run backwards.
 * @param kept_ms How long an outcome is kept.
 *
 * @example
 * ```ts
 * import { rememberProbe } from "./readiness.ts";
 * import assert from "node:assert/strict";
 *
 * let probes = 0;
 * const ready = rememberProbe(() => probes++, () => 0);
 * ready();
 * ready();
 * assert.equal(probes, 1);
 * ```
 */
export function rememberProbe(
  probe: () => void,
  now_ms: () => number,
  kept_ms = readiness_kept_ms,
): () => void {
  let at_ms = -Infinity;
  let fault: { readonly error: unknown } | undefined;
  return () => {
    if (now_ms() - at_ms >= kept_ms) {
      at_ms = now_ms();
      fault = undefined;
      try {
        probe();
      } catch (error) {
        fault = { error };
      }
    }
    if (fault !== undefined) throw fault.error;
  };
}
