/**
 * Counts the sockets that sources made the node lose. Deno never closes the descriptor of a connection that was reset
 * between its request and the answer "101". Not even the end of the server frees it.
 */
import { lost_socket_kept_ms, lost_sources_max, type LostSocketsLimit } from "../limits.ts";

/** What one source owes. */
interface Debt {
  /** When all its lost sockets are counted off. */
  readonly paid_ms: number;
  /** When its last upgrade was allowed. */
  passed_ms: number;
}

/**
 * Lost sockets by source. They are counted off one after the other. A source that owes too many has its upgrades
 * slowed, the more it owes the more. It is not shut out, since a whole class may share its address.
 *
 * @example
 * ```ts
 * import { LostSockets } from "./lost_sockets.ts";
 * import assert from "node:assert/strict";
 *
 * const limit = { lost_max: 8, pause_each_ms: 300, unopened_max: 32 };
 * const lost = new LostSockets();
 * for (let socket = 0; socket < 10; socket++) lost.add("203.0.113.7", 0);
 * assert.equal(lost.mayUpgrade("203.0.113.7", limit, 0), true);
 * assert.equal(lost.mayUpgrade("203.0.113.7", limit, 0), false);
 * assert.equal(lost.mayUpgrade("203.0.113.7", limit, 3_000), true);
 * assert.equal(lost.mayUpgrade("203.0.113.8", limit, 0), true);
 * ```
 */
export class LostSockets {
  readonly #debts = new Map<string, Debt>();

  /** A socket of this source is lost. */
  add(source: string, now_ms: number): void {
    const { paid_ms = 0, passed_ms = -Infinity } = this.#debts.get(source) ?? {};
    // Deleted first, so that the sources whose last loss is oldest stay in front.
    this.#debts.delete(source);
    if (this.#debts.size >= lost_sources_max) this.#debts.delete(this.#debts.keys().next().value!);
    this.#debts.set(source, { paid_ms: Math.max(paid_ms, now_ms) + lost_socket_kept_ms, passed_ms });
  }

  /** Whether a source may have an upgrade now. If so, it counts as done. */
  mayUpgrade(source: string, { lost_max, pause_each_ms }: LostSocketsLimit, now_ms: number): boolean {
    const debt = this.#debts.get(source);
    if (debt === undefined) return true;
    const owed = Math.ceil((debt.paid_ms - now_ms) / lost_socket_kept_ms);
    if (owed < lost_max) return true;
    if (now_ms - debt.passed_ms < owed * pause_each_ms) return false;
    debt.passed_ms = now_ms;
    return true;
  }
}
