/** Where the word for this node stands: where the fewest lines leave it, since all of them begin there. */
import type { Point } from "./geometry.ts";

/** A side of a node. */
export type Side = "below" | "above" | "right" | "left";

/**
 * The side with the fewest lines; the first of several.
 *
 * @param ends The other ends of the lines, from the middle of the node; down is positive.
 *
 * @example
 * ```ts
 * import { quietSide } from "./own_label.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quietSide([]), "below");
 * assert.equal(quietSide([{ x: 0, y: 100 }]), "above");
 * assert.equal(quietSide([{ x: 10, y: -100 }, { x: -90, y: 100 }]), "right");
 * ```
 */
export function quietSide(ends: readonly Point[]): Side {
  const lines: Record<Side, number> = { below: 0, above: 0, right: 0, left: 0 };
  for (const { x, y } of ends) {
    // A word is wide: beside the node it is in the way of few lines, above and below of more.
    if (Math.abs(x) < 1.25 * Math.abs(y)) lines[y > 0 ? "below" : "above"]++;
    if (Math.abs(y) < 0.4 * Math.abs(x)) lines[x > 0 ? "right" : "left"]++;
  }
  const sides: readonly Side[] = ["below", "above", "right", "left"];
  return sides.reduce((best, side) => lines[side] < lines[best] ? side : best);
}
