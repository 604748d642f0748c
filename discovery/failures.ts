/** Dials that failed: they count only when somebody else is heard of, since the fault may be ours. */
import type { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { State } from "./state.ts";

/** A failed dial of which it is not known yet whether this node was offline. */
export interface Failure {
  readonly entry: Entry;
  /** The IPs that were charged for it. */
  readonly ips: readonly string[];
  readonly at_ms: number;
}

/**
 * A dial failed. That may be our own fault: it counts only if somebody else is heard of within the minute, so that a
 * pulled cable is held against nobody, not even while dead connections still look open.
 */
export function noteFailure(state: State, entry: Entry, ips: readonly string[]): void {
  state.book.postpone(state.now_s, entry);
  state.unproven.push({ entry, ips, at_ms: state.now_ms });
  if (state.unproven.length > limits.unproven_max) excuse(state, state.unproven.shift()!);
}

/** Somebody was heard of: we are online. */
export function hear(state: State, link: Link): void {
  link.heard_ms = state.now_ms;
  if (state.unproven.length === 0) return;
  for (const failure of state.unproven.splice(0)) {
    if (state.now_ms - failure.at_ms > limits.proof_ms) excuse(state, failure);
    else count(state, failure.entry);
  }
}

/**
 * Somebody answers or comes by. True if he was unreachable for so long that his neighbours may have been, too: a cut has
 * healed, and for a while feelers try first what had failed.
 */
export function noteReturn(state: State, { contact, first_heard_s }: Entry): boolean {
  if (contact === null || contact.failures === 0) return false;
  if (state.now_s - (contact.last_success_s || first_heard_s) < limits.served_s) return false;
  state.healing_until_ms = state.now_ms + limits.healing_ms;
  return true;
}

function excuse({ budget }: State, { ips }: Failure): void {
  for (const ip of ips) budget.refund(ip);
}

function count(state: State, entry: Entry): void {
  state.book.fail(state.now_s, entry);
  state.announced_news.drop(entry);
  const { failures, successes } = entry.contact!;
  const about = entry.target.addr;
  if (failures === 1 && successes > 0) state.death_news.add(state.now_ms, entry);
  if (failures === 1) state.options.tell({ kind: successes > 0 ? "suspect" : "never reached", about });
  else if (failures === limits.stale_failures) state.options.tell({ kind: "stale", about });
}
