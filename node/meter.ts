/** Counts what passes through a node's connections, in plain numbers: that costs a request almost nothing. */
import { statusOf } from "../ops/envelope.ts";

/**
 * Upper bounds of the classes of durations, in seconds: from an answer from memory to one that waits for a slow disk.
 */
export const duration_bounds_s: readonly number[] = [
  0.0001,
  0.0005,
  0.001,
  0.005,
  0.01,
  0.05,
  0.1,
  0.5,
  1,
  5,
];

/** Ops that are counted by name; the rest are `unknown`. A student may rename a file any number of times. */
export const ops_counted_max = 100;

/** Requests of one op. */
export interface OpCount {
  /** By status. */
  readonly statuses: Map<number, number>;
  /** Requests in each class of {@linkcode duration_bounds_s}; the last one is for the rest. */
  readonly durations: number[];
  duration_sum_s: number;
}

/**
 * The counts of one node since its start.
 *
 * @example
 * ```ts
 * import { Meter } from "./meter.ts";
 * import assert from "node:assert/strict";
 *
 * const meter = new Meter();
 * meter.answered("time", '{"status":200,"error":"OK"}', 0.0002);
 * assert.deepEqual([...meter.ops.get("time")!.statuses], [[200, 1]]);
 * ```
 */
export class Meter {
  /** By op. An unknown op is counted as `unknown`, so that a stranger can't make labels. */
  readonly ops = new Map<string, OpCount>();
  /** Payload received and sent, control frames and headers not included. Text counts by UTF-16 units. */
  received = 0;
  sent = 0;

  /**
   * A request was answered.
   *
   * @param op Undefined for an unknown op.
   * @param answer The answer's text.
   */
  answered(op: string | undefined, answer: string, duration_s: number): void {
    const count = this.#countOf(op ?? "unknown");
    const status = statusOf(answer);
    count.statuses.set(status, (count.statuses.get(status) ?? 0) + 1);
    let place = 0;
    while (place < duration_bounds_s.length && duration_s > duration_bounds_s[place]!) place++;
    count.durations[place]!++;
    count.duration_sum_s += duration_s;
  }

  #countOf(op: string): OpCount {
    const known = this.ops.get(op);
    if (known !== undefined) return known;
    if (this.ops.size >= ops_counted_max && op !== "unknown") return this.#countOf("unknown");
    const durations = new Array(duration_bounds_s.length + 1).fill(0);
    const count: OpCount = { statuses: new Map(), durations, duration_sum_s: 0 };
    this.ops.set(op, count);
    return count;
  }
}
