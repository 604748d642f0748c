/** The world of a row without a node: nothing is dialled and no time passes, and every check is 'not judged'. */
import type { World } from "../../check/world.ts";

/**
 * Makes it.
 *
 * @param detail Why there is nothing to dial.
 */
export function noNode(detail: string): World {
  const began_ms = Date.now();
  let waited_ms = 0;
  return {
    open: () => Promise.resolve({ kind: "unreachable", detail }),
    wall_ms: () => began_ms,
    steady_ms: () => waited_ms,
    wait(ms) {
      waited_ms += ms;
      return Promise.resolve();
    },
    same_clock: true,
  };
}
