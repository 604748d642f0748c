/** The names of the metrics that the inspector shows, as `node/page/metrics.ts` gives them. */

/** Metrics, and the label that tells their values apart. */
export const metric_names = {
  /** Counter by `op` and `status`. */
  requests: "foxchain_requests_total",
  /** Histogram of seconds, by `op`. */
  durations: "foxchain_request_duration_seconds",
  /** Gauge by `kind`: `clients`, `inbound`, `outbound`, `events`. */
  connections: "foxchain_connections",
  /** Gauge by `state`. */
  peers: "foxchain_peers",
  /** Counter by `direction`: `received` and `sent`. */
  bytes: "foxchain_payload_bytes_total",
  /** Gauge. */
  resident: "process_resident_memory_bytes",
  /** Gauge. */
  heap: "foxchain_heap_bytes",
  /** Gauge that is 1; its labels tell the versions. */
  build: "foxchain_build_info",
} as const;

/** Labels of the metrics above. */
export const label_names = {
  op: "op",
  status: "status",
  kind: "kind",
  direction: "direction",
  state: "state",
} as const;
