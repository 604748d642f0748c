/** How many tiles fit at which size, and which are shown when not all do. Pure. */

/** A tile in units: as wide as eight Chinese characters of a name and high enough for three lines. */
const tile_units = { width: 11.9, height: 6.5, gap: 0.35 } as const;

/** A unit is this part of the width or of the height, whichever is less: 12.8 px at 1280 x 800, where 8 x 8 tiles fit. */
const unit_of_width = 0.01;
const unit_of_height = 0.016;

/** No unit is smaller: then fewer tiles are shown. */
const unit_min_px = 10;

/** A small class gets larger tiles. */
const scales = [2, 1.75, 1.5, 1.25, 1] as const;

/** Where the tiles go. */
export interface Layout {
  readonly unit_px: number;
  readonly columns: number;
  readonly rows: number;
}

/** What there is room for, in pixels. */
export interface Room {
  /** Of the window. */
  readonly width_px: number;
  readonly height_px: number;
  /** Of the window without what stands above the tiles and around them. */
  readonly tiles_width_px: number;
  readonly tiles_height_px: number;
}

/**
 * The largest tiles with which all students fit; else the size at which 64 fit on a usual screen.
 *
 * @example
 * ```ts
 * import { layoutFor } from "./layout.ts";
 * import assert from "node:assert/strict";
 *
 * const room = { width_px: 1280, height_px: 800, tiles_width_px: 1264, tiles_height_px: 735 };
 * assert.deepEqual(layoutFor(room, 60), { unit_px: 12.8, columns: 8, rows: 8 });
 * ```
 */
export function layoutFor(room: Room, count: number): Layout {
  const base_px = Math.max(
    unit_min_px,
    Math.min(unit_of_width * room.width_px, unit_of_height * room.height_px),
  );
  const layouts = scales.map((scale) => at(base_px * scale, room));
  return layouts.find(({ columns, rows }) => columns * rows >= count) ?? layouts.at(-1)!;
}

function at(unit_px: number, { tiles_width_px, tiles_height_px }: Room): Layout {
  const fit = (all_px: number, one: number) =>
    Math.max(1, Math.floor((all_px / unit_px + tile_units.gap) / (one + tile_units.gap)));
  return {
    unit_px,
    columns: fit(tiles_width_px, tile_units.width),
    rows: fit(tiles_height_px, tile_units.height),
  };
}

/** One screen of a class that does not fit on one. */
export interface Screen<Item> {
  /** The first ones, on every screen. */
  readonly pinned: readonly Item[];
  readonly rest: readonly Item[];
  /** From 0. */
  readonly page: number;
  readonly pages: number;
}

/**
 * What is shown. Those in need stand in the upper rows of every screen, up to half of them; the others take turns below.
 *
 * @param items Those in need first.
 * @param in_need How many of them are.
 * @param page Any number: it counts on from the last page to the first.
 *
 * @example
 * ```ts
 * import { screenOf } from "./layout.ts";
 * import assert from "node:assert/strict";
 *
 * const layout = { columns: 1, rows: 4 };
 * assert.deepEqual(screenOf(["ill", "a", "b", "c", "d"], 1, layout, 1).rest, ["d"]);
 * assert.deepEqual(screenOf(["ill", "a", "b", "c", "d"], 1, layout, 1).pinned, ["ill"]);
 * ```
 */
export function screenOf<Item>(
  items: readonly Item[],
  in_need: number,
  { columns, rows }: Pick<Layout, "columns" | "rows">,
  page: number,
): Screen<Item> {
  if (items.length <= columns * rows) return { pinned: [], rest: items, page: 0, pages: 1 };
  const pinned_rows = Math.min(Math.ceil(in_need / columns), Math.floor(rows / 2));
  const pinned = items.slice(0, pinned_rows * columns);
  const size = (rows - pinned_rows) * columns;
  const others = items.slice(pinned.length);
  const pages = Math.ceil(others.length / size);
  const shown = ((page % pages) + pages) % pages;
  return { pinned, rest: others.slice(shown * size, (shown + 1) * size), page: shown, pages };
}

/** The page of an item that is not pinned, so that a person does not lose it when the order changes. */
export function pageOf(
  place: number,
  pinned: number,
  { columns, rows }: Pick<Layout, "columns" | "rows">,
): number {
  const size = columns * rows - pinned;
  return place < pinned ? 0 : Math.floor((place - pinned) / size);
}
