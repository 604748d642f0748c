/** Counts what each source holds (places, connections), by its narrow and its wide key. */
import { wide_factor } from "../limits.ts";
import { type SourceKeys } from "./source.ts";

/**
 * How many of something each source has.
 *
 * @example A /48 gets four times what each /64 of it gets
 * ```ts
 * import { sourceKeys } from "./source.ts";
 * import { SourceCounts } from "./source_counts.ts";
 * import assert from "node:assert/strict";
 *
 * const counts = new SourceCounts();
 * for (const network of [1, 2, 3, 4]) counts.add(sourceKeys(`2600:1:2:${network}::7`));
 * assert.equal(counts.hasRoom(sourceKeys("2600:1:2:5::7"), 1), false);
 * assert.equal(counts.hasRoom(sourceKeys("2600:1:3:5::7"), 1), true);
 * ```
 */
export class SourceCounts {
  readonly #counts = new Map<string, number>();

  /** @param held The sources of what is there already. */
  constructor(held: Iterable<SourceKeys> = []) {
    for (const keys of held) this.add(keys);
  }

  /** Whether the source may have one more, if each may have `each_max`. */
  hasRoom({ narrow, wide }: SourceKeys, each_max: number): boolean {
    return this.#of(narrow) < each_max && (wide === null || this.#of(wide) < wide_factor * each_max);
  }

  add(keys: SourceKeys): void {
    this.#change(keys, 1);
  }

  /** Takes back one {@linkcode add}. */
  remove(keys: SourceKeys): void {
    this.#change(keys, -1);
  }

  #of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  #change({ narrow, wide }: SourceKeys, by: number): void {
    for (const key of wide === null ? [narrow] : [narrow, wide]) {
      const count = this.#of(key) + by;
      if (count === 0) this.#counts.delete(key);
      else this.#counts.set(key, count);
    }
  }
}
