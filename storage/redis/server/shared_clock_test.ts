/** Clocks that agree, and clocks that do not, on both sides of the limit. */
import assert from "node:assert/strict";
import { forget_reached_s } from "../../../discovery/book/limits.ts";
import { redis_clock_apart_max_ms } from "../../limits.ts";
import { SharedClock } from "./shared_clock.ts";

const now_ms = 1_700_000_000_000;

for (const sign of [1, -1]) {
  Deno.test(`clocks that differ by the limit agree, and by more they do not (${sign > 0 ? "behind" : "ahead"})`, () => {
    const clock = new SharedClock(() => now_ms);
    clock.compare(now_ms + sign * redis_clock_apart_max_ms);
    assert.deepEqual([clock.note, clock.old_ms, clock.shared(7.9)], [
      undefined,
      now_ms - forget_reached_s * 1000,
      7,
    ]);
    const apart_ms = sign * (redis_clock_apart_max_ms + 1);
    clock.compare(now_ms + apart_ms);
    assert.match(clock.note!.en, sign > 0 ? /behind/ : /ahead of/);
    assert.deepEqual([clock.old_ms, clock.shared(now_ms)], [0, now_ms + apart_ms]);
    clock.compare(now_ms);
    assert.equal(clock.note, undefined);
  });
}

Deno.test("a time that was read lies at most the limit in the future, and a told one never before 1970", () => {
  const clock = new SharedClock(() => now_ms);
  assert.equal(clock.read(now_ms + redis_clock_apart_max_ms), now_ms + redis_clock_apart_max_ms);
  assert.equal(clock.read(8e15), now_ms + redis_clock_apart_max_ms);
  clock.compare(0);
  assert.equal(clock.shared(5), 0);
});
