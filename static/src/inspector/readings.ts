/** What each chart shows, read from the node's metrics at two moments. */
import { label_names, metric_names } from "./metric_names.ts";
import { histogramOf, type Metrics, sumBy, sumOf } from "./metrics.ts";
import { histogramBetween, quantile, ratesOf } from "./rates.ts";

/** The node's metrics at one moment. */
export interface Sample {
  readonly at_ms: number;
  readonly metrics: Metrics;
}

/** What a chart's values are. */
export type Unit = "per_second" | "milliseconds" | "count" | "bytes_per_second" | "bytes";

/** One chart: its name in `words.ts` and how its series are read. */
export interface Chart {
  readonly name: "by_op" | "by_status" | "duration" | "connections" | "peers" | "bytes" | "memory";
  readonly unit: Unit;
  /** Series by name. `before` is the sample before this one, `earlier` one of some seconds ago. */
  read(now: Sample, before: Sample, earlier: Sample): ReadonlyMap<string, number>;
}

const second_ms = 1_000;

/** A counter's growth per second, by a label. */
function perSecond(name: string, label: string): Chart["read"] {
  return (now, before) =>
    ratesOf(
      sumBy(before.metrics, name, label),
      sumBy(now.metrics, name, label),
      (now.at_ms - before.at_ms) / second_ms,
    );
}

/** Mean and 95th percentile of what was answered since `earlier`. */
function durations(now: Sample, _before: Sample, earlier: Sample): Map<string, number> {
  const { count, sum, buckets } = histogramBetween(
    histogramOf(earlier.metrics, metric_names.durations),
    histogramOf(now.metrics, metric_names.durations),
  );
  const p95 = quantile(buckets, 0.95);
  if (count === 0 || p95 === undefined) return new Map();
  return new Map([["mean", sum / count * second_ms], ["p95", p95 * second_ms]]);
}

/** The charts in their order. */
export const charts: readonly Chart[] = [
  { name: "by_op", unit: "per_second", read: perSecond(metric_names.requests, label_names.op) },
  { name: "by_status", unit: "per_second", read: perSecond(metric_names.requests, label_names.status) },
  { name: "duration", unit: "milliseconds", read: durations },
  {
    name: "connections",
    unit: "count",
    read: ({ metrics }) => sumBy(metrics, metric_names.connections, label_names.kind),
  },
  {
    name: "peers",
    unit: "count",
    read: ({ metrics }) => sumBy(metrics, metric_names.peers, label_names.state),
  },
  { name: "bytes", unit: "bytes_per_second", read: perSecond(metric_names.bytes, label_names.direction) },
  {
    name: "memory",
    unit: "bytes",
    read: ({ metrics }) =>
      new Map([
        ["resident", sumOf(metrics, metric_names.resident)],
        ["heap", sumOf(metrics, metric_names.heap)],
      ]),
  },
];
