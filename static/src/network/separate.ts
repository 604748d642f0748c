/** Moves nodes a little, so that none covers the name of another: the layout knows of distances, not of names. */
import { inside, type Point, type Size } from "./geometry.ts";

/** What a node takes up around its middle, in pixels. */
export interface Extent {
  readonly half_width: number;
  /** On the side of the name, and on the other one. */
  readonly named: number;
  readonly bare: number;
}

/** A node where the layout has it. */
export interface Standing extends Point {
  readonly extent: Extent;
  /** It stays where it is. */
  readonly is_fixed: boolean;
}

/** After so many rounds what still touches stays so: there is no room. */
const rounds_max = 80;

/** Beyond touching, in pixels. */
const gap = 1;

interface Body extends Standing {
  x: number;
  y: number;
}

/**
 * Where they stand apart. Names are above nodes in the upper half and below those in the lower half.
 *
 * @example
 * ```ts
 * import { separate } from "./separate.ts";
 * import assert from "node:assert/strict";
 *
 * const extent = { half_width: 20, named: 24, bare: 8 };
 * const at = (x: number, y: number) => ({ x, y, extent, is_fixed: false });
 * const [one, other] = separate([at(200, 100), at(210, 120)], { width: 600, height: 400 });
 * assert.ok(other!.y - one!.y >= 32);
 * ```
 */
export function separate(standing: readonly Standing[], size: Size): Point[] {
  const bodies: Body[] = standing.map((one) => ({ ...one }));
  for (let round = 0, touched = true; round < rounds_max && touched; round++) {
    touched = false;
    for (const [index, one] of bodies.entries()) {
      for (const other of bodies.slice(index + 1)) touched = pushApart(one, other, size) || touched;
    }
  }
  return bodies.map(({ x, y }) => ({ x, y }));
}

/** True where they touched. */
function pushApart(one: Body, other: Body, size: Size): boolean {
  const [upper, lower] = one.y <= other.y ? [one, other] : [other, one];
  const across = one.extent.half_width + other.extent.half_width + gap - Math.abs(other.x - one.x);
  if (across <= 0) return false;
  const along = below(upper, size) + above(lower, size) + gap - (lower.y - upper.y);
  if (along <= 0) return false;
  if (across < along) {
    const [left, right] = one.x <= other.x ? [one, other] : [other, one];
    move(left, right, "x", across, size);
  } else move(upper, lower, "y", along, size);
  return true;
}

/** Each moves by half; where one can't, the other moves by all. */
function move(low: Body, high: Body, axis: "x" | "y", by: number, size: Size): void {
  const share = low.is_fixed || high.is_fixed ? by : by / 2;
  if (!low.is_fixed) low[axis] -= share;
  if (!high.is_fixed) high[axis] += share;
  for (const body of [low, high]) if (!body.is_fixed) Object.assign(body, inside(body, size));
}

function above({ y, extent }: Body, { height }: Size): number {
  return y < height / 2 ? extent.named : extent.bare;
}

function below({ y, extent }: Body, { height }: Size): number {
  return y < height / 2 ? extent.bare : extent.named;
}
