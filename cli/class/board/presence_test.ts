import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { type Moment, Presence } from "./presence.ts";

/** Both clocks go on together. */
const at = (ms: number, slept_ms = 0): Moment => ({ steady_ms: ms, wall_ms: 1_000_000 + ms + slept_ms });

function online(ms = 0): Presence {
  const presence = new Presence();
  assert.equal(presence.due(at(ms)), "dial");
  presence.opened(at(ms));
  return presence;
}

Deno.test("a node is dialled at once, is online since it answered, and its connection is kept and pinged", () => {
  const presence = online(5);
  assert.deepEqual([presence.status, presence.since_ms], ["online", at(5).wall_ms]);
  assert.equal(presence.due(at(5 + limits.ping_ms - 1)), undefined);
  assert.equal(presence.due(at(5 + limits.ping_ms)), "ping");
  presence.heard(at(5 + limits.ping_ms + 3));
  assert.equal(presence.since_ms, at(5).wall_ms);
});

Deno.test("a node that was never seen has no time; the pauses between its dials grow up to the limit", () => {
  const presence = new Presence();
  let now_ms = 0;
  const dials: number[] = [];
  while (now_ms < 60_000) {
    if (presence.due(at(now_ms)) === "dial") {
      dials.push(now_ms);
      presence.failed(at(now_ms));
    }
    now_ms += limits.tick_ms;
  }
  const pauses = dials.slice(1).map((time, n) => time - dials[n]!);
  assert.deepEqual([presence.status, presence.since_ms], ["offline", null]);
  assert.deepEqual(pauses.slice(0, 4), [250, 500, 1_000, 2_000]);
  assert.ok(pauses.slice(4).every((pause) => pause === limits.redial_max_ms), pauses.join());
});

Deno.test("a node that starts again is dialled within the longest pause, however long it was gone", () => {
  const presence = online();
  presence.closed(at(10_000));
  assert.deepEqual([presence.status, presence.since_ms], ["offline", at(10_000).wall_ms]);
  let now_ms = 10_000;
  while (now_ms < 3_600_000) {
    if (presence.due(at(now_ms)) === "dial") presence.failed(at(now_ms));
    now_ms += limits.tick_ms;
  }
  const back_ms = now_ms;
  while (presence.due(at(now_ms)) !== "dial") now_ms += limits.tick_ms;
  assert.ok(now_ms - back_ms <= limits.redial_max_ms + limits.tick_ms, `${now_ms - back_ms} ms`);
  assert.equal(presence.since_ms, at(10_000).wall_ms);
  presence.opened(at(now_ms));
  assert.deepEqual([presence.status, presence.since_ms], ["online", at(now_ms).wall_ms]);
});

Deno.test("without a pong a node is gone since it was last heard, one moment before the limit it is not", () => {
  const presence = online();
  presence.heard(at(1_000));
  assert.notEqual(presence.due(at(1_000 + limits.pong_patience_ms - 1)), "drop");
  assert.equal(presence.due(at(1_000 + limits.pong_patience_ms)), "drop");
  presence.dropped(at(1_000 + limits.pong_patience_ms));
  assert.deepEqual([presence.status, presence.since_ms], ["offline", at(1_000).wall_ms]);
});

Deno.test("a node that closes each connection at once, or takes none, is there, and is not dialled often", () => {
  for (const way of ["closes", "answers"] as const) {
    const presence = new Presence();
    let dials = 0;
    for (let now_ms = 0; now_ms < 300_000; now_ms += limits.tick_ms) {
      if (presence.due(at(now_ms)) !== "dial") continue;
      dials++;
      if (way === "answers") presence.answered(at(now_ms));
      else {
        presence.opened(at(now_ms));
        presence.closed(at(now_ms + limits.settled_ms - 1));
      }
      assert.equal(presence.status, "online");
    }
    assert.ok(dials < 20, `${way}: ${dials}`);
    assert.equal(presence.losses, 0);
  }
});

Deno.test("after the computer slept a node keeps its time if it is still there; else it was last seen before", () => {
  const hour_ms = 3_600_000;
  for (const is_there of [true, false]) {
    const presence = online();
    presence.heard(at(5_000));
    // The steady clock stood still.
    const now = at(6_000, hour_ms);
    presence.woke(now);
    assert.deepEqual([presence.status, presence.since_ms], ["online", at(0).wall_ms]);
    assert.equal(presence.due(now), "dial");
    if (is_there) presence.opened(now);
    else presence.failed(now);
    assert.deepEqual(
      [presence.status, presence.since_ms],
      is_there ? ["online", at(0).wall_ms] : ["offline", at(5_000).wall_ms],
    );
  }
});
