/**
 * Whom an op of a student may ask, and whom `askPeers` asks. An op speaks with the node's own address, so a stranger who
 * calls one could reach through it what is closed to strangers.
 */
import type { Target } from "./address/group.ts";
import { reaches, type Scope, undialableKind } from "./address/scope.ts";
import { blockAt, blockOf, isBlocked } from "./blocks.ts";
import type { Entry } from "./book/entry.ts";
import { Identities, SELF } from "./identity.ts";
import * as limits from "./limits.ts";
import { rowOf } from "./state/link.ts";
import type { State } from "./state/state.ts";

/** For whom an op asks. */
export interface Asking {
  /** Scope of the op's caller: nothing nearer is asked. In what runs by itself it is the operator's, loopback. */
  readonly caller: Scope;
  /** The widest scope among nodes that have answered in this call: an address that this node does not know is from there. */
  readonly heard: Scope;
}

/** Why this IP of an address must not be asked, as a sentence; undefined where it may be. An IP is charged for. */
export function askFault(
  state: State,
  target: Target,
  ip: string,
  { caller, heard }: Asking,
): string | undefined {
  const { addr, key, port } = target;
  if (undialableKind(ip) !== undefined) return `${addr} is no address that can be dialled.`;
  if (blockOf(state, target) !== undefined || blockAt(state, ip, port) !== undefined) {
    return `${addr} is blocked by the operator of this node.`;
  }
  const scope = target.literal ? target.scope : state.options.scopeOfIp(ip);
  if (!reaches(scope, caller)) {
    return `${addr} is a ${scope} address, and the caller of this op is ${caller}: an op reaches no further in than its caller.`;
  }
  const told_by = (state.book.get(key) ?? state.options.recall(target))?.source.scope ?? heard;
  if (!reaches(scope, told_by)) {
    return `${addr} is a ${scope} address that a ${told_by} node has told: it is not asked.`;
  }
  // The operator's own file is bounded by the pace of asks alone. A stranger could aim it at somebody.
  if (scope !== "public" || caller === "loopback" || state.book.hasReachedIp(ip)) return undefined;
  if (state.budget.take(state.now_s, ip, false)) return undefined;
  return `${addr} was asked and never answered: it is left alone for some hours.`;
}

/**
 * Addresses of other nodes that answered lately: those connected first, each node once, in random order.
 *
 * @param caller Only what may be asked for a caller of this scope.
 */
export function askTargets(state: State, caller: Scope, max: number): Target[] {
  const connected = [...state.links.values()].filter((link) =>
    link.kind !== "outbound" || link.stage !== "dialling"
  )
    .map(rowOf).filter((entry) => entry !== null);
  const since_s = state.now_s - limits.served_s;
  const reached = state.book.reached.flatMap(({ rows }) =>
    rows.filter((entry) => entry.reachedSince(since_s))
  );
  const identities = new Identities(state);
  const seen = new Set([SELF]);
  const targets: Target[] = [];
  for (const entry of [...shuffled(state, connected), ...shuffled(state, reached)]) {
    if (targets.length >= max) break;
    const node = identities.ofTarget(entry.target);
    if (seen.has(node) || !mayBeAsked(state, entry, caller)) continue;
    seen.add(node);
    targets.push(entry.target);
  }
  return targets;
}

function mayBeAsked(state: State, entry: Entry, caller: Scope): boolean {
  return reaches(entry.scope, caller) && reaches(entry.scope, entry.source.scope) && !isBlocked(state, entry);
}

function shuffled(state: State, entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ entry, at: state.options.random() })).sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}
