import assert from "node:assert/strict";
import type { ResultView, StudentView } from "../../board_messages.ts";
import { isInNeed, needOf, sorted } from "./need.ts";

let ids = 0;
function student(
  name: string,
  parts: Partial<StudentView> = {},
  result: Partial<ResultView> = {},
): StudentView {
  return {
    id: ++ids,
    name,
    presence: "online",
    since_ms: 5,
    result: {
      is_checking: false,
      verdict: "complete",
      points: 100,
      points_max: 100,
      stages: [],
      checked_ms: 1,
      remarks: [],
      ...result,
    },
    ...parts,
  };
}

Deno.test("those that need help come first: points missing, not judged, lost; then those never seen, and last who is done", () => {
  const class_list = [
    student("done"),
    student("waiting", {}, { verdict: "none", points: 0, points_max: 0 }),
    student("never seen", { presence: "offline", since_ms: null }, {
      verdict: "none",
      points: 0,
      points_max: 0,
    }),
    student("no node", { presence: "none", result: undefined }),
    student("gone with 80", { presence: "offline" }, { points: 80 }),
    student("slow", {}, { verdict: "unfinished", points: 10 }),
    student("has 90", {}, { points: 90 }),
    student("has 20", {}, { points: 20 }),
    student("done and gone", { presence: "offline" }),
  ];
  assert.deepEqual(sorted(class_list).map(({ name }) => name), [
    "has 20",
    "has 90",
    "slow",
    "gone with 80",
    "never seen",
    "no node",
    "waiting",
    "done",
    "done and gone",
  ]);
  assert.deepEqual(class_list.filter(isInNeed).map(({ name }) => name).sort(), [
    "gone with 80",
    "has 20",
    "has 90",
    "slow",
  ]);
});

Deno.test("of equal ones the longest comes first, then the list's order; a zero of stages that were not judged is none", () => {
  const long = student("long", { since_ms: 1 }, { points: 50 });
  const short = student("short", { since_ms: 9 }, { points: 50 });
  assert.deepEqual(sorted([short, long]), [long, short]);
  assert.equal(needOf(student("x", {}, { verdict: "not_judged", points: 0 })), "unjudged");
});

Deno.test("where results are hidden the order tells who is here, and nothing else", () => {
  const hidden = [
    student("a", { since_ms: 1 }),
    student("b", { presence: "offline" }),
    student("c", { since_ms: 0 }),
  ]
    .map(({ result: _, ...rest }) => rest);
  assert.deepEqual(sorted(hidden).map(({ name }) => name), ["b", "a", "c"]);
});
