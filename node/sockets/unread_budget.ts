/**
 * Bounds what waits for the readers of all sockets together, and says whose connections are stalled for it. Deno can't take
 * back what was given to a socket, so a stalled connection keeps what it has, but gets no more.
 */
import type { Scope } from "../../discovery/scope.ts";
import { unread_spared_bytes_max, unread_step_part } from "../limits.ts";

/** One connection, as far as this file needs it. */
export interface Holder {
  /** Whom it belongs to, see `discovery/source.ts`. */
  readonly source: string;
  readonly scope: Scope;
  /** Answers that are not read yet, and requests that wait for their reader. */
  readonly held_bytes: number;
  /** It gets no more answers. */
  readonly stalled: boolean;
  /** From now on it gets no more answers. */
  stall(): void;
}

/**
 * The budget of one node. It counts only when enough was added that it may be exceeded.
 *
 * @example
 * ```ts
 * import { type Holder, UnreadBudget } from "./unread_budget.ts";
 * import assert from "node:assert/strict";
 *
 * const stalled: string[] = [];
 * const holder = (source: string, held_bytes: number): Holder => ({
 *   source,
 *   scope: "public",
 *   held_bytes,
 *   stalled: false,
 *   stall: () => stalled.push(source),
 * });
 * const budget = new UnreadBudget(5_000_000, () => [holder("a", 2_000_000), holder("b", 3_500_000)]);
 * budget.add(5_500_000);
 * assert.deepEqual(stalled, ["b"]);
 * ```
 */
export class UnreadBudget {
  readonly #budget_bytes: number;
  readonly #holders: () => Iterable<Holder>;
  #added_bytes = 0;

  constructor(budget_bytes: number, holders: () => Iterable<Holder>) {
    this.#budget_bytes = budget_bytes;
    this.#holders = holders;
  }

  /** Takes note of an answer that was sent, or of a request that waits. */
  add(bytes: number): void {
    this.#added_bytes += bytes;
    if (this.#added_bytes < this.#budget_bytes / unread_step_part) return;
    this.#added_bytes = 0;
    for (const holder of victimsOf([...this.#holders()], this.#budget_bytes)) holder.stall();
  }
}

/**
 * Whose connections get no more answers when too much waits. The source that holds most goes first, with its largest
 * connection, until what was held too much is held by connections that can't grow. Otherwise one honest reader of a long answer
 * would go before 256 connections of one stranger, each a bit smaller. Public sources go before private ones. Spared are
 * clients of this computer, and connections that hold no more than a usual answer.
 *
 * @example
 * ```ts
 * import { victimsOf } from "./unread_budget.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(victimsOf([], 1000), []);
 * ```
 */
export function victimsOf<One extends Holder>(holders: readonly One[], budget_bytes: number): One[] {
  const by_source = new Map<string, number>();
  let excess_bytes = -budget_bytes;
  for (const { source, held_bytes } of holders) {
    excess_bytes += held_bytes;
    by_source.set(source, (by_source.get(source) ?? 0) + held_bytes);
  }
  if (excess_bytes <= 0) return [];
  const candidates = holders.filter(({ scope, held_bytes, stalled }) =>
    scope !== "loopback" && !stalled && held_bytes > unread_spared_bytes_max
  ).sort((a, b) =>
    Number(a.scope === "private") - Number(b.scope === "private") ||
    by_source.get(b.source)! - by_source.get(a.source)! || b.held_bytes - a.held_bytes
  );
  const victims: One[] = [];
  for (const candidate of candidates) {
    if (excess_bytes <= 0) break;
    victims.push(candidate);
    excess_bytes -= candidate.held_bytes;
  }
  return victims;
}
