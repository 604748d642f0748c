import assert from "node:assert/strict";
import { duration_bounds_s, Meter } from "./meter.ts";

Deno.test("a meter counts each status of an op, and what names no op as unknown", () => {
  const meter = new Meter();
  for (const status of [200, 200, 429]) meter.answered("time", `{"status":${status},"error":"x"}`, 0);
  meter.answered(undefined, '{"status":404,"error":"x"}', 0);
  const counts = [...meter.ops].map(([op, { statuses }]) => [op, Object.fromEntries(statuses)]);
  assert.deepEqual(counts, [["time", { 200: 2, 429: 1 }], ["unknown", { 404: 1 }]]);
});

Deno.test("a duration is in the class of the first bound that it does not exceed", () => {
  const meter = new Meter();
  const answer = '{"status":200}';
  for (const bound_s of duration_bounds_s) meter.answered("time", answer, bound_s);
  assert.deepEqual(meter.ops.get("time")!.durations, [...duration_bounds_s.map(() => 1), 0]);
  meter.answered("time", answer, duration_bounds_s.at(-1)! * 1.001);
  meter.answered("time", answer, duration_bounds_s[0]! * 1.001);
  assert.deepEqual(meter.ops.get("time")!.durations, [1, 2, ...duration_bounds_s.slice(2).map(() => 1), 1]);
});
