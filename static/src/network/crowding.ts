/** How large a node and its name may be where there are many, so that no name covers another node or name. Part of the extras. */
import { drawnSize, fromPixels, margin, type Size, toPixels } from "./geometry.ts";
import type { Place } from "./layout.ts";
import { self_node } from "./picture.ts";
import { type Crowding, type Name, type Room, roomy } from "./room.ts";
import { type Extent, separate } from "./separate.ts";

/**
 * Radius of the smallest circles, which show no symbol. They stand so far apart that each has the 24 pixels that a
 * finger needs.
 */
const radius_min = 7;

/** This node's circle and its word. */
const self_extent: Extent = { half_width: 32, named: 40, bare: 24 };

/** Three Chinese characters, which most names have, or the end of an address. */
const name_min_px = 34;

/** The type size of names where there are many nodes, as in network.css. A smaller one can't be read. */
const type_px = 11;

/** Widths of characters, and the height of a name with its gaps, by type size. */
const [wide_em, narrow_em, line_em] = [1, 0.61, 1.9];

/** From a circle to the far side of its name. */
const name_line_px = 17;

/**
 * The extras' part of the graph.
 *
 * @example
 * ```ts
 * import { crowding } from "./crowding.ts";
 * import assert from "node:assert/strict";
 *
 * const size = { width: 560, height: 380 };
 * const { radius, name } = crowding.roomFor(0.22, size, 1);
 * assert.ok(radius < 13 && name < 60);
 * assert.equal(crowding.roomFor(0.13, size, 1).name, 0);
 * assert.equal(crowding.cutName({ words: "阿依古丽·买买提", is_address: false }, 46), "阿依古…");
 * assert.equal(crowding.cutName({ words: "10.0.0.7:9000", is_address: true }, 46), "…:9000");
 * assert.equal(crowding.cutName({ words: "王小明", is_address: false }, 46), "王小明");
 * ```
 */
export const crowding: Crowding = { roomFor, cutName, standApart };

function roomFor(apart: number, size: Size, scale: number): Room {
  const { width, height } = drawnSize(size);
  // Between two circles above one another a name must fit.
  const radius = (apart * scale * height / 2 - line_em * type_px) / 2;
  const name = Math.min(apart * scale * width / 2, 2 * margin.x) - 4;
  return {
    radius: Math.max(radius_min, Math.min(roomy.radius, radius)),
    name: name < name_min_px || radius < radius_min ? 0 : name,
  };
}

function cutName({ words, is_address }: Name, room_px: number): string {
  const characters = [...words];
  if (widthOf(characters) <= room_px) return words;
  while (characters.length > 1 && widthOf([...characters, "…"]) > room_px) {
    if (is_address) characters.shift();
    else characters.pop();
  }
  return is_address ? `…${characters.join("")}` : `${characters.join("")}…`;
}

function standApart(
  places: ReadonlyMap<string, Place>,
  nameOf: (id: string) => Name,
  room: Room,
  size: Size,
): ReadonlyMap<string, Place> {
  const standing = [...places].map(([id, place]) => ({
    ...toPixels(place, size),
    extent: id === self_node ? self_extent : extentOf(nameOf(id), room),
    is_fixed: id === self_node,
  }));
  const points = separate(standing, size);
  return new Map([...places.keys()].map((id, at) => [id, fromPixels(points[at]!, size)]));
}

function extentOf(name: Name, { radius, name: room_px }: Room): Extent {
  const width = room_px === 0 ? 0 : widthOf(cutName(name, room_px));
  return { half_width: Math.max(radius, width / 2) + 1, named: radius + name_line_px, bare: radius + 1 };
}

/** About the width of a text, in pixels. */
function widthOf(characters: Iterable<string>): number {
  let width_em = 0;
  for (const each of characters) width_em += /[\u1100-\u{1FAFF}]/u.test(each) ? wide_em : narrow_em;
  return width_em * type_px;
}
