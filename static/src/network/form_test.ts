import assert from "node:assert/strict";
import { chooseForm, graph_nodes_max, grid_nodes_min } from "./form.ts";

Deno.test("a graph holds 40 nodes, and a grid becomes one again only below 36", () => {
  assert.equal(chooseForm(graph_nodes_max, "graph"), "graph");
  assert.equal(chooseForm(graph_nodes_max + 1, "graph"), "grid");
  assert.equal(chooseForm(graph_nodes_max, "grid"), "grid");
  assert.equal(chooseForm(grid_nodes_min, "grid"), "grid");
  assert.equal(chooseForm(grid_nodes_min - 1, "grid"), "graph");
});
