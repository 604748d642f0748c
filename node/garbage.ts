/**
 * Gives back the memory of long texts that were refused. V8 would leave such garbage lying until its heap of 4 GB
 * fills up: six rounds of ten 60 MiB texts left a node at 1.8 GB, with this at 0.13 GB.
 */
import v8 from "node:v8";
import vm from "node:vm";
import { refused_text_garbage_max } from "../discovery/limits.ts";

/**
 * Counts refused texts that nobody refers to any more.
 *
 * @example
 * ```ts
 * import { Garbage } from "./garbage.ts";
 * import assert from "node:assert/strict";
 *
 * let collections = 0;
 * const garbage = new Garbage(() => collections++);
 * garbage.discard(60 * 1024 * 1024);
 * assert.equal(collections, 1);
 * ```
 */
export class Garbage {
  readonly #collect: () => void;
  #characters = 0;

  /** @param collect Runs soon; V8's full collection of some 10 ms unless a test brings its own. */
  constructor(collect: () => void = collectSoon) {
    this.#collect = collect;
  }

  /** Takes note of a text and has garbage collected once there is much: that costs less than receiving it did. */
  discard(characters: number): void {
    this.#characters += characters;
    if (this.#characters < refused_text_garbage_max) return;
    this.#characters = 0;
    this.#collect();
  }
}

let collect: (() => void) | undefined;

function collectSoon(): void {
  // Not at once: the caller's own stack may still refer to the text.
  setImmediate(collect ??= exposedCollector());
}

function exposedCollector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc");
}
