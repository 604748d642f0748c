/** How often a public IP may be dialled, on whatever port and under whatever name: what protects a victim. */
import * as limits from "./limits.ts";
import { Recent } from "./recent.ts";
import type { Random } from "./table.ts";

interface Record {
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
  readonly #ips = new Recent<string, Record>(limits.ip_memory_max);

  constructor(readonly random: Random) {}

  /** IPs remembered. */
  get size(): number {
    return this.#ips.size;
  }

  /** Whether the IP may be dialled now; spends nothing. `reached`: it has answered before. */
  allows(now_s: number, ip: string, reached: boolean): boolean {
    const record = this.#ips.get(ip);
    if (record === undefined) return true;
    const sinceDial_s = (last: number) => now_s - (record.dials_s.at(-last) ?? -Infinity);
    if (sinceDial_s(1) < limits.ip_dial_pause_s) return false;
    if (sinceDial_s(limits.ip_dials_per_hour_max) < 3600) return false;
    if (reached || record.unreached_dials === 0) return true;
    if (now_s - record.unreached_since_s >= limits.unreached_ip_memory_s) return true;
    return record.unreached_dials < 2 && now_s >= record.again_s;
  }

  /** Spends one dial, if it is allowed. */
  take(now_s: number, ip: string, reached: boolean): boolean {
    if (!this.allows(now_s, ip, reached)) return false;
    const record = this.#ips.get(ip) ??
      { dials_s: [], unreached_since_s: now_s, unreached_dials: 0, again_s: 0 };
    record.dials_s = [...record.dials_s, now_s].slice(-limits.ip_dials_per_hour_max);
    if (reached || now_s - record.unreached_since_s >= limits.unreached_ip_memory_s) {
      record.unreached_since_s = now_s;
      record.unreached_dials = 0;
    }
    if (!reached) {
      record.unreached_dials++;
      record.again_s = now_s + limits.unreached_ip_pause_s * (0.5 + this.random());
    }
    this.#ips.set(ip, record);
    return true;
  }

  /** This node was offline: the last dial of the IP does not count as one that nobody answered. */
  refund(ip: string): void {
    const record = this.#ips.get(ip);
    if (record !== undefined && record.unreached_dials > 0) record.unreached_dials--;
  }
}
