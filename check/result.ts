/** The result of a check of one node. `--json` and the evidence have this form: fields may be added, never renamed. */
import type { Cause, Finding } from "./causes.ts";
import type { CheckId, Stage } from "./check.ts";
import type { Frame } from "./session.ts";
import type { World } from "./world.ts";

/**
 * How a check ended. `skipped`: another one that it needs was not usable. `not_judged`: the network. `unfinished`: the
 * node was slow and its time was over. `grader_error`: a bug in the check. The last three say nothing about the node.
 */
export type State =
  | "passed"
  | "partial"
  | "failed"
  | "skipped"
  | "not_judged"
  | "unfinished"
  | "grader_error";

/** One check's result. */
export interface CheckResult {
  readonly id: CheckId;
  readonly stage: Stage;
  readonly state: State;
  readonly points: number;
  readonly points_max: number;
  readonly findings: readonly Finding[];
  /** Numbers of the frames that were exchanged for it. */
  readonly frames: readonly number[];
  /** Of a skipped check: the check that it needed. */
  readonly because?: CheckId;
  /** Of a check that was not judged: why. */
  readonly stopped_by?: { readonly cause: Cause; readonly detail: string };
  readonly blame?: "grader";
}

/** One node's result. */
export interface Report {
  /** Of this form. */
  readonly format: 1;
  readonly url: string;
  readonly seed: string;
  readonly agent: string;
  /** Abbreviation that was asked for, if one was. */
  readonly zone?: string;
  readonly stages: readonly Stage[];
  /** Milliseconds since 1970. */
  readonly started_ms: number;
  readonly took_ms: number;
  /** `complete`: all was judged. `unfinished`: slow, with what was judged. `not_judged`: the network, or a bug of the grader. */
  readonly verdict: "complete" | "unfinished" | "not_judged";
  readonly points: number;
  readonly points_max: number;
  /** Points that could not be judged. They are part of `points_max` and are not lost. */
  readonly points_open: number;
  readonly checks: readonly CheckResult[];
  /** Beside the points. */
  readonly notes: readonly Finding[];
  readonly frames: readonly Frame[];
  /** True when the check ran in a browser, which hides HTTP statuses and causes of closes. */
  readonly is_browser?: boolean;
}

/** What a report is made of. */
interface Parts {
  readonly options: Pick<Report, "url" | "seed" | "agent" | "zone">;
  readonly chosen: readonly Stage[];
  readonly started_ms: number;
  readonly took_ms: number;
  readonly world: World;
  readonly results: readonly CheckResult[];
  readonly notes: readonly Finding[];
  readonly frames: readonly Frame[];
}

/** Adds up the results of the checks. */
export function summarize(
  { options, chosen, started_ms, took_ms, world, results, notes, frames }: Parts,
): Report {
  const sum = (of: (result: CheckResult) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  const { url, seed, agent, zone } = options;
  return {
    format: 1,
    url,
    seed,
    agent,
    ...(zone === undefined ? {} : { zone }),
    stages: chosen,
    started_ms,
    took_ms,
    verdict: verdictOf(results),
    points: sum(({ points }) => points),
    points_max: sum(({ points_max }) => points_max),
    points_open: sum(({ state, points_max }) => isOpen(state) ? points_max : 0),
    checks: results,
    notes,
    frames,
    ...(world.is_browser ? { is_browser: true } : {}),
  };
}

/** Whether a state says nothing about the node. */
export function isOpen(state: State): boolean {
  return state === "not_judged" || state === "unfinished" || state === "grader_error";
}

function verdictOf(results: readonly CheckResult[]): Report["verdict"] {
  const states = new Set(results.map(({ state }) => state));
  if (states.has("not_judged") || states.has("grader_error")) return "not_judged";
  return states.has("unfinished") ? "unfinished" : "complete";
}
