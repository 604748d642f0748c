/** One node that the board watches: who has it, whether it is there, what its checks came to, and when the next is due. */
import type { Report } from "../../../check/result.ts";
import type { Remark, ResultView } from "../../../node/page/board_routes.ts";
import { worth } from "../judge_class.ts";
import * as limits from "./limits.ts";
import { type Moment, Presence } from "./presence.ts";
import { type Result, resultOf } from "./result.ts";

/** The node. Its connection is `presence`. */
export class WatchedNode {
  readonly presence = new Presence();
  is_checking = false;
  /** Somebody ordered a check. */
  is_ordered = false;
  #result: Result | undefined;
  /** Of the result, on the wall clock. */
  #checked_ms: number | null = null;
  /** Of the last check, whatever came of it, on the steady clock. */
  #began_ms = 0;
  #ended_ms: number | undefined;
  #is_kept = false;
  #is_interrupted = false;
  #losses = 0;

  /**
   * @param url At which it is checked.
   * @param program Names the program behind the URL: never checked twice at once.
   */
  constructor(readonly url: string, readonly program: string) {}

  /** The result that counts. */
  get result(): Result | undefined {
    return this.#result;
  }

  /** Whether a check is due. One that is offline is only asked when a person says so. */
  isDue({ steady_ms }: Moment): boolean {
    if (this.is_checking) return false;
    if (this.is_ordered) return true;
    if (this.presence.status !== "online") return false;
    if (this.#ended_ms === undefined) return true;
    return !this.#isDone && steady_ms - this.#ended_ms >= limits.recheck_ms;
  }

  /**
   * A person wants it checked.
   *
   * @returns False where that could only say what was just said.
   */
  order({ steady_ms }: Moment): boolean {
    if (this.is_checking || this.is_ordered) return true;
    if (this.#ended_ms !== undefined && steady_ms - this.#ended_ms < limits.order_pause_ms) return false;
    return this.is_ordered = true;
  }

  /** A check begins. */
  begin({ steady_ms }: Moment): void {
    this.is_checking = true;
    this.is_ordered = false;
    this.#began_ms = steady_ms;
    this.#losses = this.presence.losses;
  }

  /** The check ended. What could not be judged takes nothing away from what is known. */
  end(report: Report, { steady_ms, wall_ms }: Moment): void {
    this.is_checking = false;
    this.#ended_ms = steady_ms;
    this.#is_kept = this.#result !== undefined && worth[this.#result.verdict] > worth[report.verdict];
    if (this.#is_kept) return;
    this.#result = resultOf(report);
    this.#checked_ms = wall_ms;
    // A program that a message ended, or one that a student started anew meanwhile: nobody can tell from here.
    this.#is_interrupted = this.presence.losses > this.#losses && !this.#isDone;
  }

  /** The check itself failed. It is tried again as after any other. */
  fail({ steady_ms }: Moment): void {
    this.is_checking = false;
    this.#ended_ms = steady_ms;
  }

  /** What a tile shows of it. */
  view(remarks: readonly Remark[]): ResultView {
    const { verdict = "none", points = 0, points_max = 0, stages = [] } = this.#result ?? {};
    const restarted = this.#ended_ms !== undefined && this.presence.came_ms > this.#began_ms;
    return {
      is_checking: this.is_checking || this.is_ordered,
      verdict,
      points,
      points_max,
      stages,
      checked_ms: this.#checked_ms,
      remarks: [
        ...remarks,
        ...this.#result?.is_foxchain ? ["foxchain" as const] : [],
        ...this.#is_kept ? ["kept" as const] : [],
        ...this.#is_interrupted ? ["interrupted" as const] : [],
        ...restarted && !this.#is_interrupted ? ["restarted" as const] : [],
      ],
    };
  }

  get #isDone(): boolean {
    return this.#result?.verdict === "complete" && this.#result.points === this.#result.points_max;
  }
}
