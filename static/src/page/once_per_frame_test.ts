import assert from "node:assert/strict";
import { oncePerFrame } from "./once_per_frame.ts";

Deno.test("many changes before a frame are drawn once, and the next change again", () => {
  const frames: (() => void)[] = [];
  let drawn = 0;
  const ask = oncePerFrame(() => drawn++, (work) => frames.push(work));
  ask();
  ask();
  assert.equal(frames.length, 1);
  frames.shift()!();
  assert.equal(drawn, 1);
  ask();
  frames.shift()!();
  assert.equal(drawn, 2);
});
