/** Runs `deno doc --lint` over the source and leaves out the rules that are for published packages. */
import { deno } from "./deno.ts";
import { sourceFiles } from "./source_files.ts";

/**
 * Rules not applied, with the reason. A member of an exported symbol may go without a comment, too: its name, with the
 * unit, and its type say it; a comment there would only repeat them.
 */
const left_out: ReadonlyMap<string, string> = new Map([
  [
    "missing-explicit-type",
    "for packages that others compile against; an op's type is inferred from its schemas",
  ],
  ["missing-return-type", "as above"],
  ["private-type-ref", "counts every type of an npm package as private"],
]);

const finding = /^error\[([\w-]+)\]: .*\n *--> (.+):(\d+):\d+\n *\| *\n *\d+ \|(.*)$/gm;

/** One complaint of the doc linter. */
export interface Finding {
  /** Name of the rule. */
  readonly rule: string;
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line's text; a member of a symbol is indented. */
  readonly text: string;
}

/**
 * Reads the linter's report.
 *
 * @example
 * ```ts
 * import { findingsOf } from "./doc_lint.ts";
 * import assert from "node:assert/strict";
 *
 * const report = "error[missing-jsdoc]: exported symbol is ...\n --> /a.ts:4:1\n  |\n4 | export class A {}\n  | ^\n";
 * assert.deepEqual(findingsOf(report), [{ rule: "missing-jsdoc", file: "/a.ts", line: 4, text: "export class A {}" }]);
 * ```
 */
export function findingsOf(report: string): Finding[] {
  return [...report.matchAll(finding)].map(([, rule, file, line, text]) => (
    { rule: rule!, file: file!, line: Number(line), text: text!.replace(/^ /, "") }
  ));
}

/** True when a finding must be mended. */
export function counts({ rule, text }: Finding): boolean {
  return !left_out.has(rule) && !(rule === "missing-jsdoc" && /^\s/.test(text));
}

/** Lints all source files of the project and prints what counts. Returns true when nothing does. */
export async function lintDocs(): Promise<boolean> {
  const files = [...sourceFiles()];
  const { code, stderr } = await deno(["doc", "--lint", ...files], { quiet: true });
  const findings = findingsOf(stderr);
  if (code !== 0 && findings.length === 0) {
    console.log(stderr);
    return false;
  }
  const mended = findings.filter(counts);
  for (const { rule, file, line, text } of mended) console.log(`${rule}: ${file}:${line}: ${text}`);
  console.log(`${files.length} files, ${mended.length} findings`);
  return mended.length === 0;
}

if (import.meta.main) Deno.exit(await lintDocs() ? 0 : 1);
