/** The node's figures of the last minutes, so that a new page has something to show. */
import { duration_bounds_s, Meter } from "../meter.ts";
import { history_every_ms, history_samples_max } from "./limits.ts";
import { createMetrics, type MetricsSource } from "./metrics.ts";

/** All counts at one moment, as `GET /metrics.json` has them. */
export interface PastMetrics {
  /** Milliseconds since 1970. */
  readonly at_ms: number;
  readonly metrics: unknown;
}

interface Sample {
  readonly at_ms: number;
  readonly source: MetricsSource;
}

/** Samples of one node at even intervals. They are plain numbers, and become Prometheus' words on request. */
export class MetricsHistory {
  readonly #source: MetricsSource;
  readonly #samples: Sample[] = [];
  #told: Promise<PastMetrics[]> | undefined;

  constructor(source: MetricsSource) {
    this.#source = source;
  }

  /** Notes the counts of this moment. Beyond the limit the oldest sample is dropped. */
  sample(at_ms: number): void {
    this.#samples.push({ at_ms, source: frozen(this.#source) });
    if (this.#samples.length > history_samples_max) this.#samples.shift();
    this.#told = undefined;
  }

  /** All samples, oldest first. The answer is kept until the next sample. */
  read(): Promise<readonly PastMetrics[]> {
    return this.#told ??= Promise.all(this.#samples.map(async ({ at_ms, source }) => {
      const registry = await createMetrics(source);
      return { at_ms, metrics: await registry.getMetricsAsJSON() };
    }));
  }

  /** Samples from now on. Returns a function that ends it. */
  start(now_ms: () => number): () => void {
    this.sample(now_ms());
    const timer = setInterval(() => this.sample(now_ms()), history_every_ms);
    return () => clearInterval(timer);
  }
}

/** A copy of the counts as they are now. */
function frozen(source: MetricsSource): MetricsSource {
  const [node, clients, streams] = [source.node(), source.clients(), source.streams()];
  const [restarts, memory] = [new Map(source.restarts()), source.memory()];
  const own_ops = source.own_ops &&
    { views: source.own_ops.views, activity: structuredClone(source.own_ops.activity) };
  return {
    own_ops,
    meter: copyOf(source.meter),
    node: () => node,
    clients: () => clients,
    streams: () => streams,
    memory_max_bytes: source.memory_max_bytes,
    restarts: () => restarts,
    memory: () => memory,
  };
}

function copyOf({ ops, received, sent }: Meter): Meter {
  const copy = new Meter();
  Object.assign(copy, { received, sent });
  for (const [op, { statuses, durations, duration_sum_s }] of ops) {
    const kept = durations.slice(0, duration_bounds_s.length + 1);
    copy.ops.set(op, { statuses: new Map(statuses), durations: kept, duration_sum_s });
  }
  return copy;
}
