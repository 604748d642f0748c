import assert from "node:assert/strict";
import { closingLine, judge } from "./test_counts.ts";

const cases: [string, Parameters<typeof judge>[0], string, RegExp[]][] = [
  [
    "a run with steps counts tests only",
    { exit_code: 0, output: "ok | 2 passed (5 steps) | 0 failed (94ms)", must_run_all: true },
    "2 passed, 0 failed",
    [],
  ],
  [
    "a failure is counted once, also when the exit code says so too",
    {
      exit_code: 1,
      output: "FAILED | 2 passed (2 steps) | 2 failed (1 step) | 1 ignored (1 step) (9ms)",
      must_run_all: false,
    },
    "2 passed, 2 failed, 1 skipped",
    [],
  ],
  [
    "a skipped test is allowed where CI does not forbid it",
    {
      exit_code: 0,
      output: "a ... ignored (0ms)\nok | 1 passed | 0 failed | 1 ignored (9ms)",
      must_run_all: false,
    },
    "1 passed, 0 failed, 1 skipped",
    [],
  ],
  [
    "a skipped test without a reason fails in CI",
    {
      exit_code: 0,
      output: "a ... ignored (0ms)\nok | 1 passed | 0 failed | 1 ignored (9ms)",
      must_run_all: true,
    },
    "1 passed, 1 failed, 1 skipped",
    [/no reason: a$/],
  ],
  [
    "a skipped step fails in CI although the summary counts no ignored test",
    {
      exit_code: 0,
      output: "  s ... ignored (0ms)\nok | 1 passed (1 step) | 0 failed | 0 ignored (1 step) (9ms)",
      must_run_all: true,
    },
    "1 passed, 1 failed, 1 skipped",
    [/no reason: s$/],
  ],
  [
    "what Lighthouse could not judge on a slow machine is counted as skipped",
    {
      exit_code: 0,
      output: "  s (NOT JUDGED: the machine is too slow) ... ignored (0ms)\n" +
        "ok | 1 passed (1 step) | 0 failed | 0 ignored (1 step) (9ms)",
      must_run_all: true,
    },
    "1 passed, 0 failed, 1 skipped",
    [],
  ],
  [
    "a skipped test that is named nowhere fails in CI",
    { exit_code: 0, output: "ok | 1 passed | 0 failed | 1 ignored (9ms)", must_run_all: true },
    "1 passed, 1 failed, 1 skipped",
    [/could be named/],
  ],
  [
    "an exit code without a failed test is a failure",
    { exit_code: 1, output: "ok | 1 passed | 0 failed (9ms)", must_run_all: false },
    "1 passed, 1 failed",
    [/exit code 1/],
  ],
  [
    "a crash before the summary is a failure",
    { exit_code: 0, output: "", must_run_all: false },
    "0 passed, 1 failed",
    [
      /no summary/,
    ],
  ],
  [
    "a run of nothing is a failure",
    { exit_code: 0, output: "ok | 0 passed | 0 failed (0ms)", must_run_all: false },
    "0 passed, 1 failed",
    [/No test/],
  ],
  [
    "the last of several summaries counts: a test may print one",
    {
      exit_code: 0,
      output: "ok | 9 passed | 0 failed (1ms)\nok | 1 passed | 0 failed (9ms)",
      must_run_all: false,
    },
    "1 passed, 0 failed",
    [],
  ],
];

for (const [name, run, line, complaints] of cases) {
  Deno.test(`judge(): ${name}`, () => {
    const counts = judge(run);
    assert.equal(closingLine(counts), line);
    assert.equal(counts.complaints.length, complaints.length);
    complaints.forEach((pattern, i) => assert.match(counts.complaints[i]!, pattern));
  });
}
