import assert from "node:assert/strict";
import { endingOf, patience_ms, type TestFile, testsOf } from "./test_runs.ts";

const testFile = (path: string, usual_ms: number, noticed: number, ...loads: string[]): TestFile => ({
  path,
  loads: new Set(loads),
  usual_ms,
  noticed,
});

Deno.test("testsOf() begins with the file's own test, then come those that notice most per second", () => {
  const tests = [
    testFile("room/slow_test.ts", 2000, 9, "room/a.ts"),
    testFile("room/quick_test.ts", 100, 0, "room/a.ts"),
    testFile("room/other_test.ts", 1, 100, "room/b.ts"),
    testFile("room/busy_test.ts", 2000, 30, "room/a.ts", "room/b.ts"),
    testFile("room/a_test.ts", 9000, 0, "room/a.ts"),
  ];
  assert.deepEqual(testsOf("room/a.ts", tests).map(({ path }) => path), [
    "room/a_test.ts",
    "room/busy_test.ts",
    "room/quick_test.ts",
    "room/slow_test.ts",
  ]);
  assert.deepEqual(testsOf("room/c.ts", tests), []);
});

Deno.test("patience_ms() is ten times the usual time, and never less than the least", () => {
  assert.equal(patience_ms({ usual_ms: 1999 }, 20_000), 20_000);
  assert.equal(patience_ms({ usual_ms: 2001 }, 20_000), 20_010);
});

for (
  const [words, success, printed, ending] of [
    ["all passed", true, "ok | 3 passed | 0 failed (1ms)\n", "passed"],
    ["one failed", false, "...\nFAILED | 2 passed | 1 failed (1ms)\n", "failed"],
    [
      "steps failed as well",
      false,
      "FAILED | 2 passed (5 steps) | 10 failed (2 steps) | 1 ignored (1ms)\n",
      "failed",
    ],
    ["it was ended midway", false, "running 3 tests\n", "hung"],
    ["it could not begin", false, "", "hung"],
    ["a test printed the word", false, "x FAILED | nothing\n", "hung"],
    ["a leak of the runner's, no test", false, "FAILED | 2 passed | 0 failed (1ms)\n", "hung"],
  ] as const
) {
  Deno.test(`endingOf() takes a run for one that ${ending} where ${words}`, () => {
    assert.equal(endingOf(success, printed), ending);
  });
}
