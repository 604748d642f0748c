/** What a node counts, in Prometheus' words. Nothing is computed between two requests for it. */
import type { Counter, Histogram, Registry } from "prom-client";
import type { NodeView, OwnOpView } from "../../static/live_messages.ts";
import { duration_bounds_s, type Meter } from "../meter.ts";
import { addServiceMetrics, type ServiceSource } from "./service_metrics.ts";

/** The figures. */
export interface MetricsSource {
  readonly meter: Meter;
  /** The node as the page sees it. */
  node(): NodeView;
  /** Sockets that were accepted, peers included. */
  clients(): number;
  /** Pages that follow the node's events. */
  streams(): number;
  /** What the process may take, in bytes; undefined where nothing watches it. */
  readonly memory_max_bytes?: () => number;
  /** Ops that students wrote; undefined where the node takes none. */
  readonly own_ops?: undefined | {
    readonly views: readonly OwnOpView[];
    /** By op: what it did without being called. */
    readonly activity: ReadonlyMap<string, {
      readonly asks: Readonly<Record<"answered" | "failed" | "refused", number>>;
      readonly ticks: Readonly<Record<"well" | "failed", number>>;
    }>;
  };
  /** Resident memory of the process and the heap in use, in bytes. */
  memory(): { readonly rss: number; readonly heapUsed: number };
  /** Restarts of the listening server, by cause. */
  restarts(): ReadonlyMap<string, number>;
  /** Undefined for figures of the past, which nobody is alarmed by. */
  readonly service?: ServiceSource;
}

/**
 * Makes the metrics of one node. The package is loaded at the first request: it would make every start 50 ms longer.
 */
export async function createMetrics(source: MetricsSource): Promise<Registry> {
  const prom = await import("prom-client");
  const registry = new prom.Registry();
  const place: Place = { prom, registers: [registry] };
  addTraffic(source, place);
  registry.registerMetric(durationsOf(source.meter));
  addState(source, place);
  if (source.service !== undefined) addServiceMetrics(source.service, place);
  addOwnOps(source, place);
  addProcess(source, place);
  return registry;
}

/** The package, and where its metrics are registered. */
interface Place {
  readonly prom: typeof import("prom-client");
  readonly registers: Registry[];
}

function addTraffic(source: MetricsSource, { prom: { Counter }, registers }: Place): void {
  const { meter } = source;
  new Counter({
    name: "foxchain_requests_total",
    help: "Requests answered on WebSockets, by op and status.",
    labelNames: ["op", "status"],
    registers,
    collect() {
      this.reset();
      for (const [op, { statuses }] of meter.ops) {
        for (const [status, count] of statuses) this.inc({ op, status }, count);
      }
    },
  });
  new Counter({
    name: "foxchain_payload_bytes_total",
    help: "Payload of WebSocket messages, by direction. Text counts by UTF-16 units.",
    labelNames: ["direction"],
    registers,
    collect() {
      this.reset();
      this.inc({ direction: "received" }, meter.received);
      this.inc({ direction: "sent" }, meter.sent);
    },
  });
  new Counter({
    name: "foxchain_server_restarts_total",
    help: "How often the listening server was ended and came back, by cause: descriptors, memory, accept.",
    labelNames: ["cause"],
    registers,
    collect() {
      this.reset();
      for (const [cause, count] of source.restarts()) this.inc({ cause }, count);
    },
  });
}

function addState(source: MetricsSource, { prom: { Gauge }, registers }: Place): void {
  new Gauge({
    name: "foxchain_connections",
    help: "Open connections: plain clients, peers that connected to us and peers we dialled (or dial now).",
    labelNames: ["kind"],
    registers,
    collect() {
      const { connections } = source.node();
      this.set({ kind: "clients" }, Math.max(0, source.clients() - connections.in));
      this.set({ kind: "inbound" }, connections.in);
      this.set({ kind: "outbound" }, connections.out);
      this.set({ kind: "events" }, source.streams());
    },
  });
  new Gauge({
    name: "foxchain_peers",
    help: "Known addresses by state; listed ones are only in the store.",
    labelNames: ["state"],
    registers,
    collect() {
      for (const [state, count] of Object.entries(source.node().counts)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "foxchain_build_info",
    help: "1; the labels say what runs here.",
    labelNames: ["agent", "net", "deno"],
    registers,
    collect() {
      const { agent, net } = source.node();
      this.set({ agent, net: net ?? "", deno: Deno.version.deno }, 1);
    },
  });
}

function addOwnOps({ own_ops }: MetricsSource, { prom: { Counter, Gauge }, registers }: Place): void {
  if (own_ops === undefined) return;
  new Gauge({
    name: "foxchain_own_op",
    help: "1 for each op that a student wrote; the labels say how it is.",
    labelNames: ["op", "state"],
    registers,
    collect() {
      this.reset();
      for (const { name, state } of own_ops.views) this.set({ op: name, state }, 1);
    },
  });
  new Counter({
    name: "foxchain_own_op_asks_total",
    help: "Requests that students' ops sent to other nodes, by op and by how each ended.",
    labelNames: ["op", "end"],
    registers,
    collect() {
      this.reset();
      for (const [op, { asks }] of own_ops.activity) countEnds(this, op, asks);
    },
  });
  new Counter({
    name: "foxchain_own_op_ticks_total",
    help: "Runs that students' ops made by themselves, by op and by how each ended.",
    labelNames: ["op", "end"],
    registers,
    collect() {
      this.reset();
      for (const [op, { ticks }] of own_ops.activity) countEnds(this, op, ticks);
    },
  });
}

function addProcess(source: MetricsSource, { prom: { Gauge }, registers }: Place): void {
  new Gauge({
    name: "process_start_time_seconds",
    help: "Start of the node, in seconds since 1970.",
    registers,
    collect() {
      this.set(source.node().started_ms / 1000);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory of the process.",
    registers,
    collect() {
      this.set(source.memory().rss);
    },
  });
  const { memory_max_bytes } = source;
  if (memory_max_bytes !== undefined) {
    new Gauge({
      name: "foxchain_memory_max_bytes",
      help: "What the process may take (--memory-max): at three quarters the server starts anew.",
      registers,
      collect() {
        this.set(memory_max_bytes());
      },
    });
  }
  new Gauge({
    name: "foxchain_heap_bytes",
    help: "JavaScript heap in use.",
    registers,
    collect() {
      this.set(source.memory().heapUsed);
    },
  });
}

function countEnds(counter: Counter, op: string, ends: Readonly<Record<string, number>>): void {
  for (const [end, count] of Object.entries(ends)) counter.inc({ op, end }, count);
}

/** A histogram of the meter's own counts: to let prom-client observe each request would cost more than to answer it. */
function durationsOf(meter: Meter): Histogram {
  const name = "foxchain_request_duration_seconds";
  const bounds = [...duration_bounds_s, "+Inf"];
  const values = function* () {
    for (const [op, { durations, duration_sum_s }] of meter.ops) {
      let count = 0;
      for (const [place, le] of bounds.entries()) {
        count += durations[place]!;
        yield { metricName: `${name}_bucket`, labels: { op, le }, value: count };
      }
      yield { metricName: `${name}_sum`, labels: { op }, value: duration_sum_s };
      yield { metricName: `${name}_count`, labels: { op }, value: count };
    }
  };
  const help = "From a request's arrival to its answer, by op.";
  // A registry only uses a metric's name and `get`.
  const metric = {
    name,
    help,
    type: "histogram",
    aggregator: "sum",
    get: () => ({ name, help, type: "histogram", values: [...values()] }),
  };
  return metric as unknown as Histogram;
}
