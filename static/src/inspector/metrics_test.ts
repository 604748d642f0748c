import assert from "node:assert/strict";
import { histogramOf, readMetrics, sumBy } from "./metrics.ts";

Deno.test("what is no metric is left out", () => {
  for (const answer of [null, {}, "text", [null, 5, { name: 1, values: [] }, { name: "a" }]]) {
    assert.equal(readMetrics(answer).size, 0, JSON.stringify(answer));
  }
  assert.deepEqual(readMetrics([{ name: "a", values: [null, { value: "1" }, { value: 2 }] }]).get("a"), [
    { value: 2, labels: {}, metric_name: "a" },
  ]);
});

Deno.test("values are summed by a label", () => {
  const metrics = readMetrics([{
    name: "hits",
    values: [
      { value: 1, labels: { op: "peers", status: 200 } },
      { value: 2, labels: { op: "peers", status: 500 } },
      { value: 4, labels: { op: "time", status: 200 } },
      { value: 8, labels: {} },
    ],
  }]);
  assert.deepEqual([...sumBy(metrics, "hits", "op")], [["peers", 3], ["time", 4], ["", 8]]);
  assert.deepEqual([...sumBy(metrics, "missing", "op")], []);
});

Deno.test("the series of a histogram become one", () => {
  const series = (op: string) => [
    { value: 1, labels: { le: 0.1, op }, metricName: "d_bucket" },
    { value: 3, labels: { le: "+Inf", op }, metricName: "d_bucket" },
    { value: 0.7, labels: { op }, metricName: "d_sum" },
    { value: 3, labels: { op }, metricName: "d_count" },
  ];
  const metrics = readMetrics([{ name: "d", values: [...series("a"), ...series("b")] }]);
  assert.deepEqual(histogramOf(metrics, "d"), { count: 6, sum: 1.4, buckets: [[0.1, 2], [Infinity, 6]] });
});
