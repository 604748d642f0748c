import assert from "node:assert/strict";
import { SystemClock } from "./system_clock.ts";

Deno.test("SystemClock tells the system's time within 1 ms, with digits below the millisecond", () => {
  const clock = new SystemClock();
  const readings = Array.from({ length: 100 }, () => {
    const before_ms = Date.now();
    const now_s = clock.now_s();
    // Date.now() cuts the running millisecond off.
    return { now_s, before_ms, after_ms: Date.now() + 1 };
  });
  for (const { now_s, before_ms, after_ms } of readings) {
    assert.ok(now_s * 1000 >= before_ms - 1 && now_s * 1000 <= after_ms + 1, `${now_s} at ${before_ms}`);
  }
  const below_ms = readings.map(({ now_s }) => Math.round(now_s * 1e6) % 1000);
  assert.ok(new Set(below_ms).size > 10, `microseconds: ${below_ms}`);
});

Deno.test("SystemClock has the zone ready after its first look, and looks again in another minute", async () => {
  const clock = new SystemClock("Europe/Paris");
  const change_s = Date.parse("2026-03-29T01:00:00Z") / 1000;
  assert.equal(await clock.zone(change_s - 60), "CET");
  assert.equal(clock.zone(change_s - 1), "CET");
  assert.ok(clock.zone(change_s) instanceof Promise);
  assert.equal(await clock.zone(change_s), "CEST");
  assert.equal(clock.zone(change_s + 59), "CEST");
});

Deno.test("SystemClock looks once for requests that come together", async () => {
  const clock = new SystemClock("Asia/Shanghai");
  assert.equal(clock.zone(0), clock.zone(1));
  assert.equal(await clock.zone(1), "CST");
});
