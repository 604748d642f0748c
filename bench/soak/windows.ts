/** The looks of a soak, put together in windows of a few minutes. */
import { median } from "../median.ts";
import type { Moment } from "./result.ts";

/** What one node did in one window. */
export interface Window {
  readonly from_min: number;
  readonly looks: number;
  readonly memory_mib: number;
  readonly memory_mib_most: number;
  readonly descriptors: number;
  readonly answers: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly p99_ms_worst: number;
  readonly healthz_ms: number;
  readonly healthz_ms_worst: number;
  readonly wrong: number;
  readonly refused: number;
  readonly lost: number;
}

/**
 * Puts the looks at one node together. Medians are of the looks in a window; waits of 10 s without an answer are missing
 * from them and count as lost.
 *
 * @example
 * ```ts
 * import { windows } from "./windows.ts";
 * import assert from "node:assert/strict";
 *
 * const use = (memory_mib: number) => ({ memory_mib, descriptors: 30, cpu_ms: 0 });
 * const [first, second] = windows([
 *   { at_s: 10, node: "steady", use: use(100), healthz_ms: 1 },
 *   { at_s: 20, node: "steady", use: use(104), healthz_ms: 3 },
 *   { at_s: 700, node: "steady", use: use(110), healthz_ms: 2 },
 * ], 10);
 * assert.equal(first!.memory_mib, 102);
 * assert.equal(first!.healthz_ms_worst, 3);
 * assert.equal(second!.from_min, 10);
 * ```
 */
export function windows(moments: readonly Moment[], minutes: number): Window[] {
  const groups = Map.groupBy(moments, ({ at_s }) => Math.floor(at_s / 60 / minutes) * minutes);
  return [...groups].map(([from_min, looks]) => {
    const of = (figure: (moment: Moment) => number | undefined) =>
      looks.map(figure).filter((value) => value !== undefined);
    const most = (values: readonly number[]) => values.reduce((high, value) => Math.max(high, value), 0);
    const sum = (figure: (moment: Moment) => number | undefined) =>
      of(figure).reduce((total, value) => total + value, 0);
    const memory = of(({ use }) => use?.memory_mib);
    const p99 = of(({ clients }) => clients?.p99_ms);
    const healthz = of(({ healthz_ms }) => healthz_ms);
    return {
      from_min,
      looks: looks.length,
      memory_mib: median(memory),
      memory_mib_most: most(memory),
      descriptors: median(of(({ use }) => use?.descriptors)),
      answers: sum(({ clients }) => clients?.answers),
      p50_ms: median(of(({ clients }) => clients?.p50_ms)),
      p99_ms: median(p99),
      p99_ms_worst: most(p99),
      healthz_ms: median(healthz),
      healthz_ms_worst: most(healthz),
      wrong: sum(({ clients }) => clients?.wrong),
      refused: sum(({ clients }) => clients?.refused),
      lost: sum(({ clients }) => clients?.lost),
    };
  });
}
