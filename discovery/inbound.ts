/** Inbound peers: which get a place, which has to leave for them, what a full node still answers, and dial-backs. */
import { DONE, TRY_LATER } from "./close_codes.ts";
import type { HelloArgs, HelloReply } from "./state/effects.ts";
import type { Entry } from "./book/entry.ts";
import { noteReturn } from "./failures.ts";
import { learn } from "./gossip.ts";
import { isBlocked, isBlockedInbound } from "./blocks.ts";
import type { Target } from "./address/group.ts";
import * as limits from "./limits.ts";
import { type ClientLink, InboundLink, type Link } from "./state/link.ts";
import { reaches } from "./address/scope.ts";
import { heardName, namePart } from "./node_name.ts";
import { SourceCounts } from "./address/source.ts";
import type { State } from "./state/state.ts";

/** A dial-back under way. */
export interface DialBack {
  /** The asker's connection. */
  readonly link: InboundLink;
  /** The address to dial: the asker's own IP, written out. */
  readonly target: Target;
}

/** Answers `hello`, and gives the peer a place if there is one. */
export function welcome(state: State, link: Link, args: HelloArgs): HelloReply {
  const { net, nonce, agent, name } = state.options;
  if (link.kind === "client" && args.net === net) accept(state, link, args);
  return { v: 1, net, nonce, seen: link.ip, agent, ...namePart(name, link.scope) };
}

function accept(state: State, client: ClientLink, args: HelloArgs): void {
  const claimed = args.addr === undefined ? undefined : state.options.locate(args.addr);
  const is_blocked = isBlockedInbound(state, client.ip, args.nonce, claimed ?? null);
  const has_place = !is_blocked && hasPlace(state, client);
  const role = has_place ? "inbound" : "overflow";
  const link = state.replace(new InboundLink(client, role, args.nonce, args.agent ?? null));
  link.name = heardName(args.name);
  if (role === "overflow") link.until_ms = state.now_ms + limits.overflow_ms;
  const entry = args.addr === undefined ? undefined : learn(state, link, args.addr);
  link.claimed = entry?.target ?? null;
  if (entry !== undefined && entry.ip === link.ip) {
    noteReturn(state, entry);
    dialAnew(state, entry);
    if (!is_blocked) testReturned(state, entry);
  }
  state.wake(state.now_ms);
}

/**
 * The node of an address that failed lately comes by itself, from that very IP. What failed before says nothing any more:
 * it is dialled at once, so that the book does not call dead what is connected.
 */
function testReturned(state: State, entry: Entry): void {
  const { contact } = entry;
  const was_unproven = state.unproven.drop(entry);
  if (contact === null || (contact.failures === 0 && !was_unproven) || state.busy.has(entry)) return;
  contact.not_before_s = state.now_s;
  state.suspects.add(entry);
}

/** A node that was too slow for a hello was taken for a lecture node. Now it says hello itself: dial it again. */
function dialAnew(state: State, { contact, target }: Entry): void {
  if (contact?.speaks !== "plain" && contact?.speaks !== "lecture") return;
  contact.speaks = "unknown";
  for (const link of state.linksOf("lecture").filter(({ entry }) => entry.target === target)) {
    state.close(link, DONE, "it says hello now");
  }
}

function hasPlace(state: State, newcomer: ClientLink): boolean {
  const inbound = state.linksOf("inbound").filter(({ role }) => role === "inbound");
  const { keysOf } = state.options;
  const sources = new SourceCounts(inbound.map(({ ip }) => keysOf(ip)));
  if (newcomer.scope === "public" && !sources.hasRoom(keysOf(newcomer.ip), limits.inbound_per_ip_max)) {
    return false;
  }
  if (inbound.length < state.options.inbound) return true;
  const victim = victimFor(inbound, newcomer.source.group);
  if (victim === undefined) return false;
  state.close(victim, TRY_LATER, "made room for a peer of another group");
  return true;
}

/**
 * The inbound peer that makes room, or undefined where none does. The nearest and the oldest are spared. Of the rest the
 * youngest of the largest group leaves, and only for a newcomer of a smaller group. So every eviction makes the
 * neighbourhood more diverse, and nobody can push out many others from one group.
 *
 * @param inbound Peers that hold a place.
 * @param group The newcomer's group.
 */
export function victimFor(inbound: readonly InboundLink[], group: string): InboundLink | undefined {
  const sizes = new Map<string, number>();
  for (const link of inbound) sizes.set(link.source.group, (sizes.get(link.source.group) ?? 0) + 1);
  const spared = new Set([
    ...inbound.toSorted((a, b) => a.latency_ms - b.latency_ms).slice(0, limits.protected_latency),
    ...inbound.toSorted((a, b) => a.opened_ms - b.opened_ms).slice(0, limits.protected_age),
  ]);
  let victim: InboundLink | undefined;
  for (const link of inbound) {
    if (spared.has(link)) continue;
    const difference = victim === undefined
      ? 1
      : sizes.get(link.source.group)! - sizes.get(victim.source.group)!;
    if (difference > 0 || (difference === 0 && link.opened_ms > victim!.opened_ms)) victim = link;
  }
  if (victim === undefined) return undefined;
  return sizes.get(victim.source.group)! > (sizes.get(group) ?? 0) + 1 ? victim : undefined;
}

/** Whether this request of a connection is answered: network ops have a rate, and an overflow peer gets each op once. */
export function isAllowed(state: State, link: Link, op: string): boolean {
  if (!link.mayAsk(state.now_ms)) return false;
  if (link.kind !== "inbound" || link.role !== "overflow") return true;
  if (op === "announce" || link.ops_asked.has(op)) return false;
  link.ops_asked.add(op);
  // After a sample most overflow peers are done. One that wants to be dialled back asks right after it.
  if (op === "sample") link.until_ms = Math.min(link.until_ms, state.now_ms + limits.overflow_linger_ms);
  if (op === "verify") link.until_ms = state.now_ms + limits.dial_timeout_ms + limits.overflow_linger_ms;
  state.wake(state.now_ms);
  return true;
}

/**
 * Begins a dial-back, if the address is the asker's own IP and budgets allow. A name would not do: a node on the asker's
 * IP could make somebody else's name look reached. A page or a proxy on this machine counts as public, and its loopback
 * address must not be dialled either.
 */
export function beginDialBack(state: State, link: Link, addr: string): DialBack | undefined {
  const target = state.options.locate(addr);
  if (target === undefined || !state.options.dial || link.kind !== "inbound") return undefined;
  if (isBlocked(state, { target })) return undefined;
  if (!target.literal || target.host !== link.ip || !reaches(target.scope, link.scope)) return undefined;
  const public_ip = link.scope === "public" ? link.ip : null;
  return state.dial_backs.begin(state.now_s, public_ip) ? { link, target } : undefined;
}

/**
 * Ends a dial-back.
 *
 * @param nonce What the dialled node's hello answered; undefined when it did not.
 * @returns Whether the asker itself was reached there.
 */
export function endDialBack(state: State, { link, target }: DialBack, nonce: string | undefined): boolean {
  state.dial_backs.end();
  if (nonce !== link.nonce) return false;
  const { ip, scope, source } = link;
  const entry = state.book.hear(state.now_s, target, source);
  if (entry === undefined) return true;
  const contact = entry.dialled();
  const healed = contact.failures > 0;
  if (contact.successes === 0 || healed) state.reached_news.add(state.now_ms, entry);
  contact.speaks = "network";
  contact.nonce = link.nonce;
  state.book.succeed(state.now_s, entry, ip, scope, scope === "public" ? source.group : entry.group);
  state.options.tell({ kind: healed ? "healed" : "dialled back", about: target.addr });
  if (state.links.has(link.id) && link.entry === null && !state.verified_inbound.has(entry)) {
    link.entry = entry;
    state.verified_inbound.add(entry);
  }
  return true;
}
