/** What the node knows, in the form that the page gets. Pure functions: nothing is remembered here. */
import { type Entry, stateOf } from "../../discovery/book/entry.ts";
import type { ClientLink, Link } from "../../discovery/state/link.ts";
import type { PeerRow } from "../../storage/peer_row.ts";
import type { LinkView, PeerStateName, PeerView } from "../../static/live_messages.ts";

/** What is known of an address beside its row. */
export interface PeerNote {
  readonly agent: string | null;
  readonly latency_ms: number | null;
  /** Address or IP of the peer that told this address first. */
  readonly learned_from: string | null;
}

/** What is known of a row beside the book and the store. */
export interface PeerSurroundings extends PeerNote {
  readonly node: string;
  /** Its last dial failed, which may be this node's own fault. */
  readonly is_unproven: boolean;
  readonly is_seed: boolean;
  readonly blocked_until_ms: number | null;
  readonly links: readonly number[];
}

/** A row of the peer book. */
export function viewOfEntry(
  entry: Entry,
  { is_unproven, ...surroundings }: PeerSurroundings,
): PeerView {
  const { contact, target } = entry;
  return {
    key: target.key,
    addr: target.addr,
    state: shownState(stateOf(entry), is_unproven, surroundings.links),
    speaks: contact?.speaks ?? "unknown",
    last_heard_ms: entry.last_heard_s * 1000,
    last_try_ms: milliseconds(contact?.last_try_s),
    last_success_ms: milliseconds(contact?.last_success_s),
    failures: contact?.failures ?? 0,
    successes: contact?.successes ?? 0,
    reliability: contact?.reliability ?? 0,
    group: entry.group,
    source_group: entry.source.group,
    ...surroundings,
  };
}

/** A failed last dial outranks the recorded state, and an open connection outranks both. */
function shownState(state: PeerStateName, is_unproven: boolean, links: readonly number[]): PeerStateName {
  const is_dead = state === "suspect" || state === "stale";
  if (links.length > 0 && is_dead) return "tried";
  return is_unproven && links.length === 0 && !is_dead && state !== "heard" ? "suspect" : state;
}

/** A row that only the store has. */
export function viewOfRow(
  row: PeerRow,
  { is_unproven: _, ...surroundings }: PeerSurroundings,
): PeerView {
  const { key, addr, speaks, last_heard_ms, last_try_ms, last_success_ms } = row;
  const { failures, successes, reliability, group, source_group } = row;
  return {
    ...{ key, addr, state: "listed", speaks, last_heard_ms, last_try_ms, last_success_ms },
    ...{ failures, successes, reliability, group, source_group },
    ...surroundings,
  };
}

/** A connection that the page shows. Lecture clients are not part of the network. */
export type ShownLink = Exclude<Link, ClientLink>;

/** True for connections that the page shows. */
export function isShown(link: Link): link is ShownLink {
  return link.kind !== "client";
}

/**
 * Key of the row of a connection: of the dialled or verified address, or of the address that an inbound peer claims.
 */
export function keyOf(link: ShownLink): string | null {
  if (link.entry !== null) return link.entry.target.key;
  return link.kind === "inbound" ? link.claimed?.key ?? null : null;
}

/**
 * A connection.
 *
 * @param node The node to which it leads.
 * @param knows Keys of the addresses that it is known to know.
 */
export function viewOfLink(link: ShownLink, node: string, knows: readonly string[]): LinkView {
  // A claimed address somewhere else must not name the connection.
  const key = node.startsWith("link:") ? null : keyOf(link);
  return {
    id: link.id,
    direction: link.outbound ? "out" : "in",
    addr: link.entry?.target.addr ?? key,
    key,
    node,
    ip: link.ip,
    agent: agentOf(link),
    role: link.role,
    stage: stageOf(link),
    latency_ms: link.round_trip_ms,
    opened_ms: stageOf(link) === "dialling" ? null : link.opened_ms,
    knows,
  };
}

/** Program and version of the other end, as its hello told them. */
export function agentOf(link: ShownLink): string | null {
  return link.kind === "lecture" ? null : link.agent;
}

function stageOf(link: ShownLink): LinkView["stage"] {
  if (link.kind === "lecture") return "lecture";
  return link.kind === "inbound" ? "network" : link.stage;
}

/** How many rows are in each state. */
export function countStates(entries: Iterable<Entry>): Record<PeerStateName, number> {
  const counts = { heard: 0, tried: 0, good: 0, suspect: 0, stale: 0, listed: 0 };
  for (const entry of entries) counts[stateOf(entry)]++;
  return counts;
}

function milliseconds(time_s: number | undefined): number | null {
  return time_s ? time_s * 1000 : null;
}
