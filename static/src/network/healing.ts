/** Follows how the network heals: a connection goes, and another takes its place. */
import type { LiveEvent } from "../../live_messages.ts";

/** A connection that went, and the next one that came. */
export interface Healing {
  readonly lost: string;
  readonly lost_ms: number;
  /** Undefined as long as none came. */
  readonly healed?: { readonly by: string; readonly after_ms: number };
}

/**
 * The last loss in the events, oldest first, and what healed it; undefined where nothing was lost.
 *
 * @example
 * ```ts
 * import { lastHealing } from "./healing.ts";
 * import assert from "node:assert/strict";
 *
 * const event = { count: null, direction: "out" } as const;
 * const left = { ...event, id: 1, at_ms: 1_000, kind: "left", about: "ws://a.example/ws" } as const;
 * const joined = { ...event, id: 2, at_ms: 4_000, kind: "joined", about: "ws://b.example/ws" } as const;
 * assert.deepEqual(lastHealing([left, joined])?.healed, { by: "ws://b.example/ws", after_ms: 3_000 });
 * ```
 */
export function lastHealing(events: readonly LiveEvent[]): Healing | undefined {
  const at = events.findLastIndex(({ kind }) => kind === "left");
  const left = events[at];
  if (left === undefined) return undefined;
  const joined = events.slice(at + 1).find(({ kind }) => kind === "joined");
  const lost = { lost: left.about, lost_ms: left.at_ms };
  if (joined === undefined) return lost;
  return { ...lost, healed: { by: joined.about, after_ms: joined.at_ms - left.at_ms } };
}
