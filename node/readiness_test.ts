import assert from "node:assert/strict";
import { metrics_readiness_kept_ms, readiness_kept_ms } from "./limits.ts";
import { rememberProbe } from "./readiness.ts";

Deno.test("rememberProbe() keeps an outcome, good or bad, for its time and not longer", () => {
  let now_ms = 0;
  let broken = true;
  const ready = rememberProbe(() => {
    if (broken) throw new Error("disk full");
  }, () => now_ms);
  assert.throws(ready, /disk full/);
  broken = false;
  now_ms = readiness_kept_ms - 1;
  assert.throws(ready, /disk full/);
  now_ms = readiness_kept_ms;
  ready();
  broken = true;
  ready();
  now_ms = 2 * readiness_kept_ms;
  assert.throws(ready, /disk full/);
});

Deno.test("rememberProbe() keeps an outcome as long as it is told", () => {
  let now_ms = 0;
  let probes = 0;
  const ready = rememberProbe(() => void probes++, () => now_ms, metrics_readiness_kept_ms);
  ready();
  now_ms = metrics_readiness_kept_ms - 1;
  ready();
  assert.equal(probes, 1);
  now_ms = metrics_readiness_kept_ms;
  ready();
  assert.equal(probes, 2);
});
