/**
 * Runs the checks on one node: order, dependencies, points. An exception in a check is the check's own fault, never the
 * node's.
 */
import { type Cause, fault, type Finding, habits } from "./causes.ts";
import type { Check, CheckContext, CheckId, Outcome, Stage } from "./check.ts";
import { check_ids, stages } from "./check.ts";
import { lookBeyond } from "./beyond.ts";
import * as limits from "./limits.ts";
import { RandomWords } from "./random.ts";
import { type CheckResult, type Report, summarize } from "./result.ts";
import { type Frame, Session, Unjudged } from "./session.ts";
import { stage_1 } from "./stage_1.ts";
import { stage_2 } from "./stage_2.ts";
import { stage_3 } from "./stage_3.ts";
import type { World } from "./world.ts";

/** All checks, in order. Their points make 100. */
export const checks: readonly Check[] = [...stage_1, ...stage_2, ...stage_3];

/** What a run is given. */
export interface RunOptions {
  /** The node's `ws:` or `wss:` URL. */
  readonly url: string;
  /** The same seed sends the same words. */
  readonly seed: string;
  /** The program that checks, e.g. `foxchain/1.0.0`. */
  readonly agent: string;
  /** Undefined: all, and what is beyond the lecture. */
  readonly stages?: readonly Stage[];
  /** Abbreviation that `time_zone` should have. */
  readonly zone?: string;
  /** Called with each result and all frames so far. */
  readonly onResult?: (result: CheckResult, frames: readonly Frame[]) => void;
  /** For tests: other checks than the usual ones. */
  readonly checks?: readonly Check[];
}

/**
 * Checks one node. Never rejects for what a node or the network does.
 *
 * @example
 * ```ts
 * import { runChecks } from "./run.ts";
 * import { scriptedWorld } from "./test_world.ts";
 * import assert from "node:assert/strict";
 *
 * const world = scriptedWorld({ open: () => ({ kind: "refused", detail: "nothing listens" }) });
 * const report = await runChecks(world, { url: "ws://localhost:9000/ws", seed: "1", agent: "test" });
 * assert.equal(report.verdict, "not_judged");
 * ```
 */
export async function runChecks(world: World, options: RunOptions): Promise<Report> {
  const { url, seed, zone, onResult = () => {} } = options;
  const session = new Session(world, limits.node_budget_ms);
  const context: CheckContext = {
    session,
    words: new RandomWords(seed, url),
    url,
    zone,
    memory: { registered: [] },
  };
  const chosen = options.stages ?? stages;
  const started_ms = world.wall_ms();
  const began_ms = world.steady_ms();
  const run = new Run(context);
  try {
    for (const check of inOrder(options.checks ?? checks)) {
      const is_wanted = chosen.includes(check.stage);
      // Every stage needs the connection and the envelope, judged or not.
      if (!is_wanted && check.id !== "connect" && check.id !== "envelope") continue;
      const result = await run.take(check);
      if (!is_wanted) continue;
      run.results.push(result);
      onResult(result, session.frames);
    }
    const notes = chosen.length === stages.length && run.answers ? await beyond(context) : [];
    const took_ms = Math.round(world.steady_ms() - began_ms);
    return summarize({
      options,
      chosen,
      started_ms,
      took_ms,
      world,
      results: inTableOrder(run.results),
      notes,
      frames: session.frames,
    });
  } finally {
    session.close();
  }
}

/** The order in which they run: checks that may end a program come last. */
function inOrder(checks: readonly Check[]): Check[] {
  return [...checks.filter(({ is_risky }) => !is_risky), ...checks.filter(({ is_risky }) => is_risky)];
}

function inTableOrder(results: readonly CheckResult[]): CheckResult[] {
  return [...results].sort((a, b) => check_ids.indexOf(a.id) - check_ids.indexOf(b.id));
}

async function beyond(context: CheckContext): Promise<readonly Finding[]> {
  try {
    return await lookBeyond(context);
  } catch {
    // It costs no points, so a failure here doesn't matter.
    return [];
  }
}

/** One run's memory of what was found. */
class Run {
  readonly results: CheckResult[] = [];
  /** Set once nothing more can be judged. */
  stopped: Unjudged | undefined;
  readonly #context: CheckContext;
  readonly #all = new Map<CheckId, CheckResult & { readonly is_usable: boolean }>();
  readonly #charged = new Set<string>();

  constructor(context: CheckContext) {
    this.#context = context;
  }

  /** Whether the node is there and answers in some form. */
  get answers(): boolean {
    return this.stopped === undefined && this.#all.get("envelope")?.is_usable === true;
  }

  /** Runs one check, or says why not. */
  async take(check: Check): Promise<CheckResult> {
    const judged = await this.#judge(check);
    this.#all.set(check.id, judged);
    const { is_usable: _, ...result } = judged;
    return result;
  }

  async #judge(check: Check): Promise<CheckResult & { is_usable: boolean }> {
    const { id, stage, points: points_max } = check;
    const base = { id, stage, points_max, points: 0, findings: [], frames: [] };
    if (this.stopped) return { ...base, ...stoppedState(this.stopped), is_usable: false };
    const hinder = check.needs.map((need) => this.#all.get(need)).find((need) =>
      need !== undefined && !need.is_usable
    );
    if (hinder !== undefined) {
      const state = hinder.state === "grader_error" || hinder.blame === "grader" ? "grader_error" : "skipped";
      return {
        ...base,
        state,
        because: hinder.because ?? hinder.id,
        is_usable: false,
        ...state === "grader_error" ? { blame: "grader" as const } : {},
      };
    }
    const first_frame = this.#context.session.frames.length + 1;
    const framesOf = () => this.#context.session.frames.slice(first_frame - 1).map(({ number }) => number);
    try {
      const outcome = await this.#attempt(check);
      const findings = this.#charge(outcome.findings, points_max);
      const points = Math.max(0, points_max - findings.reduce((sum, { cost }) => sum + cost, 0));
      const state = points === points_max ? "passed" : points === 0 ? "failed" : "partial";
      return { ...base, state, points, findings, frames: framesOf(), is_usable: outcome.is_usable };
    } catch (error) {
      if (error instanceof Unjudged) {
        this.stopped = error;
        return { ...base, ...stoppedState(error), frames: framesOf(), is_usable: false };
      }
      const values = { text: String(error instanceof Error ? error.message : error).slice(0, 200) };
      return {
        ...base,
        state: "grader_error",
        blame: "grader",
        findings: [{ ...fault("grader", 0, values), level: "note" }],
        frames: framesOf(),
        is_usable: false,
      };
    }
  }

  /**
   * Runs a check. A fault on a used connection may come from an earlier answer, so the check runs again on a new one.
   */
  async #attempt(check: Check): Promise<Outcome> {
    const { session } = this.#context;
    const was_fresh = session.is_fresh || check.id === "connect" || check.id === "envelope";
    const first = await check.run(this.#context);
    const is_clean = first.findings.every(({ level }) => level !== "fault");
    const certain = first.findings.some(({ cause }) => waited.has(cause));
    if (is_clean || was_fresh || certain) return first;
    session.renew();
    const second = await check.run(this.#context);
    return costOf(second) < costOf(first) ? second : first;
  }

  /** Sets each cost. A habit costs points once only. */
  #charge(findings: readonly Finding[], points_max: number): Finding[] {
    const seen = new Set<string>();
    return findings.flatMap((finding) => {
      const key = habitOf(finding);
      const same = `${finding.cause} ${JSON.stringify(finding.values)}`;
      if (seen.has(key ?? same)) return [];
      seen.add(key ?? same);
      const cost = key !== undefined && this.#charged.has(key) ? 0 : Math.min(finding.cost, points_max);
      if (key !== undefined) this.#charged.add(key);
      return [{ ...finding, cost }];
    });
  }
}

/** The key of a habit. A wrong status is a habit of its op. A wrong status of an error answer is not a habit. */
function habitOf({ cause, values, cost }: Finding): string | undefined {
  if (!habits.has(cause) || cost === Infinity) return undefined;
  if (cause === "status_other" && values.op === undefined) return undefined;
  return `${cause} ${values.key ?? values.op ?? values.wanted ?? ""}`;
}

/** Causes that took a whole wait. Such a check does not run again. */
const waited: ReadonlySet<Cause> = new Set<Cause>([
  "silent",
  "silent_branch",
  "silent_all",
  "standstill",
  "program_ended",
]);

function costOf({ findings }: Outcome): number {
  return findings.reduce((sum, { cost }) => sum + cost, 0);
}

function stoppedState({ why, finding, detail }: Unjudged): Pick<CheckResult, "state" | "stopped_by"> {
  return { state: why === "network" ? "not_judged" : "unfinished", stopped_by: { cause: finding, detail } };
}
