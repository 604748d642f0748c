import assert from "node:assert/strict";
import { choosePictureForm, graph_nodes_max, grid_nodes_min } from "./picture_form.ts";

Deno.test("a graph holds 40 nodes, and a grid becomes one again only below 36", () => {
  assert.equal(choosePictureForm(graph_nodes_max, "graph"), "graph");
  assert.equal(choosePictureForm(graph_nodes_max + 1, "graph"), "grid");
  assert.equal(choosePictureForm(graph_nodes_max, "grid"), "grid");
  assert.equal(choosePictureForm(grid_nodes_min, "grid"), "grid");
  assert.equal(choosePictureForm(grid_nodes_min - 1, "grid"), "graph");
});
