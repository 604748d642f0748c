import assert from "node:assert/strict";
import type { Source } from "../../ops/context.ts";
import { lost_sockets_limit, lost_sockets_local_limit, opening_checks_max } from "../limits.ts";
import { Openings } from "./openings.ts";

const stranger: Source = { ip: "203.0.113.7", scope: "public" };
const local: Source = { ip: "127.0.0.1", scope: "loopback" };
const reset = () => ({ opened: false, abandon: () => {} });

for (
  const [source, { unopened_max }] of [[stranger, lost_sockets_limit], [
    local,
    lost_sockets_local_limit,
  ]] as const
) {
  Deno.test(`${unopened_max} connections of a ${source.scope} source may be unopened at once, and no more`, () => {
    const openings = new Openings();
    for (let count = 1; count < unopened_max; count++) openings.add(source, reset());
    assert.ok(openings.hasRoom(source, 0));
    const gone = openings.add(source, reset());
    assert.ok(!openings.hasRoom(source, 0));
    gone();
    assert.ok(openings.hasRoom(source, 0));
  });
}

Deno.test("what a page of another site loses is not held against the person at this computer", () => {
  const openings = new Openings();
  const page: Source = { ip: "127.0.0.1", scope: "public" };
  for (let count = 0; count < lost_sockets_limit.unopened_max; count++) openings.add(page, reset());
  for (let look = 0; look < opening_checks_max; look++) openings.check(0);
  assert.deepEqual([openings.hasRoom(page, 0), openings.hasRoom(page, 0)], [true, false]);
  assert.deepEqual([openings.hasRoom(local, 0), openings.hasRoom(local, 0)], [true, true]);
});

Deno.test("a wave of resets costs an honest client behind the same address ten seconds, not fifteen", () => {
  const openings = new Openings();
  for (let count = 0; count < lost_sockets_limit.unopened_max; count++) openings.add(stranger, reset());
  for (let look = 0; look < opening_checks_max; look++) openings.check(0);
  openings.hasRoom(stranger, 0);
  assert.ok(!openings.hasRoom(stranger, 9_000));
  assert.ok(openings.hasRoom(stranger, 10_000));
});
