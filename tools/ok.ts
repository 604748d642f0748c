/** The one gate: every check in order, then all tests; stops at the first that fails. Run by `deno task ok`. */
import { deno } from "./deno.ts";
import { lintDocs } from "./doc_lint.ts";
import { closingLine, type Counts, judge, ok } from "./test_counts.ts";

interface Step {
  readonly name: string;
  /** What a person does about a failure. */
  readonly remedy: string;
  run(): Promise<boolean>;
}

const checks: readonly Step[] = [
  {
    name: "format",
    remedy: "deno fmt",
    run: () => passes("fmt", "--check"),
  },
  {
    name: "lint",
    remedy: "mend what is named above, some of it by: deno lint --fix",
    run: () => passes("lint"),
  },
  {
    name: "type check",
    remedy: "mend what is named above, then: deno check",
    run: () => passes("check", "--quiet"),
  },
  {
    name: "doc lint",
    remedy: "write the missing doc comments, then: deno run --allow-read --allow-run tools/doc_lint.ts",
    run: lintDocs,
  },
];

async function passes(...args: string[]): Promise<boolean> {
  return (await deno(args)).code === 0;
}

async function runChecks(): Promise<Step | undefined> {
  for (const step of checks) {
    console.log(`\n== ${step.name}`);
    if (!await step.run()) return step;
  }
}

async function runTests(): Promise<Counts> {
  console.log("\n== tests and doc tests");
  const { code, stdout } = await deno(["task", "--quiet", "test", ...Deno.args]);
  const must_run_all = Deno.env.get("CI") === "true" && Deno.build.os === "linux";
  return judge({ exit_code: code, output: stdout, must_run_all });
}

if (import.meta.main) {
  const failed = await runChecks();
  if (failed) console.log(`\nStopped at: ${failed.name}. No test was run. To do: ${failed.remedy}`);
  const counts = failed ? { passed: 0, failed: 1, skipped: 0, complaints: [] } : await runTests();
  for (const complaint of counts.complaints) console.log(complaint);
  console.log(closingLine(counts));
  Deno.exit(ok(counts) ? 0 : 1);
}
