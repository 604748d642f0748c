/** Watches a node's memory and processor time while it is attacked. */
import { now_ms } from "./clock.ts";
import type { NodeUnderAttack } from "./node_under_attack.ts";

const sample_ms = 100;
/** What a node spends before this is not held against it: a limit needs a moment to act. */
export const settled_ms = 2_000;

/** A running watch. */
export class Sampler {
  readonly #node: NodeUnderAttack;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #began_ms = now_ms();
  #settled: { at_ms: number; cpu_ms: number } | undefined;
  #last: { at_ms: number; cpu_ms: number } | undefined;
  #peak_mib = 0;
  #cut = false;

  /** @param cut Called when the node takes more than `rss_mib_max`. */
  constructor(node: NodeUnderAttack, cut: () => void, rss_mib_max: number) {
    this.#node = node;
    node.forgetPeak();
    this.#sample();
    this.#timer = setInterval(() => {
      this.#sample();
      if (this.#peak_mib <= rss_mib_max) return;
      this.#cut = true;
      cut();
    }, sample_ms);
  }

  /** Ends the watch. */
  end(): { peak_mib: number; cpu_percent: number | null; cut: boolean } {
    clearInterval(this.#timer);
    this.#sample();
    const [first, last] = [this.#settled, this.#last];
    const cpu_percent = first === undefined || last === undefined || last.at_ms - first.at_ms < 500
      ? null
      : Math.round(100 * (last.cpu_ms - first.cpu_ms) / (last.at_ms - first.at_ms));
    return { peak_mib: Math.round(this.#peak_mib), cpu_percent, cut: this.#cut };
  }

  #sample(): void {
    this.#peak_mib = Math.max(this.#peak_mib, this.#node.peak_mib() ?? 0);
    const usage = this.#node.usage();
    if (usage === undefined) return;
    this.#last = { at_ms: now_ms(), cpu_ms: usage.cpu_ms };
    if (this.#last.at_ms - this.#began_ms >= settled_ms) this.#settled ??= this.#last;
  }
}
