import assert from "node:assert/strict";
import { mutable, withMutant } from "./mutants.ts";

/** What each fault of a source makes of it. */
function faultsOf(source: string): string[] {
  const { mutants, javascript } = mutable(source);
  return mutants.map((mutant) => withMutant({ mutants, javascript }, mutant).trim());
}

const cases: [source: string, ...faults: string[]][] = [
  ["a = b && c;", "a = ((b) || (c));"],
  // Without brackets this would be no JavaScript, and every test would notice.
  ["a = b ?? c ?? d;", "a = ((b) && (c)) ?? d;", "a = ((b ?? c) && (d));"],
  ["a = (b || c) && d;", "a = ((b || c) || (d));", "a = (((b) && (c))) && d;"],
  ["if (a) b();", "if (!(a)) b();", "if (a) ;"],
  ["a = true;", "a = false;"],
  ["a += b;", "a -= b;"],
  ["a = b ? c : d;", "a = !(b) ? c : d;"],
  ["a.b(c);", ";"],
  ['a = "b < c";'],
  ["// a < b", ""],
];

for (const [source, ...faults] of cases) {
  Deno.test(`mutable() makes ${faults.filter(Boolean).length} faults of \`${source}\``, () => {
    assert.deepEqual(faultsOf(source), faults.filter(Boolean));
  });
}

Deno.test("mutable() reads TypeScript, types and parameter properties included", () => {
  const source =
    "class A { constructor(readonly size: number) {} isOver(limit: number): boolean { return this.size > limit; } }";
  assert.equal(faultsOf(source).filter((text) => text.includes("this.size >= limit")).length, 1);
});
