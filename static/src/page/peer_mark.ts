/** How the page marks and names the states of a peer, the same in every panel: never by colour alone. */
import type { PeerStateName } from "../../live_messages.ts";

/** A peer's state for a person: what the book says, unless the person blocked it. */
export type PeerMark = PeerStateName | "blocked";

/** One character for each, told apart without colour. */
export const peer_symbols: Readonly<Record<PeerMark, string>> = {
  good: "●",
  tried: "◐",
  heard: "○",
  suspect: "?",
  stale: "✗",
  listed: "◇",
  blocked: "⊘",
};

/**
 * What to mark a peer with.
 *
 * @example
 * ```ts
 * import { peerMark } from "./peer_mark.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(peerMark({ state: "good", blocked_until_ms: null }, 1_000), "good");
 * assert.equal(peerMark({ state: "good", blocked_until_ms: 1_001 }, 1_000), "blocked");
 * assert.equal(peerMark({ state: "good", blocked_until_ms: 1_000 }, 1_000), "good");
 * ```
 */
export function peerMark(
  { state, blocked_until_ms }: { readonly state: PeerStateName; readonly blocked_until_ms: number | null },
  now_ms: number,
): PeerMark {
  return blocked_until_ms !== null && blocked_until_ms > now_ms ? "blocked" : state;
}
