import assert from "node:assert/strict";
import { counts } from "./doc_lint.ts";

const cases: [string, string, string, boolean][] = [
  ["an undocumented function", "missing-jsdoc", "export function f(): void {}", true],
  ["an undocumented constant, whose name stands further right", "missing-jsdoc", "export const a = 1;", true],
  ["an undocumented member", "missing-jsdoc", "  readonly port: number;", false],
  ["a type that is inferred", "missing-explicit-type", "export const op = defineOp({", false],
  ["a rule that is not known yet", "unknown-rule", "  readonly port: number;", true],
];

for (const [name, rule, text, expected] of cases) {
  Deno.test(`counts(): ${name} ${expected ? "must be mended" : "is left alone"}`, () => {
    assert.equal(counts({ rule, text, file: "/a.ts", line: 1 }), expected);
  });
}
