import assert from "node:assert/strict";
import fc from "fast-check";
import { reliability_window_s } from "../limits.ts";
import { observe } from "./reliability.ts";

Deno.test("observe() begins with the first observation, whatever was there before", () => {
  assert.equal(observe(0.3, undefined, true), 1);
  assert.equal(observe(0.3, undefined, false), 0);
});

Deno.test("observe() forgets all but 1/e of the past in one window", () => {
  assert.ok(Math.abs(observe(1, reliability_window_s, false) - Math.exp(-1)) < 1e-12);
  assert.ok(Math.abs(observe(0, reliability_window_s, true) - (1 - Math.exp(-1))) < 1e-12);
});

Deno.test("observe() changes nothing when no time has passed, or the clock went back", () => {
  assert.equal(observe(0.5, 0, false), 0.5);
  assert.equal(observe(0.5, -9, true), 0.5);
});

Deno.test("observe() stays between 0 and 1 and moves towards what was seen", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1e9),
      fc.boolean(),
      (before, elapsed, seen) => {
        const after = observe(before, elapsed, seen);
        assert.ok(after >= 0 && after <= 1);
        assert.ok(seen ? after >= before - 1e-12 : after <= before + 1e-12);
      },
    ),
  );
});
