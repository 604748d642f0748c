/** When another process counts as a namesake, on both sides of each limit. */
import assert from "node:assert/strict";
import { redis_namesake_looks, redis_namesake_quiet_looks } from "../limits.ts";
import { Namesake } from "./namesake.ts";

function see(namesake: Namesake, marks: readonly (string | null)[]): boolean {
  for (const mark of marks) namesake.saw(mark);
  return namesake.note !== undefined;
}

Deno.test("a foreign mark counts when it was found at as many looks as the limit says, also with own ones between", () => {
  const namesake = new Namesake("a");
  assert.equal(see(namesake, [...Array(redis_namesake_looks - 1).fill("x"), namesake.mark, null]), false);
  assert.equal(see(namesake, ["y"]), true);
});

Deno.test("the note ends after as many quiet looks as the limit says, and not one earlier", () => {
  const namesake = new Namesake("a");
  see(namesake, Array(redis_namesake_looks).fill("x"));
  assert.equal(see(namesake, Array(redis_namesake_quiet_looks - 1).fill(namesake.mark)), true);
  assert.equal(see(namesake, [null]), false);
  assert.equal(see(namesake, ["x"]), false);
});
