/**
 * File descriptors that are held back for the moment when all others are taken. They are never of the database: closing
 * a second descriptor of that file would drop SQLite's locks, and another process could write to it.
 */
import { descriptor_reserve_size } from "../limits.ts";

/**
 * Descriptors of a file that is neither read nor written.
 *
 * @example
 * ```ts
 * import { DescriptorReserve } from "./descriptor_reserve.ts";
 * import assert from "node:assert/strict";
 *
 * const reserve = new DescriptorReserve();
 * assert.ok(reserve.take());
 * assert.equal(reserve.size, 16);
 * reserve.give();
 * assert.equal(reserve.size, 0);
 * ```
 */
export class DescriptorReserve {
  readonly #held: Disposable[] = [];
  #most = 0;
  readonly #open: () => Disposable;

  /** @param open Opens one; a test brings its own. */
  constructor(open: () => Disposable = openNothing) {
    this.#open = open;
  }

  /** Descriptors that are held back now. */
  get size(): number {
    return this.#held.length;
  }

  /**
   * Fills the reserve as far as the system allows.
   *
   * @returns Whether as many again are free, or at least as many as at any call before.
   */
  take(): boolean {
    try {
      while (this.#held.length < 2 * descriptor_reserve_size) this.#held.push(this.#open());
    } catch {
      // The system has no more, or the file may not be read here. The node works without a reserve.
    }
    const count = this.#held.length;
    const is_as_before = count >= this.#most;
    this.#most = Math.max(this.#most, count);
    this.#dispose(descriptor_reserve_size);
    return is_as_before;
  }

  /** Frees all of them for what must be done now. */
  give(): void {
    this.#dispose(0);
  }

  #dispose(kept: number): void {
    for (const file of this.#held.splice(kept)) file[Symbol.dispose]();
  }
}

/** Opens a file that is not read. Windows has no /dev/null to open, so it is the own executable there. */
export function openNothing(): Disposable {
  return Deno.openSync(Deno.build.os === "windows" ? Deno.execPath() : "/dev/null");
}
