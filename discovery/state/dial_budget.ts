/** How often a public source may be dialled, on any port and under any name, and how often this node dials at all. */
import { Bucket } from "../bucket.ts";
import * as limits from "../limits.ts";
import { Recent } from "../recent.ts";
import { type KeysOf, sourceKeys } from "../address/source.ts";
import type { Random } from "../book/table.ts";

/** The dials of one source. */
interface DialRecord {
  /** Times of the last few dials, as many as are allowed in an hour, oldest first. */
  dials_s: number[];
  /** First dial of this IP that nobody ever answered; 0 once it was reached. */
  unreached_since_s: number;
  /** Dials since then. */
  unreached_dials: number;
  /** Earliest time of the second one. */
  again_s: number;
}

/**
 * The memory of dials by IP.
 *
 * @example An IP never reached is dialled twice in 24 hours
 * ```ts
 * import { DialBudget } from "./dial_budget.ts";
 * import assert from "node:assert/strict";
 *
 * const budget = new DialBudget(() => 0.5);
 * assert.equal(budget.take(0, "203.0.113.7", false), true);
 * assert.equal(budget.take(3600, "203.0.113.7", false), false);
 * assert.equal(budget.take(6 * 3600, "203.0.113.7", false), true);
 * assert.equal(budget.take(23 * 3600, "203.0.113.7", false), false);
 * ```
 */
export class DialBudget {
  /** By the keys of `source.ts`. */
  readonly #sources = new Recent<string, DialRecord>(limits.ip_memory_max);

  constructor(readonly random: Random, readonly keysOf: KeysOf = sourceKeys) {}

  /** Sources remembered. */
  get size(): number {
    return this.#sources.size;
  }

  /** Whether the IP may be dialled now; spends nothing. `reached`: its source has answered before. */
  allows(now_s: number, ip: string, reached: boolean): boolean {
    return this.#shares(ip).every(({ key, factor }) =>
      isAllowed(this.#sources.get(key), factor, now_s, reached)
    );
  }

  /** Spends one dial, if it is allowed. */
  take(now_s: number, ip: string, reached: boolean): boolean {
    if (!this.allows(now_s, ip, reached)) return false;
    for (const { key, factor } of this.#shares(ip)) this.#note(key, factor, now_s, reached);
    return true;
  }

  /** This node was offline: the last dial of the IP does not count as one that nobody answered. */
  refund(ip: string): void {
    for (const { key } of this.#shares(ip)) {
      const record = this.#sources.get(key);
      if (record !== undefined && record.unreached_dials > 0) record.unreached_dials--;
    }
  }

  /** The budgets that pay for a dial: the source's, and that of its site, which is `factor` times as large. */
  #shares(ip: string): { readonly key: string; readonly factor: number }[] {
    const { narrow, wide } = this.keysOf(ip);
    const own = { key: narrow, factor: 1 };
    return wide === null ? [own] : [own, { key: wide, factor: limits.wide_factor }];
  }

  #note(key: string, factor: number, now_s: number, reached: boolean): void {
    const record = this.#sources.get(key) ??
      { dials_s: [], unreached_since_s: now_s, unreached_dials: 0, again_s: now_s };
    record.dials_s = [...record.dials_s, now_s].slice(-factor * limits.ip_dials_per_hour_max);
    if (reached || now_s - record.unreached_since_s >= limits.unreached_ip_memory_s) {
      record.unreached_since_s = now_s;
      record.unreached_dials = 0;
    }
    if (!reached) {
      record.unreached_dials++;
      record.again_s = now_s + limits.unreached_ip_pause_s * (0.5 + this.random()) / factor;
    }
    this.#sources.set(key, record);
  }
}

/** Whether a source with this record may be dialled. A site may have more dials, so its pauses are shorter, too. */
function isAllowed(record: DialRecord | undefined, factor: number, now_s: number, reached: boolean): boolean {
  if (record === undefined) return true;
  const sinceDial_s = (last: number) => now_s - (record.dials_s.at(-last) ?? -Infinity);
  if (sinceDial_s(1) < limits.ip_dial_pause_s / factor) return false;
  if (sinceDial_s(factor * limits.ip_dials_per_hour_max) < 3600) return false;
  if (reached || record.unreached_dials === 0) return true;
  if (now_s - record.unreached_since_s >= limits.unreached_ip_memory_s) return true;
  if (record.unreached_dials >= 2 * factor) return false;
  // The first dials of a site go to its several networks.
  return record.unreached_dials < factor || now_s >= record.again_s;
}

/** When the next dials are due. */
export class DialPace {
  /** Dials to fill slots. */
  readonly slots: Bucket;
  /** When the next feeler is due. */
  feeler_ms: number;
  /** When the next seed or good peer is redialled. */
  redial_ms: number;
  #feelers = 0;

  constructor(random: Random, now_ms: number) {
    this.slots = new Bucket(limits.slot_dial_rate, now_ms);
    // The first comes after half a turn, not in step with the nodes that started at the same time.
    this.feeler_ms = now_ms + limits.feeler_ms * (0.25 + 0.5 * random());
    this.redial_ms = now_ms + limits.redial_ms * (0.5 + random());
  }

  /** Which of so many turns the next feeler takes, from 0. */
  nextTurn(turns: number): number {
    return this.#feelers++ % turns;
  }
}

/** Dial-backs for `verify`. They have a budget of their own, so that askers can't use up the node's. */
export class DialBackBudget {
  readonly #by_ip: DialBudget;
  #under_way = 0;

  constructor(random: Random, keysOf: KeysOf) {
    this.#by_ip = new DialBudget(random, keysOf);
  }

  /**
   * Begins one, if it is allowed. Every begun one must {@linkcode end}.
   *
   * @param public_ip The IP to dial where it is public; others have no budget.
   */
  begin(now_s: number, public_ip: string | null): boolean {
    if (this.#under_way >= limits.verifies_at_once_max) return false;
    if (public_ip !== null && !this.#by_ip.take(now_s, public_ip, true)) return false;
    this.#under_way++;
    return true;
  }

  end(): void {
    this.#under_way--;
  }
}
