/**
 * Keeps sources away that may have filled the memory: public ones that were silent while it rose, since half a message
 * is never seen. Most are idle clients, and innocent. So they may return soon, one after the other. A source after
 * whose return memory rises again stays away for longer. Pure: it is told the time.
 */
import { type KeysOf, sourceKeys } from "../../discovery/address/source.ts";
import {
  quarantine_calm_bytes,
  quarantine_calm_ms,
  quarantine_gap_min_ms,
  quarantine_gap_ms,
  quarantine_memory_ms,
  quarantine_rise_bytes,
  quarantine_rise_ms_max,
  quarantine_span_ms,
  quarantine_waits_ms,
  quarantine_watch_ms,
  suspects_max,
} from "../limits.ts";

/**
 * What counts as one suspect: an IPv4 address, or the /48 of an IPv6 address, whose owner has 65,536 networks.
 *
 * @param keysOf Names the source of an IP; by default by IP, /64 and /48.
 *
 * @example
 * ```ts
 * import { suspectOf } from "./quarantine.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(suspectOf("203.0.113.7"), "203.0.113.7");
 * assert.equal(suspectOf("2600:1:2:3::7"), "2600:1:2::/48");
 * ```
 */
export function suspectOf(ip: string, keysOf: KeysOf = sourceKeys): string {
  const { wide, narrow } = keysOf(ip);
  return wide ?? narrow;
}

interface Suspect {
  /** Its place in {@linkcode quarantine_waits_ms}. */
  step: number;
  due_ms: number;
  /** When it returned; undefined while it is away. */
  returned_ms: number | undefined;
  /** Memory did not rise for some time after its return. Then a first-time suspect is not blamed. */
  calm: boolean;
  /** Memory rose while it was away and others were connected. */
  cleared: boolean;
}

/**
 * The suspects of one node.
 *
 * @example
 * ```ts
 * import { Quarantine } from "./quarantine.ts";
 * import assert from "node:assert/strict";
 *
 * const quarantine = new Quarantine();
 * quarantine.tripped(0, new Set(["198.51.100.4"]));
 * assert.equal(quarantine.admits("198.51.100.4", 1), true);
 * quarantine.tripped(1000, new Set(["198.51.100.4", "203.0.113.7"]));
 * assert.equal(quarantine.admits("198.51.100.4", 1001), false);
 * assert.equal(quarantine.admits("203.0.113.7", 1001), true);
 * assert.equal(quarantine.admits("198.51.100.4", 6000), true);
 * ```
 */
export class Quarantine {
  readonly #suspects = new Map<string, Suspect>();
  #last_trip: { readonly at_ms: number; readonly silent: ReadonlySet<string> } | undefined;
  /** When the last suspect returned, and how much memory was outside of JavaScript's heap then. */
  #returned_ms = -Infinity;
  #returned_bytes = 0;
  #returned: Suspect | undefined;
  #gap_ms = quarantine_gap_ms;

  /** Sources that are kept away now. */
  get size(): number {
    return [...this.#suspects.values()].filter(({ returned_ms }) => returned_ms === undefined).length;
  }

  /**
   * Memory was full, and the server restarts.
   *
   * @param silent Public sources with a connection that sent nothing since memory began to rise.
   * @returns Sources that are kept away because of this.
   */
  tripped(now_ms: number, silent: ReadonlySet<string>): readonly string[] {
    this.#forget(now_ms);
    this.#gap_ms = quarantine_gap_ms;
    // Memory that is left after the restart is no rise, even if it is more than before.
    this.#returned_bytes = Infinity;
    this.#returned = undefined;
    // Memory that rose while a suspect was away and other sources were connected was not the suspect's.
    const others_fill = [...silent].some((source) => !this.#suspects.has(source));
    if (others_fill) this.#clearAbsent(now_ms);
    const blamed = this.#blamed(now_ms, silent);
    if (blamed.length > 0) {
      for (const source of blamed) {
        this.#keepAway(source, now_ms, others_fill && this.#suspects.get(source)!.cleared ? 0 : 1);
      }
      return blamed;
    }
    const before = this.#last_trip;
    this.#last_trip = { at_ms: now_ms, silent };
    // Every idle client looks like a sender. So one full memory proves nothing.
    if (before === undefined || now_ms - before.at_ms > quarantine_memory_ms) return [];
    const suspects = [...silent].filter((source) => before.silent.has(source)).slice(0, suspects_max);
    for (const source of suspects) this.#keepAway(source, now_ms, 0);
    return suspects;
  }

  /**
   * Whether a source may connect. The first yes to a suspect counts as its return.
   *
   * @param loose Gives the resident memory outside of JavaScript's heap, in bytes: half messages are in it. Called
   *   seldom.
   */
  admits(source: string, now_ms: number, loose: () => number = () => 0): boolean {
    const suspect = this.#suspects.get(source);
    if (suspect === undefined || suspect.returned_ms !== undefined) return true;
    const since_ms = now_ms - this.#returned_ms;
    if (now_ms < suspect.due_ms || since_ms < this.#gap_ms) return false;
    const loose_bytes = loose();
    // A source that returns while memory rises would be blamed with the sender, or even in its place.
    const rises = loose_bytes - this.#returned_bytes > quarantine_rise_bytes;
    if (rises && since_ms < quarantine_rise_ms_max) return false;
    // The last return is judged now: the next look may come too late for it.
    this.look(now_ms, loose_bytes);
    suspect.returned_ms = this.#returned_ms = now_ms;
    this.#returned_bytes = loose_bytes;
    this.#returned = suspect;
    // First-time suspects are many and mostly innocent, so they return faster. Repeated ones return one by one.
    this.#gap_ms = suspect.step > 0 ? quarantine_gap_ms : Math.max(quarantine_gap_min_ms, this.#gap_ms / 2);
    return true;
  }

  /**
   * Notes the memory. If it was calm for {@linkcode quarantine_calm_ms} after a return, a later rise is not blamed on
   * that return: most senders fill it at once.
   *
   * @param loose_bytes As for {@linkcode Quarantine.admits}.
   */
  look(now_ms: number, loose_bytes: number): void {
    if (this.#returned === undefined || now_ms - this.#returned_ms < quarantine_calm_ms) return;
    this.#returned.calm = loose_bytes - this.#returned_bytes <= quarantine_calm_bytes;
    this.#returned = undefined;
  }

  /** The memory was the node's own, so no source is blamed for it. */
  pardon(sources: readonly string[]): void {
    for (const source of sources) this.#suspects.delete(source);
    this.#last_trip = undefined;
  }

  /** The sources after whose return memory rose: of those with the longest wait before, the last to return. */
  #blamed(now_ms: number, silent: ReadonlySet<string>): string[] {
    let top_step = -1;
    let last_ms = -Infinity;
    const returned = [...this.#suspects].filter(([source, { step, returned_ms }]) =>
      returned_ms !== undefined && silent.has(source) && now_ms - returned_ms <= watch_ms(step)
    );
    for (const [, { step, returned_ms }] of returned) {
      if (step < top_step) continue;
      last_ms = step > top_step ? returned_ms! : Math.max(last_ms, returned_ms!);
      top_step = step;
    }
    return returned.filter(([, { step, returned_ms, calm }]) =>
      step === top_step && returned_ms! >= last_ms - quarantine_span_ms && !(calm && step === 0)
    ).map(([source]) => source);
  }

  /**
   * Clears the sources that are away. Otherwise a sender with a new address each time would have a whole class blamed
   * in its place.
   */
  #clearAbsent(now_ms: number): void {
    for (const suspect of this.#suspects.values()) {
      if (suspect.returned_ms !== undefined) continue;
      suspect.cleared = true;
      suspect.step = 0;
      suspect.due_ms = Math.min(suspect.due_ms, now_ms + quarantine_waits_ms[0]!);
    }
  }

  #keepAway(source: string, now_ms: number, more_steps: number): void {
    const known_step = this.#suspects.get(source)?.step ?? 0;
    const step = Math.min(known_step + more_steps, quarantine_waits_ms.length - 1);
    // Deleted first, so that the map stays in the order of the entries' times.
    this.#suspects.delete(source);
    this.#suspects.set(source, {
      step,
      due_ms: now_ms + quarantine_waits_ms[step]!,
      returned_ms: undefined,
      calm: false,
      cleared: false,
    });
    if (this.#suspects.size > suspects_max) this.#suspects.delete(this.#suspects.keys().next().value!);
  }

  #forget(now_ms: number): void {
    for (const [source, { due_ms, returned_ms }] of this.#suspects) {
      if (now_ms - (returned_ms ?? due_ms) > quarantine_memory_ms) this.#suspects.delete(source);
    }
  }
}

/** How long after its return a source can be blamed. */
function watch_ms(step: number): number {
  return Math.max(quarantine_watch_ms, step === 0 ? 0 : quarantine_waits_ms[step]!);
}
