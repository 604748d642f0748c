/** A bare state for tests of single rules, and connections that are in it without a conversation. */
import type { Scope } from "./address/scope.ts";
import type { Entry } from "./book/entry.ts";
import { at, seeded } from "./book/test_entries.ts";
import { ClientLink, InboundLink, LectureLink, OutboundLink } from "./state/link.ts";
import { type MembershipOptions, OPERATOR } from "./state/options.ts";
import { State } from "./state/state.ts";

/** A state that stands at second 1,000,000. */
export function bareState(options: Partial<MembershipOptions> = {}): State {
  return new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000_000, ...options });
}

/** Parts of a connection that differ from the usual ones. */
type Parts<Link> = Partial<Pick<Link, keyof Link>>;

/** The row of an address, told by this machine. */
export function told(state: State, addr: string): Entry {
  return state.book.hear(state.now_s, at(addr), OPERATOR)!;
}

/** The row of an address that answered, so many seconds ago. */
export function reached(state: State, addr: string, ago_s = 0): Entry {
  const entry = told(state, addr);
  state.book.succeed(state.now_s - ago_s, entry, entry.target.host, entry.target.scope, entry.target.group);
  return entry;
}

/** An open connection to a node of the network that this node dialled. */
export function dialled(state: State, addr: string, parts: Parts<OutboundLink> = {}): OutboundLink {
  const entry = told(state, addr);
  const { host, group, scope } = entry.target;
  state.busy.add(entry);
  const link = state.add((id) => new OutboundLink(id, entry, "fresh", false));
  return Object.assign(link, { stage: "network", ip: host, source: { group, scope } }, parts);
}

/** An open connection to a lecture node. */
export function lecture(state: State, addr: string, parts: Parts<LectureLink> = {}): LectureLink {
  return Object.assign(state.replace(new LectureLink(dialled(state, addr))), parts);
}

/** A client that has not said hello. */
export function client(state: State, ip: string, scope: Scope = "public"): ClientLink {
  const source = { group: state.options.groupOf(ip, 0), scope };
  return state.add((id) => new ClientLink(id, ip, source, state.now_ms));
}

/** A peer that came by itself. */
export function inbound(state: State, ip: string, parts: Parts<InboundLink> = {}): InboundLink {
  const link = state.replace(new InboundLink(client(state, ip), "inbound", `nonce of ${ip}`, null));
  return Object.assign(link, parts);
}
