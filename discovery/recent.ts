/** A map with a limit: what was set longest ago is forgotten first. */

/**
 * A map that keeps only the latest entries.
 *
 * @example Setting a known key makes it the latest
 * ```ts
 * import { Recent } from "./recent.ts";
 * import assert from "node:assert/strict";
 *
 * const recent = new Recent<string, number>(2).set("a", 1).set("b", 2).set("a", 3).set("c", 4);
 * assert.deepEqual([...recent], [["a", 3], ["c", 4]]);
 * ```
 */
export class Recent<Key, Value> extends Map<Key, Value> {
  /** @param entries_max How many are kept. */
  constructor(readonly entries_max: number) {
    super();
  }

  override set(key: Key, value: Value): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.entries_max) this.delete(this.keys().next().value!);
    return this;
  }
}
