/**
 * Bounds what waits for the readers of all sockets together, and says whose connections are stalled for it. Deno can't take
 * back what was given to a socket, so a stalled connection keeps what it has, but gets no more.
 */
import type { Scope } from "../../discovery/address/scope.ts";
import { unread_spared_bytes_max, unread_step_min_bytes, unread_step_part } from "../limits.ts";

/** One connection, as far as this file needs it. */
export interface Holder {
  /** Whom it belongs to, see `discovery/address/source.ts`. */
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
 * The budget of one node. All holders are looked at only when enough was added that it may be exceeded.
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
 * const [a, b] = [holder("a", 2_000_000), holder("b", 3_500_000)];
 * const budget = new UnreadBudget(() => 5_000_000, () => [a, b]);
 * budget.add(5_500_000, b);
 * assert.deepEqual(stalled, ["b"]);
 * ```
 */
export class UnreadBudget {
  readonly #budget_bytes: () => number;
  readonly #holders: () => Iterable<Holder>;
  #added_bytes = 0;
  /** What was found when the budget was last looked at, and was exceeded. */
  #found: Overfull | undefined;

  /**
   * @param budget_bytes Asked when enough was added for the smallest budget, {@linkcode unread_step_min_bytes}.
   * @param holders All connections.
   */
  constructor(budget_bytes: () => number, holders: () => Iterable<Holder>) {
    this.#budget_bytes = budget_bytes;
    this.#holders = holders;
  }

  /** Takes note of an answer that was sent, or of a request that waits. */
  add(bytes: number, holder: Holder): void {
    this.#added_bytes += bytes;
    if (this.#isStep()) {
      this.#added_bytes = 0;
      this.#found = overfull([...this.#holders()], this.#budget_bytes());
      for (const victim of this.#found?.victims ?? []) victim.stall();
    } else if (this.#found !== undefined) {
      this.#grow(bytes, holder, this.#found);
    }
  }

  #isStep(): boolean {
    return this.#added_bytes >= unread_step_min_bytes &&
      this.#added_bytes >= this.#budget_bytes() / unread_step_part;
  }

  /** Between two looks no source goes beyond a fair share, or many would take much each. */
  #grow(bytes: number, holder: Holder, { by_source, share_bytes, private_too }: Overfull): void {
    const source_bytes = (by_source.get(holder.source) ?? 0) + bytes;
    by_source.set(holder.source, source_bytes);
    const spared = holder.scope === "loopback" || holder.scope === "private" && !private_too;
    if (spared || source_bytes <= share_bytes || holder.held_bytes <= unread_spared_bytes_max) return;
    if (!holder.stalled) holder.stall();
  }
}

/** What there is to do where too much waits. */
export interface Overfull {
  /** They get no more answers. */
  readonly victims: readonly Holder[];
  /** Bytes held, by source. */
  readonly by_source: Map<string, number>;
  /** What each source may hold until the next look. */
  readonly share_bytes: number;
  /** Stalling public sources is not enough. */
  readonly private_too: boolean;
}

/**
 * Whose connections get no more answers when too much waits. The source that holds most goes first, with its largest
 * connection, until what was held too much is held by connections that can't grow. Otherwise one honest reader of a long answer
 * would go before 256 connections of one stranger, each a bit smaller. Public sources go before private ones. Spared are
 * clients of this computer, and connections that hold no more than a usual answer.
 *
 * @returns Undefined where no more than the budget waits.
 *
 * @example
 * ```ts
 * import { overfull } from "./unread_budget.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(overfull([], 1000), undefined);
 * ```
 */
export function overfull(holders: readonly Holder[], budget_bytes: number): Overfull | undefined {
  const by_source = new Map<string, number>();
  let held_in_all_bytes = 0;
  for (const { source, held_bytes } of holders) {
    if (held_bytes === 0) continue;
    held_in_all_bytes += held_bytes;
    by_source.set(source, (by_source.get(source) ?? 0) + held_bytes);
  }
  if (held_in_all_bytes <= budget_bytes) return undefined;
  // An equal part of the budget, and less the more is held: nothing but what is spared, at twice the budget.
  const share_bytes = Math.max(0, 2 * budget_bytes - held_in_all_bytes) / by_source.size;
  let excess_bytes = held_in_all_bytes - budget_bytes;
  const candidates = holders.filter(({ scope, held_bytes, stalled }) =>
    scope !== "loopback" && !stalled && held_bytes > unread_spared_bytes_max
  ).sort((a, b) =>
    Number(a.scope === "private") - Number(b.scope === "private") ||
    by_source.get(b.source)! - by_source.get(a.source)! || b.held_bytes - a.held_bytes
  );
  const victims: Holder[] = [];
  for (const candidate of candidates) {
    if (excess_bytes <= 0) break;
    victims.push(candidate);
    excess_bytes -= candidate.held_bytes;
  }
  return {
    victims,
    by_source,
    share_bytes,
    private_too: excess_bytes > 0 || victims.some(({ scope }) => scope === "private"),
  };
}
