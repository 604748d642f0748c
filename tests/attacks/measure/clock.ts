/** One clock for several processes. */

/** Milliseconds since 1970, with a fraction; all processes of a machine agree. */
export function now_ms(): number {
  return performance.timeOrigin + performance.now();
}
