/** Points and lines of the graph, in pixels. */
import type { Place } from "./layout.ts";

/** A point, in pixels from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Size of the picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of the picture that is seen: how much larger than all of it, and moved by so many pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** All of the picture. */
export const whole_view: View = { scale: 1, x: 0, y: 0 };

/** Where a point of the whole picture is in a view of it. Text and nodes keep their size. */
export function inView({ x, y }: Point, view: View, { width, height }: Size): Point {
  return {
    x: (x - width / 2) * view.scale + width / 2 + view.x,
    y: (y - height / 2) * view.scale + height / 2 + view.y,
  };
}

/** Room between the outermost nodes and the edge: half a label at the sides, its line above and below. */
export const margin = { x: 52, top: 34, bottom: 34 };

/** The part of the picture in which the middles of nodes are. */
export function drawnSize({ width, height }: Size): Size {
  return { width: width - 2 * margin.x, height: height - margin.top - margin.bottom };
}

/** Stretches the square layout over the picture. */
export function toPixels({ x, y }: Place, size: Size): Point {
  const drawn = drawnSize(size);
  return {
    x: size.width / 2 + x * drawn.width / 2,
    y: margin.top + drawn.height / 2 + y * drawn.height / 2,
  };
}

/** What {@linkcode toPixels} makes this point of. */
export function fromPixels({ x, y }: Point, size: Size): Place {
  const drawn = drawnSize(size);
  return {
    x: (x - size.width / 2) / (drawn.width / 2),
    y: (y - margin.top - drawn.height / 2) / (drawn.height / 2),
  };
}

/** A point, moved into the part of the picture in which the middles of nodes are. */
export function inside({ x, y }: Point, { width, height }: Size): Point {
  return {
    x: Math.max(margin.x, Math.min(width - margin.x, x)),
    y: Math.max(margin.top, Math.min(height - margin.bottom, y)),
  };
}

/** The line between two nodes, from rim to rim; of no length where they touch. */
export function lineBetween(
  from: Point,
  to: Point,
  from_radius: number,
  to_radius: number,
): readonly [Point, Point] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length <= from_radius + to_radius) return [from, from];
  return [pointAlong(from, to, from_radius / length), pointAlong(from, to, 1 - to_radius / length)];
}

/** The point at a share of the way, 0 to 1. */
export function pointAlong(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
