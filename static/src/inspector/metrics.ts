/** Reads what `GET /metrics.json` answers: the JSON of prom-client. Unknown or broken parts are left out. */

/** One value of a metric. */
export interface MetricValue {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Of a histogram: the metric's name with `_bucket`, `_sum` or `_count`. */
  readonly metric_name: string;
}

/** Everything at one moment: metric name to values. */
export type Metrics = ReadonlyMap<string, readonly MetricValue[]>;

/**
 * Reads the answer.
 *
 * @example
 * ```ts
 * import { readMetrics } from "./metrics.ts";
 * import assert from "node:assert/strict";
 *
 * const metrics = readMetrics([{ name: "hits", values: [{ value: 3, labels: { status: 200 } }] }]);
 * assert.deepEqual(metrics.get("hits"), [{ value: 3, labels: { status: "200" }, metric_name: "hits" }]);
 * ```
 */
export function readMetrics(answer: unknown): Metrics {
  const metrics = new Map<string, MetricValue[]>();
  for (const metric of Array.isArray(answer) ? answer : []) {
    const { name, values } = Object(metric);
    if (typeof name !== "string" || !Array.isArray(values)) continue;
    metrics.set(name, values.flatMap((one) => readValue(one, name)));
  }
  return metrics;
}

function readValue(one: unknown, name: string): MetricValue[] {
  const { value, labels = {}, metricName = name } = Object(one);
  if (typeof value !== "number") return [];
  const texts = Object.entries(Object(labels)).map(([label, text]) => [label, String(text)]);
  return [{ value, labels: Object.fromEntries(texts), metric_name: String(metricName) }];
}

/** Sums of a metric's values by one label; the empty text stands for values without it. */
export function sumBy(metrics: Metrics, name: string, label: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { value, labels } of metrics.get(name) ?? []) {
    const key = labels[label] ?? "";
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return sums;
}

/** The sum of all values of a metric. */
export function sumOf(metrics: Metrics, name: string): number {
  return (metrics.get(name) ?? []).reduce((sum, { value }) => sum + value, 0);
}

/** A histogram over all its labels. */
export interface Histogram {
  readonly count: number;
  readonly sum: number;
  /** Upper bound (the last is infinite) and how many values were at most that, ascending. */
  readonly buckets: readonly (readonly [at_most: number, count: number])[];
}

/** Adds up a histogram's series. */
export function histogramOf(metrics: Metrics, name: string): Histogram {
  let [count, sum] = [0, 0];
  const buckets = new Map<number, number>();
  for (const { value, labels, metric_name } of metrics.get(name) ?? []) {
    if (metric_name === `${name}_count`) count += value;
    if (metric_name === `${name}_sum`) sum += value;
    if (metric_name !== `${name}_bucket`) continue;
    const at_most = labels.le === "+Inf" ? Infinity : Number(labels.le);
    buckets.set(at_most, (buckets.get(at_most) ?? 0) + value);
  }
  return { count, sum, buckets: [...buckets].sort(([a], [b]) => a - b) };
}
