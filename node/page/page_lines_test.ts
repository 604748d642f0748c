/** What is kept of the lines that ops write for pages: each page's own, told once, within a bound. */
import assert from "node:assert/strict";
import { PageLines } from "./page_lines.ts";

const nothing = { lines: [], left_out: 0 };

Deno.test("a request's lines are told in their order, once, and to no other page or request", () => {
  const lines = new PageLines();
  for (const line of ["one", "", "three"]) lines.keep("a", 1, line);
  lines.keep("a", 2, "other request");
  lines.keep("b", 1, "other page");
  assert.deepEqual(lines.take("a", 1), { lines: ["one", "", "three"], left_out: 0 });
  assert.deepEqual([lines.take("a", 1), lines.take("c", 1)], [nothing, nothing]);
  assert.deepEqual(lines.take("b", 1).lines, ["other page"]);
  assert.deepEqual(lines.take("a", 2).lines, ["other request"]);
});

Deno.test("where there is no room, the oldest that no page fetched goes", () => {
  const lines = new PageLines(12);
  lines.keep("a", 1, "12345");
  lines.keep("b", 1, "12345");
  assert.deepEqual(lines.take("a", 1).lines, ["12345"], "both fit exactly");
  lines.keep("a", 2, "12345");
  lines.keep("c", 1, "");
  assert.deepEqual(lines.take("b", 1), nothing);
  assert.deepEqual([lines.take("a", 2).lines, lines.take("c", 1).lines], [["12345"], [""]]);
});

Deno.test("one request that writes more than there is room for keeps its first lines, and the rest is counted", () => {
  const lines = new PageLines(12);
  for (const line of ["12345", "67890", "x", "y"]) lines.keep("a", 1, line);
  assert.deepEqual(lines.take("a", 1), { lines: ["12345", "67890"], left_out: 2 });
  lines.keep("a", 2, "12345678901");
  assert.deepEqual(lines.take("a", 2).lines, ["12345678901"], "what was told makes room");
});

Deno.test("a stranger that only asks makes nothing grow", () => {
  const lines = new PageLines(4);
  for (let asked = 0; asked < 1000; asked++) assert.deepEqual(lines.take(`${asked}`, asked), nothing);
  lines.keep("a", 1, "abc");
  assert.deepEqual(lines.take("a", 1).lines, ["abc"]);
});
