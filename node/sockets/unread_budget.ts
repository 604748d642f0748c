/**
 * Bounds the bytes that wait for the readers of all sockets together, and decides which connections are stalled. Deno
 * can't take back what was given to a socket. So a stalled connection keeps what it has, but gets no more.
 */
import type { Scope } from "../../discovery/address/scope.ts";
import { unread_spared_bytes_max, unread_step_min_bytes, unread_step_part } from "../limits.ts";

/** The parts of a connection that are used here. */
export interface Holder {
  /** Its source, see `discovery/address/source.ts`. */
  readonly source: string;
  readonly scope: Scope;
  /** Bytes of unread answers, and of requests that wait for the reader. */
  readonly held_bytes: number;
  /** It gets no more answers. */
  readonly stalled: boolean;
  /** From now on it gets no more answers. */
  stall(): void;
}

/**
 * The budget of one node. All holders are summed up only after so much was added that it may be exceeded.
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
  /** The result of the last check, if the budget was exceeded. */
  #found: Overfull | undefined;

  /**
   * @param budget_bytes Called when enough was added for the smallest budget, {@linkcode unread_step_min_bytes}.
   * @param holders All connections.
   */
  constructor(budget_bytes: () => number, holders: () => Iterable<Holder>) {
    this.#budget_bytes = budget_bytes;
    this.#holders = holders;
  }

  /** Counts an answer that was sent, or a request that waits. */
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

  /** Between two checks no source may exceed a fair share. Otherwise many sources could each take much. */
  #grow(bytes: number, holder: Holder, { by_source, share_bytes, private_too }: Overfull): void {
    const source_bytes = (by_source.get(holder.source) ?? 0) + bytes;
    by_source.set(holder.source, source_bytes);
    const spared = holder.scope === "loopback" || holder.scope === "private" && !private_too;
    if (spared || source_bytes <= share_bytes || holder.held_bytes <= unread_spared_bytes_max) return;
    if (!holder.stalled) holder.stall();
  }
}

/** What to do when too much waits. */
export interface Overfull {
  /** Connections that get no more answers. */
  readonly victims: readonly Holder[];
  /** Bytes held, by source. */
  readonly by_source: Map<string, number>;
  /** Bytes that each source may hold until the next check. */
  readonly share_bytes: number;
  /** True when it is not enough to stall public sources. */
  readonly private_too: boolean;
}

/**
 * Decides which connections are stalled when too much waits. The source that holds most comes first, with its largest
 * connection, until stalled connections hold the excess. Without the count by source, one honest reader of a long
 * answer would be stalled before 256 smaller connections of one stranger. Public sources come before private ones.
 * Clients of this computer are spared, and so are connections that hold little ({@linkcode unread_spared_bytes_max}).
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
  // An equal part of the budget, and the less the more is held. At twice the budget it is nothing.
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
