/**
 * Watches the memory of the process. When it is full, it restarts the server and keeps suspects away. `memory_guard.ts`
 * decides when, and `quarantine.ts` which sources are suspects.
 */
import type { KeysOf } from "../../discovery/address/source.ts";
import type { Log, Source } from "../../ops/context.ts";
import { collectGarbage } from "./garbage_collection.ts";
import { memory_own_pause_ms } from "../limits.ts";
import { type SteadyClock, steadyClock } from "../steady_clock.ts";
import { MemoryGuard, type MemorySample, type MemoryVerdict } from "./memory_guard.ts";
import { Quarantine, suspectOf } from "./quarantine.ts";

/** What the watch needs of the node. */
export interface MemoryWatchOptions {
  /** Memory that the process may take. */
  readonly max_bytes: () => number;
  readonly log: Log;
  /** Ends the server and what it accepted; settles when it listens again. */
  restart(detail: string): Promise<void>;
  /** Public sources with a connection that sent nothing for so long. */
  silentSources(duration_ms: number): ReadonlySet<string>;
  /** Names the source of an IP. */
  readonly keysOf?: KeysOf;
  /** Time, memory and garbage collection; a test brings its own. */
  readonly clock?: SteadyClock;
  readonly sample?: () => MemorySample;
  readonly collect?: () => void;
}

/** The watch of one node; it runs until {@linkcode end}. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  readonly #clock: SteadyClock;
  readonly #guard: MemoryGuard;
  readonly #quarantine = new Quarantine();
  #suspects: readonly string[] = [];
  #callOff = () => {};
  #ended = false;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
    this.#clock = options.clock ?? steadyClock();
    this.#guard = new MemoryGuard(options.max_bytes, this.#clock.now_ms());
    this.#schedule();
  }

  /** Whether a source may connect now. Only public ones are ever kept away. */
  admits({ ip, scope }: Source): boolean {
    if (scope !== "public") return true;
    const source = suspectOf(ip, this.#options.keysOf);
    return this.#quarantine.admits(source, this.#clock.now_ms(), () => looseBytes(this.#sample()));
  }

  /** Stops watching. */
  end(): void {
    this.#ended = true;
    this.#callOff();
  }

  #schedule(): void {
    if (this.#ended) return;
    this.#callOff = this.#clock.after(this.#guard.pause_ms, () => this.#look());
  }

  #look(): void {
    let sample = this.#sample();
    this.#quarantine.look(this.#clock.now_ms(), looseBytes(sample));
    let verdict = this.#guard.look(this.#clock.now_ms(), sample);
    if (verdict === "collect") {
      (this.#options.collect ?? collectGarbage)();
      sample = this.#sample();
      verdict = this.#guard.look(this.#clock.now_ms(), sample);
    }
    if (verdict !== "restart") {
      this.#hear(verdict, sample);
      return this.#schedule();
    }
    this.#restart(sample).catch((error) => this.#options.log.fault("memory", error)).finally(() =>
      this.#schedule()
    );
  }

  async #restart({ rss_bytes }: MemorySample): Promise<void> {
    const { log, max_bytes, silentSources, restart } = this.#options;
    const now_ms = this.#clock.now_ms();
    const silent = silentSources(now_ms - this.#guard.risingSince_ms(now_ms));
    this.#suspects = this.#quarantine.tripped(now_ms, silent);
    if (this.#suspects.length > 0) {
      log.info("Memory was full again: {count} public sources that said nothing have to wait", {
        count: this.#suspects.length,
        suspects: this.#suspects.slice(0, suspects_logged_max),
      });
    }
    try {
      await restart(`${mib(rss_bytes)} of ${mib(max_bytes())} MiB are in use`);
    } finally {
      const sample = this.#sample();
      this.#hear(this.#guard.restarted(this.#clock.now_ms(), sample), sample);
    }
  }

  #hear(verdict: MemoryVerdict, { rss_bytes }: MemorySample): void {
    if (verdict !== "own") return;
    this.#quarantine.pardon(this.#suspects);
    this.#options.log.info(
      "The node itself takes {rss} MiB: ending all connections freed little. None is ended for that in the next {pause} s. " +
        "Start it with a larger --memory-max (now {max})",
      { rss: mib(rss_bytes), max: mib(this.#options.max_bytes()), pause: memory_own_pause_ms / 1000 },
    );
  }

  #sample(): MemorySample {
    return (this.#options.sample ?? processMemory)();
  }
}

const suspects_logged_max = 20;

function processMemory(): MemorySample {
  const { rss, heapTotal, external } = Deno.memoryUsage();
  return { rss_bytes: rss, heap_bytes: heapTotal + external };
}

/** Resident memory outside of JavaScript's heap. Half messages are in it. */
function looseBytes({ rss_bytes, heap_bytes }: MemorySample): number {
  return rss_bytes - heap_bytes;
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
