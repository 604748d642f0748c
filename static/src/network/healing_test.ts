import assert from "node:assert/strict";
import { healing_told_ms, lastHealing, search_told_ms } from "./healing.ts";
import { addr, event } from "./test_network.ts";

Deno.test("nothing was lost where no peer broke off", () => {
  assert.equal(lastHealing([], 0, true), undefined);
  assert.equal(lastHealing([event("joined", 1, 9001), event("suspect", 2, 9001)], 3, true), undefined);
  // One side wanted the end: a self-dial, a visitor that passes by, a client that leaves.
  assert.equal(lastHealing([event("joined", 1, 9001), event("left", 2, 9001)], 3, true), undefined);
});

Deno.test("a loss is open until the next connection, whatever else happens between", () => {
  const events = [event("joined", 1, 9001), event("left", 2, 9001, true), event("learned", 3, 9002)];
  assert.deepEqual(lastHealing(events, 3, true), { lost: addr(9001), lost_ms: 2, is_over: false });
  const healed = { by: addr(9002), after_ms: 3 };
  events.push(event("joined", 5, 9002), event("joined", 6, 9003), event("left", 7, 9003));
  assert.deepEqual(lastHealing(events, 7, true), { lost: addr(9001), lost_ms: 2, healed, is_over: true });
});

Deno.test("only the last loss counts", () => {
  const events = [event("left", 1, 9001, true), event("joined", 2, 9002), event("left", 3, 9002, true)];
  assert.deepEqual(lastHealing(events, 3, true), { lost: addr(9002), lost_ms: 3, is_over: false });
});

Deno.test("the search ends when nobody is left to be found, and not before the lost peer was tried", () => {
  const events = [event("left", 0, 9001, true)];
  assert.equal(lastHealing(events, search_told_ms - 1, false)?.is_over, false);
  assert.equal(lastHealing(events, search_told_ms, false)?.is_over, true);
  assert.equal(lastHealing(events, search_told_ms, true)?.is_over, false);
});

Deno.test("a loss is told for some minutes", () => {
  const events = [event("left", 0, 9001, true)];
  assert.notEqual(lastHealing(events, healing_told_ms, true), undefined);
  assert.equal(lastHealing(events, healing_told_ms + 1, true), undefined);
});
