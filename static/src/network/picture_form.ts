/** Whether the network is drawn as a graph or, when there are too many nodes to read one, as a grid. */

/** How the network is drawn. */
export type PictureForm = "graph" | "grid";

/** Nodes of a graph at most: with more the lines cover each other. */
export const graph_nodes_max = 40;

/** A grid becomes a graph again at so many: a number that goes to and fro about the limit does not change the form. */
export const grid_nodes_min = 36;

/**
 * Chooses.
 *
 * @example
 * ```ts
 * import { choosePictureForm } from "./picture_form.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(choosePictureForm(40, "graph"), "graph");
 * assert.equal(choosePictureForm(41, "graph"), "grid");
 * ```
 */
export function choosePictureForm(nodes: number, before: PictureForm): PictureForm {
  return nodes > (before === "graph" ? graph_nodes_max : grid_nodes_min - 1) ? "grid" : "graph";
}
