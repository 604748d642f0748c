import assert from "node:assert/strict";
import { board_nodes_min, choosePictureForm, graph_nodes_max } from "./picture_form.ts";

Deno.test("a number of nodes about the limit does not change the form to and fro", () => {
  assert.equal(choosePictureForm(graph_nodes_max, "graph"), "graph");
  assert.equal(choosePictureForm(graph_nodes_max + 1, "graph"), "board");
  assert.equal(choosePictureForm(board_nodes_min, "board"), "board");
  assert.equal(choosePictureForm(board_nodes_min - 1, "board"), "graph");
});
