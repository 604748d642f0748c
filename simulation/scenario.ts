/** What a scenario is: a course of events in the virtual network, the figures measured in it, and their targets. */

/** How a scenario is run. */
export interface Run {
  readonly seed: number;
  /** Nodes; each scenario has its own default. */
  readonly nodes: number;
  /** The short version for CI: fewer hours, the same targets. */
  readonly small: boolean;
  /** Share of all nodes that are the lecture's, 0 (included) to 1; they are started beside `nodes` of ours. */
  readonly lecture_share: number;
}

/** What one run measured, by the name of the figure. */
export interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  /** Fingerprint of everything that happened. */
  readonly trace: number;
}

/** A limit for one figure. Without `at_most` and `at_least` the figure is only reported. */
export interface Target {
  readonly figure: string;
  readonly unit: string;
  readonly at_most?: number;
  readonly at_least?: number;
  /** True: the mean over the seeds is judged, not the worst value. */
  readonly mean?: boolean;
}

/** One scenario. */
export interface Scenario {
  readonly name: string;
  readonly summary: string;
  /** Nodes and seeds of the full run. */
  readonly nodes: number;
  readonly seeds: number;
  /** Nodes of the small run in CI. */
  readonly small_nodes: number;
  readonly targets: readonly Target[];
  run(run: Run): Promise<Measured>;
}
