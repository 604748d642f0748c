/** Which row may be dialled now, and how its dial begins. Which one to choose is `slots.ts`. */
import { reaches, undialableKind } from "./address/scope.ts";
import { blockAt, isBlocked } from "./blocks.ts";
import type { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import { OutboundLink, type OutboundRole } from "./state/link.ts";
import type { State } from "./state/state.ts";

/** True while another dial may begin. */
export function mayDial({ dials }: State): boolean {
  return dials < limits.dials_at_once_max;
}

/** True when the row may be dialled now, as far as can be told before its name is resolved. */
export function isDialable(state: State, entry: Entry): boolean {
  const { contact } = entry;
  if (contact !== null && Math.max(contact.not_before_s, contact.avoid_until_s) > state.now_s) return false;
  if (state.busy.has(entry) || state.own.is(entry.target.key)) return false;
  return reaches(entry.scope, entry.source.scope) && isAffordable(state, entry);
}

/** True when the row is not blocked and its public IP has dials left. */
export function isAffordable(state: State, entry: Entry): boolean {
  if (isBlocked(state, entry)) return false;
  const ip = chargedIp(state, entry);
  return ip === null || state.budget.allows(state.now_s, ip, wasReached(state, entry, ip));
}

/** The IP that is charged for a dial, as far as it is known. The operator's own seeds are exempt. */
function chargedIp(state: State, entry: Entry): string | null {
  return entry.scope === "public" && !state.isSeed(entry.target) ? entry.ip : null;
}

/** Whether somebody answered on that very IP: a name may lead to a stranger's today. */
function wasReached({ book }: State, entry: Entry, ip: string): boolean {
  return (entry.ip === ip && (entry.contact?.successes ?? 0) > 0) || book.hasReachedIp(ip);
}

/** Spends one dial of a public IP, if it is allowed. */
function charge(state: State, entry: Entry, ip: string): boolean {
  return state.budget.take(state.now_s, ip, wasReached(state, entry, ip));
}

/** Starts to dial a row that {@linkcode isDialable}. */
export function dial(state: State, entry: Entry, role: OutboundRole): void {
  // One time in ten hello is tried again: the program may have been upgraded.
  const skips_hello = entry.contact?.speaks === "plain" && state.options.random() < 0.9;
  const ip = chargedIp(state, entry);
  const link = startDial(state, entry, role, skips_hello);
  if (ip !== null && charge(state, entry, ip)) link.charged_ips = [ip];
}

/** Dials without asking any budget. {@linkcode permitIp} charges the IPs that turn out to be public. */
export function startDial(
  state: State,
  entry: Entry,
  role: OutboundRole,
  skips_hello: boolean,
): OutboundLink {
  const link = state.add((id) => new OutboundLink(id, entry, role, skips_hello));
  link.ip = entry.ip ?? "";
  state.busy.add(entry);
  state.dials++;
  state.effects.push({ kind: "dial", link: link.id, target: entry.target });
  state.options.tell({ kind: "dialling", about: entry.target.addr });
  return link;
}

/**
 * One of the IPs of a dial's name is about to be tried. False means that it must not be: nobody can dial it, or its scope
 * is narrower than that of the name's source, or it was dialled too often.
 */
export function permitIp(state: State, link: OutboundLink, ip: string): boolean {
  const { entry } = link;
  const { target, source } = entry;
  const scope = target.literal ? target.scope : state.options.scopeOfIp(ip);
  // A name may lead to a node that is blocked under another.
  if (blockAt(state, ip, target.port) !== undefined) return false;
  if (undialableKind(ip) !== undefined || !reaches(scope, source.scope)) return false;
  const is_free = link.is_ordered || link.charged_ips.includes(ip) || scope !== "public" ||
    state.isSeed(target);
  if (!is_free) {
    if (!charge(state, entry, ip)) return false;
    link.charged_ips.push(ip);
  }
  noteIp(state, link, ip);
  return true;
}

/** None of the IPs of a dial's name may be tried now. */
export function giveUpDial(state: State, link: OutboundLink): void {
  state.book.postpone(state.now_s, link.entry);
  state.remove(link);
}

/** The connection is, or will be, to this IP. */
export function noteIp(state: State, link: OutboundLink, ip: string): void {
  const { target } = link.entry;
  link.ip = ip;
  const scope = target.literal ? target.scope : state.options.scopeOfIp(ip);
  link.source = { group: state.options.groupOf(ip, target.port), scope };
}

/**
 * A loopback address with this node's port is probably this node itself, which is to be known at once: it is dialled
 * next. True if so.
 */
export function testIfOwn(state: State, entry: Entry): boolean {
  const { scope, port } = entry.target;
  const is_own = scope === "loopback" && state.own.hasPort(port);
  if (!is_own || state.suspects.size >= limits.own_tests_max) return false;
  state.suspects.add(entry);
  state.wake(state.now_ms);
  return true;
}
