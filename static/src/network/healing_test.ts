import assert from "node:assert/strict";
import { lastHealing } from "./healing.ts";
import { addr, event } from "./test_network.ts";

Deno.test("nothing was lost where no connection went", () => {
  assert.equal(lastHealing([]), undefined);
  assert.equal(lastHealing([event("joined", 1, 9001), event("suspect", 2, 9001)]), undefined);
});

Deno.test("a loss is open until the next connection, whatever else happens between", () => {
  const events = [event("joined", 1, 9001), event("left", 2, 9001), event("learned", 3, 9002)];
  assert.deepEqual(lastHealing(events), { lost: addr(9001), lost_ms: 2 });
  const healed = { by: addr(9002), after_ms: 3 };
  events.push(event("joined", 5, 9002), event("joined", 6, 9003));
  assert.deepEqual(lastHealing(events), { lost: addr(9001), lost_ms: 2, healed });
});

Deno.test("only the last loss counts", () => {
  const events = [event("left", 1, 9001), event("joined", 2, 9002), event("left", 3, 9002)];
  assert.deepEqual(lastHealing(events), { lost: addr(9002), lost_ms: 3 });
});
