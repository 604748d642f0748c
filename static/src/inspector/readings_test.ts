import assert from "node:assert/strict";
import { metric_names } from "./metric_names.ts";
import { readMetrics } from "./metrics.ts";
import { type Chart, charts, type Sample } from "./readings.ts";

function sampleOf(at_ms: number, requests: number, under_10_ms: number): Sample {
  const name = metric_names.durations;
  const metrics = readMetrics([
    {
      name: metric_names.requests,
      values: [
        { value: requests, labels: { op: "peers", status: "200" } },
        { value: 1, labels: { op: "foo", status: "404" } },
      ],
    },
    {
      name,
      values: [
        { value: under_10_ms, labels: { le: 0.01, op: "peers" }, metricName: `${name}_bucket` },
        { value: requests, labels: { le: "+Inf", op: "peers" }, metricName: `${name}_bucket` },
        { value: requests * 0.004, labels: { op: "peers" }, metricName: `${name}_sum` },
        { value: requests, labels: { op: "peers" }, metricName: `${name}_count` },
      ],
    },
    { name: metric_names.connections, values: [{ value: 3, labels: { kind: "outbound" } }] },
    { name: metric_names.peers, values: [{ value: 7, labels: { state: "good" } }] },
    { name: metric_names.bytes, values: [{ value: requests * 100, labels: { direction: "sent" } }] },
    { name: metric_names.resident, values: [{ value: 5e7, labels: {} }] },
    { name: metric_names.heap, values: [{ value: 2e7, labels: {} }] },
  ]);
  return { at_ms, metrics };
}

const earlier = sampleOf(0, 0, 0);
const before = sampleOf(8_000, 10, 10);
const now = sampleOf(10_000, 20, 20);

const expected: Record<Chart["name"], [string, number][]> = {
  by_op: [["peers", 5], ["foo", 0]],
  by_status: [["200", 5], ["404", 0]],
  duration: [["mean", 4], ["p95", 9.5]],
  connections: [["outbound", 3]],
  peers: [["good", 7]],
  bytes: [["sent", 500]],
  memory: [["resident", 5e7], ["heap", 2e7]],
};

for (const { name, read } of charts) {
  Deno.test(`the chart ${name} reads its series`, () => {
    assert.deepEqual([...read(now, before, earlier)], expected[name]);
  });
}

Deno.test("without an answer there is no duration", () => {
  const { read } = charts.find(({ name }) => name === "duration")!;
  assert.deepEqual([...read(now, now, now)], []);
});
