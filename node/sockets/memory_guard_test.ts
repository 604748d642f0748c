import assert from "node:assert/strict";
import {
  garbage_pause_ms,
  memory_judged_ms,
  memory_near_bytes,
  memory_own_pause_ms,
  memory_rise_ms_max,
  memory_watch_ms,
  memory_watch_near_ms,
} from "../limits.ts";
import { MemoryGuard, type MemoryVerdict } from "./memory_guard.ts";

const unit_bytes = 4 * 2 ** 20;

/** The whole is 1,000 units: half is 500, three quarters are 750. */
function guard(): MemoryGuard {
  return new MemoryGuard(() => 1_000 * unit_bytes, 0);
}

const rss = (units: number, heap_units = 0) => ({
  rss_bytes: units * unit_bytes,
  heap_bytes: heap_units * unit_bytes,
});

/** Time, resident memory and what is said; "restarted" is told before the sample of that line. */
type Line = readonly [at_ms: number, rss_units: number, said: MemoryVerdict, restarted?: "restarted"];

const stories: readonly (readonly [string, readonly Line[]])[] = [
  ["under three quarters nothing is done", [[250, 100, "fine"], [500, 749, "fine"]]],
  ["at three quarters the server starts anew, once", [[250, 750, "restart"], [300, 990, "fine"]]],
  ["what frees a quarter makes the guard ready for the next time", [
    [250, 800, "restart"],
    [400, 600, "fine", "restarted"],
    [450, 750, "restart"],
  ]],
  ["memory may come free a moment later", [
    [250, 800, "restart"],
    [400, 800, "fine", "restarted"],
    [400 + memory_judged_ms - 1, 600, "fine"],
    [400 + memory_judged_ms, 800, "restart"],
  ]],
  ["what frees less than a quarter is the node's own, said once", [
    [250, 800, "restart"],
    [400, 601, "fine", "restarted"],
    [400 + memory_judged_ms - 1, 601, "fine"],
    [400 + memory_judged_ms, 800, "own"],
    [450 + memory_judged_ms, 800, "fine"],
    [400 + memory_judged_ms + memory_own_pause_ms - 1, 800, "fine"],
    [400 + memory_judged_ms + memory_own_pause_ms, 800, "restart"],
  ]],
  ["own memory may grow by a quarter of the whole, then the server starts anew all the same", [
    [250, 800, "restart"],
    [400, 800, "fine", "restarted"],
    [400 + memory_judged_ms, 800, "own"],
    [450 + memory_judged_ms, 1_049, "fine"],
    [500 + memory_judged_ms, 1_050, "restart"],
    [600 + memory_judged_ms, 800, "fine", "restarted"],
    [650 + memory_judged_ms, 780, "fine"],
    [700 + memory_judged_ms, 1_049, "fine"],
    [750 + memory_judged_ms, 1_050, "restart"],
  ]],
];
for (const [name, lines] of stories) {
  Deno.test(`memory guard: ${name}`, () => {
    const watching = guard();
    for (const [at_ms, rss_units, said, restarted] of lines) {
      const verdict = restarted
        ? watching.restarted(at_ms, rss(rss_units))
        : watching.look(at_ms, rss(rss_units));
      assert.equal(verdict, said, `at ${at_ms} ms`);
    }
  });
}

Deno.test("garbage is collected before a restart where the heap is large, and not again soon", () => {
  const watching = guard();
  assert.equal(watching.look(250, rss(750, 124)), "restart");
  const heavy = guard();
  assert.equal(heavy.look(250, rss(750, 125)), "collect");
  assert.equal(heavy.look(251, rss(700, 100)), "fine");
  assert.equal(heavy.look(249 + garbage_pause_ms, rss(750, 125)), "restart");
  const later = guard();
  assert.equal(later.look(250, rss(750, 125)), "collect");
  assert.equal(later.look(250 + garbage_pause_ms, rss(750, 125)), "collect");
  assert.equal(later.look(250 + garbage_pause_ms, rss(750, 125)), "restart");
});

Deno.test("memory is looked at more often above half, and while a restart is judged", () => {
  const watching = guard();
  assert.equal(watching.pause_ms, memory_watch_ms);
  watching.look(250, rss(500));
  assert.equal(watching.pause_ms, memory_watch_ms);
  watching.look(500, rss(501));
  assert.equal(watching.pause_ms, memory_watch_near_ms);
  watching.look(550, rss(400));
  assert.equal(watching.pause_ms, memory_watch_ms);
});

Deno.test("memory near three quarters is looked at more often, also under half", () => {
  const small = new MemoryGuard(() => 2 * memory_near_bytes, 0);
  const near_bytes = memory_near_bytes / 2;
  small.look(250, { rss_bytes: near_bytes, heap_bytes: 0 });
  assert.equal(small.pause_ms, memory_watch_ms);
  small.look(500, { rss_bytes: near_bytes + 1, heap_bytes: 0 });
  assert.equal(small.pause_ms, memory_watch_near_ms);
});

Deno.test("memory rises since it was last under half, but not for longer than a minute", () => {
  const watching = guard();
  watching.look(1_000, rss(500));
  watching.look(1_250, rss(501));
  assert.equal(watching.risingSince_ms(1_250), 1_000);
  assert.equal(watching.risingSince_ms(1_000 + memory_rise_ms_max), 1_000);
  assert.equal(watching.risingSince_ms(1_001 + memory_rise_ms_max), 1_001);
});
