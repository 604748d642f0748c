/** Runs a scenario over several seeds and compares the figures with the targets. Prints nothing. */
import type { Measured, Scenario, Target } from "./scenario.ts";
import { mean, median } from "./statistics.ts";

/** How to run it. */
export interface ReportOptions {
  readonly nodes: number;
  readonly first_seed: number;
  readonly seeds: number;
  readonly small?: boolean;
  /** See `Run` in `scenario.ts`; 0 when left out. */
  readonly lecture_share?: number;
  /** Called with one line for each finished seed. */
  readonly progress?: (line: string) => void;
}

/** One figure over all seeds; null stands for never. */
export interface Row {
  readonly figure: string;
  readonly unit: string;
  readonly median: number | null;
  readonly worst: number | null;
  readonly mean: number | null;
  readonly target: string;
  readonly verdict: "pass" | "MISSED" | "";
}

/** What came out. */
export interface Report {
  readonly scenario: string;
  readonly summary: string;
  readonly nodes: number;
  /** Share of lecture nodes among all, 0 to 1. */
  readonly lecture_share: number;
  readonly seeds: readonly number[];
  readonly real_s: number;
  readonly pass: boolean;
  readonly figures: readonly Row[];
  /** Seeds that replay a miss. */
  readonly misses: readonly { readonly seed: number; readonly figure: string }[];
  /** Fingerprint of each run. */
  readonly traces: readonly number[];
}

/** Runs the scenario with each seed in turn. */
export async function report(scenario: Scenario, options: ReportOptions): Promise<Report> {
  const { nodes, first_seed, small = false, lecture_share = 0, progress = () => {} } = options;
  const seeds = Array.from({ length: options.seeds }, (_, index) => first_seed + index);
  const begin_ms = performance.now();
  const runs: Measured[] = [];
  for (const seed of seeds) {
    const run_ms = performance.now();
    runs.push(await scenario.run({ seed, nodes, small, lecture_share }));
    progress(`${scenario.name}: seed ${seed} took ${((performance.now() - run_ms) / 1000).toFixed(1)} s`);
  }
  const figures = scenario.targets.map((target) => judge(target, runs));
  const misses = figures.flatMap(({ figure, verdict }, index) => {
    const target = scenario.targets[index]!;
    if (verdict !== "MISSED") return [];
    return seeds.filter((_, run) => !meets(target, runs[run]!.figures[figure]!)).map((seed) => ({
      seed,
      figure,
    }));
  });
  return {
    scenario: scenario.name,
    summary: scenario.summary,
    nodes,
    lecture_share,
    seeds,
    real_s: (performance.now() - begin_ms) / 1000,
    pass: figures.every(({ verdict }) => verdict !== "MISSED"),
    figures,
    misses,
    traces: runs.map(({ trace }) => trace),
  };
}

function judge(target: Target, runs: readonly Measured[]): Row {
  const { figure, unit, at_most, at_least } = target;
  const values = runs.map(({ figures }) => {
    const value = figures[figure];
    if (value === undefined) throw new Error(`the scenario did not measure "${figure}"`);
    return value;
  });
  const worst = at_least === undefined ? Math.max(...values) : Math.min(...values);
  const judged = target.mean ? mean(values) : worst;
  const is_limited = at_most !== undefined || at_least !== undefined;
  return {
    figure,
    unit,
    median: finite(median(values)),
    worst: finite(worst),
    mean: finite(mean(values)),
    target: at_most !== undefined ? `<= ${at_most}` : at_least !== undefined ? `>= ${at_least}` : "",
    verdict: !is_limited ? "" : meets(target, judged) ? "pass" : "MISSED",
  };
}

/** Whether a value meets its target. Infinity means that it was never reached, so it misses. */
function meets({ at_most = Infinity, at_least = -Infinity }: Target, value: number): boolean {
  return Number.isFinite(value) && value <= at_most && value >= at_least;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
