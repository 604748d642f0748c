/** Whether the network is drawn as a graph or, when there are too many nodes to read one, as a board. */

/** How the network is drawn. */
export type PictureForm = "graph" | "board";

/** Nodes of a graph at most. In SVG 60 nodes moved at 60 frames a second, and 150 with 600 lines at 37. */
export const graph_nodes_max = 150;

/** A board becomes a graph again at so many: a number that goes to and fro about the limit does not change the form. */
export const board_nodes_min = 140;

/**
 * Chooses.
 *
 * @example
 * ```ts
 * import { choosePictureForm } from "./picture_form.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(choosePictureForm(150, "graph"), "graph");
 * assert.equal(choosePictureForm(151, "graph"), "board");
 * ```
 */
export function choosePictureForm(nodes: number, before: PictureForm): PictureForm {
  return nodes > (before === "graph" ? graph_nodes_max : board_nodes_min - 1) ? "board" : "graph";
}
