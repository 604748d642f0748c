/** Follows how the network heals: after a peer was lost, another connection replaces it. */
import type { LiveEvent } from "../../live_messages.ts";

/** A peer that was lost, and the next connection that came. */
export interface Healing {
  readonly lost: string;
  readonly lost_ms: number;
  /** Undefined as long as none came. */
  readonly healed?: { readonly by: string; readonly after_ms: number };
  /** No connection came, and no address is left to try. */
  readonly is_over: boolean;
}

/** How long the result of a loss is shown. After that it is only among the events. */
export const healing_told_ms = 5 * 60_000;

/** After so long without a candidate the search is over. A probe of the lost peer itself takes up to 6 s. */
export const search_told_ms = 10_000;

/**
 * The last loss in the events, oldest first, and what healed it; undefined where no peer was lost lately.
 *
 * @param may_find Whether there is an address that is not connected and may answer.
 *
 * @example
 * ```ts
 * import { lastHealing } from "./healing.ts";
 * import assert from "node:assert/strict";
 *
 * const event = { count: null, direction: "out" } as const;
 * const left = { ...event, id: 1, at_ms: 1_000, kind: "left", about: "ws://a.example/ws", lost: true } as const;
 * const joined = { ...event, id: 2, at_ms: 4_000, kind: "joined", about: "ws://b.example/ws" } as const;
 * const healing = lastHealing([left, joined], 5_000, true);
 * assert.deepEqual(healing?.healed, { by: "ws://b.example/ws", after_ms: 3_000 });
 * ```
 */
export function lastHealing(
  events: readonly LiveEvent[],
  now_ms: number,
  may_find: boolean,
): Healing | undefined {
  const at = events.findLastIndex(({ kind, lost }) => kind === "left" && lost);
  const left = events[at];
  if (left === undefined || now_ms - left.at_ms > healing_told_ms) return undefined;
  const lost = { lost: left.about, lost_ms: left.at_ms };
  const joined = events.slice(at + 1).find(({ kind }) => kind === "joined");
  if (joined !== undefined) {
    return { ...lost, healed: { by: joined.about, after_ms: joined.at_ms - left.at_ms }, is_over: true };
  }
  return { ...lost, is_over: !may_find && now_ms - left.at_ms >= search_told_ms };
}
