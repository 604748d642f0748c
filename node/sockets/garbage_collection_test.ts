import assert from "node:assert/strict";
import { refused_text_garbage_max } from "../limits.ts";
import { Garbage } from "./garbage_collection.ts";

Deno.test("Garbage collects when its limit is reached, and not one character before", () => {
  let collections = 0;
  const garbage = new Garbage(refused_text_garbage_max, () => collections++);
  garbage.discard(0);
  garbage.discard(refused_text_garbage_max - 1);
  assert.equal(collections, 0);
  garbage.discard(1);
  assert.equal(collections, 1);
  garbage.discard(refused_text_garbage_max - 1);
  assert.equal(collections, 1);
});

Deno.test("Garbage really collects where nothing else is said", async () => {
  const text = new WeakRef({ text: "refused" });
  new Garbage(refused_text_garbage_max).discard(refused_text_garbage_max);
  // The reference may go only after the turn in which it was made.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(text.deref(), undefined);
});
