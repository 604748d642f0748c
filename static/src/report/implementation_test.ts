/** What the report says about who answered. */
import assert from "node:assert/strict";
import { implementationWords, type Known } from "./implementation.ts";

const cases: readonly [Known, string][] = [
  [{ is_own: true, agent: "foxchain/1.2.3" }, "foxchain/1.2.3, the node that serves the page"],
  [{ is_own: true }, "foxchain, the node that serves the page"],
  [
    { is_own: false, agent: "foxchain/1.2.3", describes_ops: true },
    "a node that describes its ops when asked by ops",
  ],
  [{ is_own: false, describes_ops: false }, "a node that answers ops with 404, like the lecture's program"],
  [{ is_own: false }, "a node that did not say what it is"],
];

for (const [known, words] of cases) {
  Deno.test(`${JSON.stringify(known)} is called ${words}`, () =>
    assert.equal(implementationWords(known, "en"), words));
}
