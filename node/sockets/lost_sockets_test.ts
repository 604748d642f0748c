import assert from "node:assert/strict";
import { lost_socket_kept_ms, lost_sources_max } from "../limits.ts";
import { LostSockets } from "./lost_sockets.ts";

const one = "203.0.113.7";
const lost_max = 8;
const limit = { lost_max, unopened_max: 32, pause_each_ms: 300 };

function losing(count: number): LostSockets {
  const lost = new LostSockets();
  for (let socket = 0; socket < count; socket++) lost.add(one, 0);
  return lost;
}

Deno.test("a source may lose sockets up to the limit, and goes slowly from there on", () => {
  for (const [count, second] of [[lost_max - 1, true], [lost_max, false]] as const) {
    const lost = losing(count);
    assert.equal(lost.mayUpgrade(one, limit, 0), true);
    assert.equal(lost.mayUpgrade(one, limit, 0), second);
  }
});

Deno.test("a source that goes slowly is let through after the pause, and not before", () => {
  const lost = losing(lost_max);
  assert.equal(lost.mayUpgrade(one, limit, 0), true);
  assert.equal(lost.mayUpgrade(one, limit, lost_max * 300 - 1), false);
  assert.equal(lost.mayUpgrade(one, limit, lost_max * 300), true);
});

Deno.test("a source pays off one socket after the other", () => {
  const lost = losing(lost_max + 1);
  const due_ms = 2 * lost_socket_kept_ms;
  assert.equal(lost.mayUpgrade(one, limit, due_ms - 1), true);
  assert.equal(lost.mayUpgrade(one, limit, due_ms - 1), false);
  assert.deepEqual([lost.mayUpgrade(one, limit, due_ms), lost.mayUpgrade(one, limit, due_ms)], [true, true]);
});

Deno.test("the source that lost nothing for longest is forgotten when there are too many", () => {
  const lost = losing(lost_max);
  for (let source = 1; source < lost_sources_max; source++) lost.add(`source ${source}`, 0);
  assert.deepEqual([lost.mayUpgrade(one, limit, 0), lost.mayUpgrade(one, limit, 0)], [true, false]);
  lost.add("one more", 0);
  assert.deepEqual([lost.mayUpgrade(one, limit, 0), lost.mayUpgrade(one, limit, 0)], [true, true]);
});
