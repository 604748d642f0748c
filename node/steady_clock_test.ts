import assert from "node:assert/strict";
import { steadyClock } from "./steady_clock.ts";

Deno.test("a clock of speed 1000 passes a minute in 60 ms", async () => {
  const clock = steadyClock(1000);
  const start_ms = clock.now_ms();
  await new Promise<void>((resolve) => clock.after(60_000, resolve));
  assert.ok(clock.now_ms() - start_ms >= 59_000);
});

Deno.test("a timer that is called off does not fire, and one far in the future does not fire at once", async () => {
  const clock = steadyClock();
  let fired = 0;
  clock.after(1, () => fired++)();
  const callOff = clock.after(Infinity, () => fired++);
  await new Promise<void>((resolve) => clock.after(20, resolve));
  callOff();
  assert.equal(fired, 0);
});
