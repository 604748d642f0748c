/** Nodes that the operator keeps away for a while. A block is one of an IP and a port, under whatever name. */
import type { Target } from "./address/group.ts";
import type { Entry } from "./book/entry.ts";
import { claimedPlace, machineOf, placeOfTarget, portsMet } from "./identity.ts";
import type { Link } from "./state/link.ts";
import type { Block, State } from "./state/state.ts";

/** The block of an address; undefined where it is not blocked. */
export function blockOf(state: State, target: Target): Block | undefined {
  if (state.blocks.size === 0) return undefined;
  return state.blocks.get(target.key) ??
    blockAt(state, placeOfTarget(state, target)?.ip ?? null, target.port);
}

/** True for a row that must not be dialled. */
export function isBlocked(state: State, { target }: Pick<Entry, "target">): boolean {
  return blockOf(state, target) !== undefined;
}

/** The block of an IP and port. */
export function blockAt(state: State, ip: string | null, port: number): Block | undefined {
  if (ip === null || state.blocks.size === 0) return undefined;
  return state.blocks.values().find((block) => block.ip === ip && block.target.port === port);
}

/** A new block, with the IP and the nonce of the node that is or was there. */
export function makeBlock(state: State, target: Target, until_ms: number): Block {
  const ip = placeOfTarget(state, target)?.ip ??
    state.linksOf("outbound", "lecture").find(({ entry }) => entry.target.key === target.key)?.ip ?? null;
  return { target, until_ms, ip: ip || null, nonce: nonceAt(state, ip, target) };
}

function nonceAt(state: State, ip: string | null, { key, port }: Target): string {
  const there = (entry: Entry) => entry.target.key === key || (entry.ip === ip && entry.target.port === port);
  const link = state.linksOf("outbound").find(({ entry, nonce }) => nonce !== "" && there(entry));
  if (link !== undefined) return link.nonce;
  const rows = state.book.reached.flatMap(({ rows }) => rows.filter(there));
  return rows.find(({ contact }) => contact!.nonce !== "")?.contact?.nonce ?? "";
}

/** True for a connection with a blocked node. It is asked again after each hello: only then an IP and a nonce are known. */
export function isBlockedLink(state: State, link: Link): boolean {
  if (state.blocks.size === 0 || link.kind === "client") return false;
  if (link.kind === "inbound" && link.entry === null) {
    return isBlockedInbound(state, link.ip, link.nonce, link.claimed);
  }
  const { target } = link.entry!;
  if (state.blocks.has(target.key) || blockAt(state, link.ip, target.port) !== undefined) return true;
  return link.kind !== "lecture" && isBlockedHere(state, link.ip, target.port, link.nonce);
}

/**
 * True for an inbound peer that is kept away. What it says of its own machine counts first. A nonce counts only where it
 * says nothing of use, and only if every port at which a node with it was met is blocked: somebody who repeats another
 * node's nonce on one IP could have that one cut off.
 */
export function isBlockedInbound(state: State, ip: string, nonce: string, claimed: Target | null): boolean {
  if (state.blocks.size === 0) return false;
  if (claimed !== null && state.blocks.has(claimed.key)) return true;
  const place = claimedPlace(state, ip, claimed);
  if (place !== undefined) {
    return blockAt(state, place.ip, place.port) !== undefined ||
      isBlockedHere(state, place.ip, place.port, nonce);
  }
  const blocks = [...state.blocks.values()].filter((block) =>
    block.nonce !== "" && block.nonce === nonce && block.ip !== null &&
    machineOf(state, block.ip) === machineOf(state, ip)
  );
  const blocked = new Set(blocks.map(({ target }) => target.port));
  return blocked.size > 0 && portsMet(state, ip, nonce).isSubsetOf(blocked);
}

/** Of this machine's own IPs the one is as good as the other, if port and nonce are the same. */
function isBlockedHere(state: State, ip: string, port: number, nonce: string): boolean {
  if (nonce === "" || !state.options.isOwnIp(ip)) return false;
  return state.blocks.values().some((block) =>
    block.nonce === nonce && block.target.port === port && block.ip !== null &&
    state.options.isOwnIp(block.ip)
  );
}
