/** The last minutes of one chart: which lines it has, and their points. Nothing is drawn here. */

/** How far back the charts go. */
export const kept_ms = 5 * 60_000;

/** Lines that can still be told apart; the others are added up as one. */
export const lines_max = 6;

/** Name of the line that adds up the others. */
export const others = "…";

/** One line. */
export interface Line {
  readonly name: string;
  /** 0 to `lines_max` - 1: gives colour and dashes, and stays the same while the line is there. */
  readonly slot: number;
  /** As many as there are moments; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

interface Point {
  readonly at_ms: number;
  /** Undefined: a gap. */
  readonly values: ReadonlyMap<string, number> | undefined;
}

/**
 * Points of one chart.
 *
 * @example
 * ```ts
 * import { Series } from "./series.ts";
 * import assert from "node:assert/strict";
 *
 * const series = new Series();
 * series.add(1_000, new Map([["peers", 2]]));
 * series.add(3_000, new Map([["peers", 4], ["time", 1]]));
 * assert.deepEqual(series.moments, [1_000, 3_000]);
 * assert.deepEqual(series.lines().map(({ name, values }) => [name, values]), [["peers", [2, 4]], ["time", [0, 1]]]);
 * ```
 */
export class Series {
  #points: Point[] = [];
  readonly #slots = new Map<string, number>();

  /** Adds a sample or a gap, and drops old ones. */
  add(at_ms: number, values: ReadonlyMap<string, number> | undefined): void {
    this.#points = [...this.#points.filter((point) => at_ms - point.at_ms <= kept_ms), { at_ms, values }];
  }

  /** When each value was read. */
  get moments(): number[] {
    return this.#points.map(({ at_ms }) => at_ms);
  }

  /** The lines that were ever above zero, the greatest first. */
  lines(): Line[] {
    const totals = new Map<string, number>();
    for (const { values } of this.#points) {
      for (const [name, value] of values ?? []) totals.set(name, (totals.get(name) ?? 0) + value);
    }
    const names = [...totals].filter(([, total]) => total > 0).sort(([, a], [, b]) => b - a).map(([name]) =>
      name
    );
    const single = names.length > lines_max ? names.slice(0, lines_max - 1) : names;
    const rest = names.slice(single.length);
    const shown = rest.length > 0 ? [...single, others] : single;
    this.#giveSlots(shown);
    return shown.map((name) => ({
      name,
      slot: this.#slots.get(name)!,
      values: this.#points.map(({ values }) => valueOf(values, name === others ? rest : [name])),
    }));
  }

  #giveSlots(names: readonly string[]): void {
    for (const name of this.#slots.keys()) {
      if (!names.includes(name)) this.#slots.delete(name);
    }
    for (const name of names) {
      if (this.#slots.has(name)) continue;
      const taken = new Set(this.#slots.values());
      this.#slots.set(
        name,
        Array.from({ length: lines_max }, (_, slot) => slot).find((slot) => !taken.has(slot))!,
      );
    }
  }
}

/** Null in a gap, and where a chart without zeros (durations) had nothing to measure. */
function valueOf(values: ReadonlyMap<string, number> | undefined, names: readonly string[]): number | null {
  if (values === undefined || values.size === 0) return null;
  return names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
}
