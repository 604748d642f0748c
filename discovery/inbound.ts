/** Inbound peers: who gets a place, what a full node still answers, and dialling back for `verify`. */
import type { HelloArgs, HelloReply } from "./effects.ts";
import type { Entry } from "./book/entry.ts";
import { victimFor } from "./eviction.ts";
import { noteReturn } from "./failures.ts";
import { learn } from "./gossip.ts";
import { isBlockedVisitor } from "./operator.ts";
import type { Target } from "./address/group.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import { reaches } from "./address/scope.ts";
import { SourceCounts } from "./address/source_counts.ts";
import type { State } from "./state.ts";

/** Names of the network ops that we answer, for `hello`. */
const OPS = ["sample", "announce", "verify"];

/** A dial-back under way. */
export interface DialBack {
  /** The asker's connection. */
  readonly link: Link;
  /** The address to dial: the asker's own IP, written out. */
  readonly target: Target;
}

/** Answers `hello`, and gives the peer a place if there is one. */
export function welcome(state: State, link: Link, args: HelloArgs): HelloReply {
  if (link.stage === "client" && args.net === state.options.net) {
    link.stage = "network";
    link.nonce = args.nonce;
    link.agent = args.agent ?? null;
    link.role = !isBlockedVisitor(state, link, args.addr) && hasPlace(state, link) ? "inbound" : "visitor";
    if (link.role === "visitor") {
      link.visits = new Set();
      link.until_ms = state.now_ms + limits.visit_ms;
    }
    const entry = args.addr === undefined ? undefined : learn(state, link, args.addr);
    link.claimed = entry?.target.key ?? "";
    if (entry !== undefined && entry.ip === link.ip) {
      noteReturn(state, entry);
      greetAnew(state, entry);
    }
    state.wake(0);
  }
  const { net, nonce, agent } = state.options;
  return { v: 1, net, nonce, seen: link.ip, agent, ops: OPS };
}

/** A node that we took for a lecture's, since it was too slow for our hello once, says hello itself: try it again. */
function greetAnew(state: State, { contact, target }: Entry): void {
  if (contact?.speaks !== "plain" && contact?.speaks !== "lecture") return;
  contact.speaks = "unknown";
  const taken_for = (link: Link) => link.stage === "lecture" && link.entry!.target === target;
  for (const link of state.linksThat(taken_for)) state.close(link, 1000, "it says hello now");
}

function hasPlace(state: State, newcomer: Link): boolean {
  const inbound = state.linksThat(({ role }) => role === "inbound");
  const { keysOf } = state.options;
  const sources = new SourceCounts(inbound.map(({ ip }) => keysOf(ip)));
  if (newcomer.scope === "public" && !sources.hasRoom(keysOf(newcomer.ip), limits.inbound_per_ip_max)) {
    return false;
  }
  if (inbound.length < state.options.inbound) return true;
  const victim = victimFor(inbound, newcomer.teller.group);
  if (victim === undefined) return false;
  state.close(victim, 1013, "made room for a peer of another group");
  return true;
}

/**
 * Whether this request of a connection is answered at all: network ops have a rate, and somebody without a place gets
 * each op once.
 */
export function isAllowed(state: State, link: Link, op: string): boolean {
  if (!link.mayAsk(state.now_ms)) return false;
  if (link.visits === null) return true;
  if (op === "announce" || link.visits.has(op)) return false;
  link.visits.add(op);
  // Having asked for a sample most visitors are done; one that wants to be dialled back asks right after it.
  if (op === "sample") link.until_ms = Math.min(link.until_ms, state.now_ms + limits.visit_linger_ms);
  if (op === "verify") link.until_ms = state.now_ms + limits.dial_timeout_ms + limits.visit_linger_ms;
  state.wake(0);
  return true;
}

/**
 * Begins a dial-back, if the address is the asker's own IP and budgets allow. A name would not do: whoever answers on
 * the asker's IP would make somebody else's name look reached. A page or a proxy on this machine counts as public, and
 * must not have its loopback address dialled either.
 */
export function beginDialBack(state: State, link: Link, addr: string): DialBack | undefined {
  const target = state.options.locate(addr);
  if (target === undefined || !state.options.dial || link.nonce === "" || link.outbound) return undefined;
  if (state.blocks.has(target.key)) return undefined;
  if (!target.literal || target.host !== link.ip || !reaches(target.scope, link.scope)) return undefined;
  if (state.verifies >= limits.verifies_at_once_max) return undefined;
  if (link.scope === "public" && !state.verify_budget.take(state.now_s, link.ip, true)) return undefined;
  state.verifies++;
  return { link, target };
}

/**
 * Ends a dial-back.
 *
 * @param nonce What the dialled node's hello answered; undefined when it did not.
 * @returns Whether the asker itself was reached there.
 */
export function endDialBack(state: State, { link, target }: DialBack, nonce: string | undefined): boolean {
  state.verifies--;
  if (nonce !== link.nonce) return false;
  const { ip, scope, teller } = link;
  const entry = state.book.hear(state.now_s, target, teller);
  if (entry === undefined) return true;
  const contact = entry.dialled();
  const healed = contact.failures > 0;
  if (contact.successes === 0 || healed) state.reached_news.add(state.now_ms, entry);
  contact.speaks = "network";
  state.book.succeed(state.now_s, entry, ip, scope, scope === "public" ? teller.group : entry.group);
  state.options.tell({ kind: healed ? "healed" : "dialled back", about: target.addr });
  if (state.links.has(link.id) && link.entry === null && !state.guests.has(entry)) {
    link.entry = entry;
    state.guests.add(entry);
  }
  return true;
}
