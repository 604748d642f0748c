/** Reads what `deno test` printed and counts it. A test that was skipped without a known reason counts as failed. */

/** How a run went. */
export interface Counts {
  /** Tests that ran and passed. */
  readonly passed: number;
  /** Tests that failed, plus 1 for every other reason why the run must not pass. */
  readonly failed: number;
  /** Tests and steps that did not run. */
  readonly skipped: number;
  /** Reasons in `failed` that are not tests, in sentences. */
  readonly complaints: readonly string[];
}

/** A finished run of `deno test`. */
export interface TestRun {
  /** Of the process. */
  readonly exit_code: number;
  /** Its standard output, without colours. */
  readonly output: string;
  /** True where only what {@linkcode may_be_skipped} names may be skipped. */
  readonly must_run_all: boolean;
}

/** Tests and steps that CI may skip: how the name ends -> reason. */
export const may_be_skipped: ReadonlyMap<string, string> = new Map([
  [
    "(NOT JUDGED: the machine is too slow)",
    "Lighthouse says so itself of a machine that it can't measure on.",
  ],
]);

const summary = /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(?:.*? \| (\d+) ignored)?/;
const ignored = /^ *(.+) \.\.\. ignored \(/;

/**
 * Counts the tests of a run. Steps are not counted as tests, but a skipped step needs a reason, too.
 *
 * @example
 * ```ts
 * import { judge } from "./test_counts.ts";
 * import assert from "node:assert/strict";
 *
 * const run = { exit_code: 0, output: "ok | 7 passed | 0 failed (3s)\n", must_run_all: true };
 * assert.deepEqual(judge(run), { passed: 7, failed: 0, skipped: 0, complaints: [] });
 * ```
 */
export function judge({ exit_code, output, must_run_all }: TestRun): Counts {
  const lines = output.split(/\r?\n/);
  const totals = lines.map((line) => summary.exec(line)).findLast((match) => match !== null);
  if (!totals) return { passed: 0, failed: 1, skipped: 0, complaints: ["The tests printed no summary."] };
  const [passed, failed, skipped] = totals.slice(1).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
  ];
  const names = lines.map((line) => ignored.exec(line)?.[1]).filter((name) => name !== undefined);
  const complaints: string[] = [];
  if (passed === 0 && failed === 0) complaints.push("No test was run.");
  if (exit_code !== 0 && failed === 0) complaints.push(`deno test ended with exit code ${exit_code}.`);
  if (must_run_all) {
    if (names.length < skipped) complaints.push("Not every skipped test could be named.");
    for (const name of names) {
      if (!may_be_skipped.keys().some((ending) => name.endsWith(ending))) {
        complaints.push(`Skipped, and tools/test_counts.ts gives no reason: ${name}`);
      }
    }
  }
  return { passed, failed: failed + complaints.length, skipped: Math.max(skipped, names.length), complaints };
}

/** True when nothing failed. */
export function ok({ failed }: Counts): boolean {
  return failed === 0;
}

/** The last line of a run, e.g. `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed` + (skipped > 0 ? `, ${skipped} skipped` : "");
}
