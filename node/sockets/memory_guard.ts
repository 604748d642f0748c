/**
 * Decides when memory is so full that the server must restart. From what that frees it tells whether strangers held the
 * memory. A pure state machine: it is told the time and the resident memory, and has no timer.
 */
import {
  garbage_pause_ms,
  memory_judged_ms,
  memory_near_bytes,
  memory_own_pause_ms,
  memory_rise_ms_max,
  memory_watch_ms,
  memory_watch_near_ms,
} from "../limits.ts";

/** How full the memory is at one moment. */
export interface MemorySample {
  /** Resident memory of the process. */
  readonly rss_bytes: number;
  /** Of that, JavaScript's heap with its garbage, and what the heap refers to. Half a message is not in it. */
  readonly heap_bytes: number;
}

/**
 * What to do. `fine`: nothing. `collect`: collect garbage and look again at once. `restart`: restart the server, then
 * call {@linkcode MemoryGuard.restarted}. `own`: tell people that the memory is the node's own.
 */
export type MemoryVerdict = "fine" | "collect" | "restart" | "own";

/**
 * Watches the memory of one process.
 *
 * @example
 * ```ts
 * import { MemoryGuard } from "./memory_guard.ts";
 * import assert from "node:assert/strict";
 *
 * const guard = new MemoryGuard(() => 1000, 0);
 * assert.equal(guard.look(50, { rss_bytes: 749, heap_bytes: 0 }), "fine");
 * assert.equal(guard.look(100, { rss_bytes: 750, heap_bytes: 0 }), "restart");
 * ```
 */
export class MemoryGuard {
  readonly #whole_bytes: () => number;
  /** The last moment at which memory was at most half full. */
  #calm_ms: number;
  #near = false;
  #collected_ms = -Infinity;
  /** Resident memory at the restart; set until it is known what the restart freed. */
  #tripped_bytes: number | undefined;
  #restarted_ms: number | undefined;
  /** Until when, and up to how many bytes, the memory counts as the node's own. */
  #own_until_ms = -Infinity;
  #own_bytes = 0;

  /**
   * @param max_bytes Gives the memory that the process may take, in bytes. Called at each look.
   */
  constructor(max_bytes: () => number, now_ms: number) {
    this.#whole_bytes = max_bytes;
    this.#calm_ms = now_ms;
  }

  get #max_bytes(): number {
    return this.#whole_bytes();
  }

  /** How long to wait before the next look. */
  get pause_ms(): number {
    return this.#near || this.#restarted_ms !== undefined ? memory_watch_near_ms : memory_watch_ms;
  }

  /**
   * Since when memory has been rising. Of a slow rise only the last part counts, since every client is silent at times.
   */
  risingSince_ms(now_ms: number): number {
    return Math.max(this.#calm_ms, now_ms - memory_rise_ms_max);
  }

  /** Judges a sample. It is due {@linkcode pause_ms} after the last one, or earlier. */
  look(now_ms: number, sample: MemorySample): MemoryVerdict {
    const above_half = sample.rss_bytes > this.#max_bytes / 2;
    this.#near = above_half || sample.rss_bytes > this.#max_bytes * 3 / 4 - memory_near_bytes;
    if (!above_half) this.#calm_ms = now_ms;
    if (this.#restarted_ms !== undefined) return this.#judge(now_ms, sample);
    if (this.#tripped_bytes !== undefined || sample.rss_bytes < this.#limit_bytes(now_ms)) return "fine";
    const heap_is_large = sample.heap_bytes >= this.#max_bytes / 8;
    if (heap_is_large && now_ms - this.#collected_ms >= garbage_pause_ms) {
      this.#collected_ms = now_ms;
      return "collect";
    }
    this.#tripped_bytes = sample.rss_bytes;
    return "restart";
  }

  /** The server has ended, which freed what strangers held. */
  restarted(now_ms: number, sample: MemorySample): MemoryVerdict {
    this.#restarted_ms = now_ms;
    return this.look(now_ms, sample);
  }

  /** Memory at which to act: three quarters, or where the memory is the node's own, a quarter more than it was. */
  #limit_bytes(now_ms: number): number {
    const limit_bytes = this.#max_bytes * 3 / 4;
    return now_ms < this.#own_until_ms ? Math.max(limit_bytes, this.#own_bytes) : limit_bytes;
  }

  /** Judges a restart: the memory is freed within a moment, or the server did not hold it. */
  #judge(now_ms: number, { rss_bytes }: MemorySample): MemoryVerdict {
    const freed = rss_bytes <= this.#tripped_bytes! * 3 / 4;
    if (!freed && now_ms - this.#restarted_ms! < memory_judged_ms) return "fine";
    this.#restarted_ms = undefined;
    this.#tripped_bytes = undefined;
    if (freed) return "fine";
    this.#own_until_ms = now_ms + memory_own_pause_ms;
    this.#own_bytes = rss_bytes + this.#max_bytes / 4;
    return "own";
  }
}
