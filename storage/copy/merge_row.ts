/** What becomes of a row that both stores have. */
import { never_dialled, type PeerRow } from "../peer_row.ts";

/** What a node learned by dialling: it goes along as a whole, since its parts belong together. */
const learned = ["ip", "group", ...Object.keys(never_dialled)] as (keyof PeerRow)[];

/**
 * The row that is kept in TO. Its text, source and first hearing stay; the later hearing counts; what was learned by dialling is
 * that of the later success, of equal ones that of the later try. Merging once more changes nothing.
 *
 * @param from Of the same key.
 * @returns `to` itself where FROM knows nothing newer.
 *
 * @example
 * ```ts
 * import { mergedRow } from "./merge_row.ts";
 * import { row } from "../test_rows.ts";
 * import assert from "node:assert/strict";
 *
 * const to = row("ws://A/ws", { last_heard_ms: 5 });
 * const from = row("ws://a/ws", { last_heard_ms: 9, last_success_ms: 7, successes: 1 });
 * assert.deepEqual(mergedRow(from, to), { ...from, addr: "ws://A/ws" });
 * assert.equal(mergedRow(to, to), to);
 * ```
 */
export function mergedRow(from: PeerRow, to: PeerRow): PeerRow {
  const is_heard_later = from.last_heard_ms > to.last_heard_ms;
  const is_learned_later = compareLearned(from, to) > 0;
  if (!is_heard_later && !is_learned_later) return to;
  const merged: Record<string, unknown> = { ...to };
  if (is_heard_later) merged.last_heard_ms = from.last_heard_ms;
  if (is_learned_later) { for (const name of learned) merged[name] = from[name]; }
  return merged as unknown as PeerRow;
}

function compareLearned(from: PeerRow, to: PeerRow): number {
  for (const name of ["last_success_ms", "last_try_ms", "avoid_until_ms"] as const) {
    const difference = (from[name] ?? 0) - (to[name] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
