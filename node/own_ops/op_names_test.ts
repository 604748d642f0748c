/** Which files are ops, and what these are called. */
import assert from "node:assert/strict";
import { nameFault, nameFiles } from "./op_names.ts";

const names: readonly (readonly [string, boolean])[] = [
  ["count", true],
  ["票数", true],
  ["Zähler_2-b", true],
  ["हिन्दी", true],
  ["a".repeat(32), true],
  ["a".repeat(33), false],
  ["", false],
  ["two words", false],
  ["a.b", false],
  ["😀", false],
  ["../a", false],
  ["time", true],
  ["peers", false],
  ["Register", false],
  ["hello", false],
  ["sample", false],
  ["announce", false],
  ["verify", false],
  ["ops", false],
  ["constructor", true],
  ["__proto__", true],
];
for (const [name, fits] of names) {
  Deno.test(`an op ${fits ? "can" : "can't"} be called ${JSON.stringify(name)}`, () =>
    assert.equal(nameFault(name) === undefined, fits));
}

Deno.test("nameFiles() passes over declarations, tests, dot files and what is no code", () => {
  const listing = [
    "a.ts",
    "b.js",
    "a.d.ts",
    "a_test.ts",
    "a.test.js",
    ".c.ts",
    "d.tsx",
    "e.mjs",
    "notes.md",
    "f.ts~",
  ];
  const { files, refused } = nameFiles(listing, 16);
  assert.deepEqual([...files], [["a", "a.ts"], ["b", "b.js"]]);
  assert.deepEqual([...refused], []);
});

Deno.test("nameFiles() takes neither of two files that are equal but for case or ending, and says so of both", () => {
  for (
    const [one, other] of [["vote.ts", "vote.js"], ["Vote.ts", "vote.ts"], [
      "e\u0301.ts",
      "\u00e9.ts",
    ]] as const
  ) {
    const { files, refused } = nameFiles([one, other, "count.ts"], 16);
    assert.deepEqual([...files], [["count", "count.ts"]]);
    assert.match(refused.get(one)!, /same name but for case or ending/);
    assert.ok(refused.get(other)!.includes(one));
  }
});

Deno.test("nameFiles() takes as many as there is room for, the first by name", () => {
  const listing = Array.from({ length: 17 }, (_, n) => `op${10 + n}.ts`).reverse();
  const { files, refused } = nameFiles(listing, 16);
  assert.equal(files.size, 16);
  assert.deepEqual([...refused.keys()], ["op26.ts"]);
  assert.equal(nameFiles(listing.slice(1), 16).refused.size, 0);
});

Deno.test("nameFiles() composes letters, so that every computer calls the op the same", () => {
  assert.deepEqual([...nameFiles(["e\u0301.ts"], 16).files], [["\u00e9", "e\u0301.ts"]]);
});
