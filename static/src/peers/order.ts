/** Which addresses the table shows and in which order; nothing is drawn here. */
import type { PeerView } from "../../live_messages.ts";
import { lazily } from "../page/lazily.ts";
import { type PeerMark, peerMark } from "../page/peer_mark.ts";

/** What the table can be sorted by. */
export const columns = ["addr", "state", "latency", "seen", "agent", "source"] as const;

/** One of {@linkcode columns}. */
export type Column = typeof columns[number];

/** How the table is sorted. */
export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** What can be asked for: the marks, best first, and whether a connection is open. */
export const wanted_states = [
  "all",
  "connected",
  "good",
  "tried",
  "heard",
  "listed",
  "suspect",
  "stale",
  "blocked",
] as const satisfies readonly (PeerMark | "all" | "connected")[];

/** One of {@linkcode wanted_states}. */
export type WantedState = typeof wanted_states[number];

/** What the person wants to see. */
export interface Wish extends Order {
  /** Part of an address, a name, an agent or a source. */
  readonly text: string;
  readonly state: WantedState;
}

/** What is asked about each address. */
export interface Surroundings {
  readonly now_ms: number;
  readonly nameOf: (key: string) => string;
}

/** When it was last known to answer; an open connection answers now. */
export function lastSeen({ links, last_success_ms }: PeerView, now_ms: number): number | null {
  return links.length > 0 ? now_ms : last_success_ms;
}

/** Who told of it first; the group where nobody is remembered. A client of this machine has no port of its own. */
export function sourceOf({ learned_from, source_group }: PeerView): string {
  return learned_from ?? source_group.replace(/:0$/, "");
}

/** Numbers inside are compared as numbers: port 9000 comes before 10000. */
const texts = lazily(() => new Intl.Collator("en", { numeric: true }));

/**
 * The addresses to show, in order. What is unknown comes last in either direction; equals are ordered by address.
 *
 * @param is_busy Rows that the person is working in: they stay, whatever was filtered.
 */
export function arrange(
  peers: Iterable<PeerView>,
  wish: Wish,
  around: Surroundings,
  is_busy: (key: string) => boolean = () => false,
): PeerView[] {
  const value = valueOf(wish.column, around.now_ms);
  const direction = wish.descending ? -1 : 1;
  const ordered = [...peers].filter((peer) => isWanted(peer, wish, around) || is_busy(peer.key))
    .map((peer) => ({ peer, value: value(peer) }))
    .sort((a, b) => (
      compare(a.value, b.value, direction) || texts().compare(a.peer.addr, b.peer.addr)
    )).map(({ peer }) => peer);
  return rowsOfOneNodeTogether(ordered);
}

/** Behind the first row of a node stand its others, in their order. */
function rowsOfOneNodeTogether(peers: readonly PeerView[]): PeerView[] {
  return [...Map.groupBy(peers, ({ node }) => node).values()].flat();
}

/** How many addresses each wish for a state would show. */
export function countStates(peers: Iterable<PeerView>, now_ms: number): Record<WantedState, number> {
  const counts = Object.fromEntries(wanted_states.map((state) => [state, 0])) as Record<WantedState, number>;
  for (const peer of peers) {
    counts.all++;
    counts[peerMark(peer, now_ms)]++;
    if (peer.links.length > 0) counts.connected++;
  }
  return counts;
}

/** Connected ones first, then the marks in their order. */
function rank(peer: PeerView, now_ms: number): number {
  return wanted_states.indexOf(peer.links.length > 0 ? "connected" : peerMark(peer, now_ms));
}

function isWanted(peer: PeerView, { text, state }: Wish, { now_ms, nameOf }: Surroundings): boolean {
  if (state === "connected" ? peer.links.length === 0 : state !== "all" && peerMark(peer, now_ms) !== state) {
    return false;
  }
  const wanted = text.trim().toLowerCase();
  return wanted === "" || [peer.addr, nameOf(peer.key), peer.agent ?? "", sourceOf(peer)]
    .some((searched) => searched.toLowerCase().includes(wanted));
}

type Value = number | string | null;

function valueOf(column: Column, now_ms: number): (peer: PeerView) => Value {
  switch (column) {
    case "addr":
      return ({ addr }) => addr;
    case "state":
      return (peer) => rank(peer, now_ms);
    case "latency":
      return ({ latency_ms }) => latency_ms;
    // The freshest first is what 'ascending' means for an age.
    case "seen":
      return (peer) => {
        const seen_ms = lastSeen(peer, now_ms);
        return seen_ms === null ? null : -seen_ms;
      };
    case "agent":
      return ({ agent }) => agent;
    case "source":
      return sourceOf;
  }
}

function compare(a: Value, b: Value, direction: 1 | -1): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === "number" && typeof b === "number") return (a - b) * direction;
  return texts().compare(String(a), String(b)) * direction;
}
