import assert from "node:assert/strict";
import { Recent } from "./recent.ts";

Deno.test("a full map forgets what was set longest ago, and setting a known key makes it the latest", () => {
  const recent = new Recent<string, number>(2).set("a", 1).set("b", 2);
  assert.deepEqual([...recent], [["a", 1], ["b", 2]]);
  recent.set("a", 3).set("c", 4);
  assert.deepEqual([...recent], [["a", 3], ["c", 4]]);
});
