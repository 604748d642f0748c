/** What the end of a conversation means: done, full, suspicious, or a lecture node that does not like hello. */
import { startDial } from "./dials.ts";
import type { Entry } from "./book/entry.ts";
import { noteFailure } from "./failures.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { State } from "./state.ts";

/** Close code of RFC 6455: all went well. */
export const DONE = 1000;

/** Close code of the registry that follows RFC 6455: full, try again later. */
export const TRY_LATER = 1013;

/** The other end closed, the socket broke, or it never came to one; the connection is forgotten already. */
export function hearClose(state: State, link: Link, code: number): void {
  if (link.stage === "dialling") return noteFailure(state, link.entry!, link.paid);
  if (link.entry === null) return code === DONE ? undefined : suspectVisitor(state, link);
  if (!link.outbound) {
    if (code !== DONE) loseTouch(state, link);
  } else if (code === TRY_LATER) {
    const has_others = state.book.reached_count > state.options.outbound;
    const pause_s = has_others ? limits.full_node_pause_s : limits.full_node_short_pause_s;
    link.entry.dialled().avoid_until_s = state.now_s + pause_s;
  } else if (link.stage === "greeting") greetingFailed(state, link);
  else if (code !== DONE) loseTouch(state, link);
}

/**
 * An inbound peer that nobody has verified (in a class room nobody is) broke off. If we reached its address ourselves
 * before, and that is on its own IP, then it is tested: whoever dials more than it is dialled would die unnoticed.
 */
function suspectVisitor(state: State, { claimed, ip }: Link): void {
  const entry = state.book.get(claimed);
  if (entry === undefined || entry.ip !== ip || !entry.reachedSince(0) || state.busy.has(entry)) return;
  state.suspects.add(entry);
}

/** Closed or silent at hello: perhaps a lecture node that drops odd input. Once more without hello. */
export function greetingFailed(state: State, link: Link): void {
  const entry = link.entry!;
  if (entry.contact?.speaks === "network" || hasSaidHello(state, entry)) {
    return noteFailure(state, entry, [link.ip]);
  }
  // The same visit: the IP that answered was charged for already, and no other.
  const again = startDial(state, entry, link.role, true);
  again.paid = [link.ip];
  again.is_ordered = link.is_ordered;
}

/** Whoever says hello to us on a connection of its own is no lecture node; it was only slow. */
function hasSaidHello(state: State, { ip, target }: Entry): boolean {
  return state.links.values().some((link) =>
    !link.outbound && link.isPeer && link.claimed === target.key && link.ip === ip
  );
}

/** The conversation broke off: a test has failed, a neighbour that once answered gets one more. */
export function loseTouch(state: State, link: Link): void {
  if (link.entry === null) return;
  if (link.outbound && (link.isErrand || link.latency_ms === Infinity)) {
    return noteFailure(state, link.entry, [link.ip]);
  }
  state.options.tell({ kind: "lost touch", about: link.entry.target.addr });
  state.suspects.add(link.entry);
}
