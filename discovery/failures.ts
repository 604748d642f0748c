/** What the end of a conversation means, and when a failed dial counts against an address. */
import type { Entry } from "./book/entry.ts";
import { DONE, TRY_LATER } from "./close_codes.ts";
import { startDial } from "./dials.ts";
import * as limits from "./limits.ts";
import type { DialledLink, InboundLink, Link, OutboundLink } from "./state/link.ts";
import type { State } from "./state/state.ts";
import type { Failure } from "./state/waiting_lists.ts";

/** The other end closed, the socket broke, or it never came to one. The connection is forgotten already. */
export function hearClose(state: State, link: Link, code: number): void {
  if (link.kind === "client") return;
  if (link.kind === "inbound") {
    if (code === DONE) return;
    if (link.entry === null) suspectUnverified(state, link);
    else loseTouch(state, link);
    return;
  }
  const stage = link.kind === "outbound" ? link.stage : "lecture";
  if (stage === "dialling") return noteFailure(state, link.entry, (link as OutboundLink).charged_ips);
  if (code === TRY_LATER) {
    const has_others = state.book.reached_count > state.options.outbound;
    const pause_s = has_others ? limits.full_node_pause_s : limits.full_node_short_pause_s;
    link.entry.dialled().avoid_until_s = state.now_s + pause_s;
  } else if (stage === "handshake") handshakeFailed(state, link as OutboundLink);
  else if (code !== DONE) loseTouch(state, link);
}

/**
 * An inbound peer that nobody has verified broke off. In a class room nobody is verified. If this node has reached the
 * claimed address before, on the peer's own IP, it is tested. Otherwise a node that dials more than it is dialled would
 * die unnoticed.
 */
function suspectUnverified(state: State, { claimed, ip }: InboundLink): void {
  const entry = claimed === null ? undefined : state.book.get(claimed.key);
  if (entry === undefined || entry.ip !== ip || !entry.answered || state.busy.has(entry)) return;
  state.suspects.add(entry);
}

/** Closed or silent at hello: perhaps a lecture node that drops odd input. It is dialled once more, without hello. */
export function handshakeFailed(state: State, { entry, ip, role, is_ordered }: OutboundLink): void {
  if (entry.contact?.speaks === "network" || hasSaidHello(state, entry)) {
    return noteFailure(state, entry, [ip]);
  }
  const again = startDial(state, entry, role, true);
  // The budget paid for the IP that answered, and for no other.
  again.charged_ips = [ip];
  again.is_ordered = is_ordered;
}

/** A node that says hello on a connection of its own is no lecture node: it was only slow. */
function hasSaidHello(state: State, { ip, target }: Entry): boolean {
  return state.linksOf("inbound").some((link) => link.claimed?.key === target.key && link.ip === ip);
}

/** The conversation broke off. For an errand that is a failed test; a neighbour that once answered gets one test more. */
export function loseTouch(state: State, link: DialledLink | InboundLink): void {
  if (link.entry === null) return;
  if (link.outbound && (link.isErrand || link.latency_ms === Infinity)) {
    return noteFailure(state, link.entry, [link.ip]);
  }
  state.options.tell({ kind: "lost touch", about: link.entry.target.addr });
  state.suspects.add(link.entry);
}

/**
 * A dial failed. This node may be at fault, e.g. its cable is pulled while dead connections still look open. So the
 * failure counts only if somebody else is heard of within a minute. This machine itself is always there.
 */
export function noteFailure(state: State, entry: Entry, ips: readonly string[]): void {
  if (entry.scope === "loopback") return count(state, entry);
  state.book.postpone(state.now_s, entry);
  const oldest = state.unproven.add({ entry, ips, at_ms: state.now_ms });
  if (oldest !== undefined) excuse(state, oldest);
}

/** Somebody was heard of: this node is online. */
export function hear(state: State, link: Link): void {
  link.heard_ms = state.now_ms;
  for (const failure of state.unproven.take()) {
    if (state.now_ms - failure.at_ms > limits.proof_ms) excuse(state, failure);
    else count(state, failure.entry);
  }
}

/**
 * An address answers, or its node comes by. True if it was unreachable for an hour: then a cut has healed, and others
 * behind it may be back. For a while feelers try first what had failed.
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
