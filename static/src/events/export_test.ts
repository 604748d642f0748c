import assert from "node:assert/strict";
import type { LiveEvent } from "../../live_messages.ts";
import { csvCell, eventsAsCsv, eventsAsJson } from "./export.ts";

const cells: [string | number | null, string][] = [
  [null, ""],
  [-5, "-5"],
  ["ws://a.example:9000/ws", "ws://a.example:9000/ws"],
  ["a,b", '"a,b"'],
  ['say "fox"', '"say ""fox"""'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["=1+1", `"'=1+1"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  [" =1", `"' =1"`],
  ["＝1", `"'＝1"`],
  ["a=1", "a=1"],
];

for (const [value, cell] of cells) {
  Deno.test(`csvCell() writes ${JSON.stringify(value)} as ${JSON.stringify(cell)}`, () => {
    assert.equal(csvCell(value), cell);
  });
}

const joined: LiveEvent = {
  id: 7,
  at_ms: 1_000,
  kind: "joined",
  about: "=cmd|' /C calc'!A0",
  count: null,
  direction: "in",
};

Deno.test("a CSV file has a head, one line for each event, and no formula", () => {
  assert.deepEqual(eventsAsCsv([joined]).split("\r\n"), [
    "id,time,kind,about,count,direction",
    `7,1970-01-01T00:00:01.000Z,joined,"'=cmd|' /C calc'!A0",,in`,
    "",
  ]);
});

Deno.test("a JSON file holds the events unchanged, and when they were", () => {
  assert.deepEqual(JSON.parse(eventsAsJson([joined])), [{ ...joined, time: "1970-01-01T00:00:01.000Z" }]);
});
