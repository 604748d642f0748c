/** Values of ops that live as long as the process: for examples, which must not touch what is really stored. */
import { Buffer } from "node:buffer";
import { op_store_bytes_max } from "./limits.ts";
import { bytesOf, noRoom, type OpValues, type ValuePlace } from "./op_values.ts";

/**
 * The store of ops without a disk.
 *
 * @example
 * ```ts
 * import { MemoryOpValues } from "./memory_op_values.ts";
 * import assert from "node:assert/strict";
 *
 * const values = new MemoryOpValues();
 * await values.set({ owner: "vote", space: "vote", key: "yes" }, "1");
 * assert.equal(values.get("vote", "yes"), "1");
 * ```
 */
export class MemoryOpValues implements OpValues {
  readonly #spaces = new Map<string, Map<string, { owner: string; text: string }>>();

  get(space: string, key: string): string | undefined {
    return this.#spaces.get(space)?.get(key)?.text;
  }

  set({ owner, space, key }: ValuePlace, text: string): Promise<void> {
    const known = this.#spaces.get(space)?.get(key);
    const before = known?.owner === owner ? bytesOf(key, known.text) : 0;
    const bytes = bytesOf(key, text);
    if (bytes > before && this.#usedBy(owner) + bytes - before > op_store_bytes_max) {
      return Promise.reject(noRoom(owner));
    }
    if (!this.#spaces.has(space)) this.#spaces.set(space, new Map());
    this.#spaces.get(space)!.set(key, { owner, text });
    return Promise.resolve();
  }

  async swap(place: ValuePlace, old: string | undefined, text: string): Promise<boolean> {
    if (this.get(place.space, place.key) !== old) return false;
    await this.set(place, text);
    return true;
  }

  delete(space: string, key: string): Promise<void> {
    this.#spaces.get(space)?.delete(key);
    return Promise.resolve();
  }

  list(space: string, prefix: string, after: string, limit: number): string[] {
    const bytes = (key: string) => Buffer.from(key);
    return [...this.#spaces.get(space)?.keys() ?? []]
      .filter((key) => key.startsWith(prefix) && Buffer.compare(bytes(key), bytes(after)) > 0)
      .sort((a, b) => Buffer.compare(bytes(a), bytes(b)))
      .slice(0, limit);
  }

  #usedBy(owner: string): number {
    let used = 0;
    for (const space of this.#spaces.values()) {
      for (const [key, value] of space) if (value.owner === owner) used += bytesOf(key, value.text);
    }
    return used;
  }
}
