import assert from "node:assert/strict";
import { interleave } from "./interleave.ts";

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["nothing of nothing", [], []],
  ["one kind as it is", ["192.0.2.2", "192.0.2.1"], ["192.0.2.2", "192.0.2.1"]],
  ["the second kind second", ["192.0.2.1", "192.0.2.2", "::1"], ["192.0.2.1", "::1", "192.0.2.2"]],
  ["the first one's kind first", ["::1", "::2", "192.0.2.1"], ["::1", "192.0.2.1", "::2"]],
  ["each once", ["::1", "192.0.2.1", "::1", "192.0.2.1"], ["::1", "192.0.2.1"]],
];

for (const [what, ips, order] of cases) {
  Deno.test(`interleave() gives ${what}`, () => assert.deepEqual(interleave(ips), order));
}
