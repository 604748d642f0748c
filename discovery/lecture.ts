/** Lecture nodes: what they are asked (only the lecture's ops, one at a time), and which of them keep a reserved place. */
import { DONE } from "./close_codes.ts";
import type { Replies } from "./state/effects.ts";
import { isSettled, learnAll, spread } from "./gossip.ts";
import * as limits from "./limits.ts";
import type { LectureLink } from "./state/link.ts";
import type { State } from "./state/state.ts";
import { drawn } from "./book/table.ts";

/**
 * Sends the next request that is due, or a ping where none is. A ping is answered below the program that a student is
 * writing there. An op would run that program's newest mistakes every two minutes.
 */
export function askLecture(state: State, link: LectureLink): void {
  const own = state.own.for(link.scope);
  link.asked_ms = state.now_ms;
  if (own !== undefined && state.now_ms >= link.register_ms) {
    link.register_ms = state.now_ms + limits.lecture_register_ms;
    state.send(link, "register", { addr: own.addr });
  } else if (state.now_ms >= link.peers_ms) {
    // Not in step: the whole class may have started at once.
    link.peers_ms = state.now_ms + limits.lecture_peers_ms * (0.5 + state.options.random());
    state.send(link, "peers");
  } else {
    link.pinged = true;
    state.effects.push({ kind: "ping", link: link.id });
  }
}

/** Any answer and the pong are signs of life. The next request follows at once if it is due, else with the next ping. */
export function hearLecture(state: State, link: LectureLink): void {
  announceRare(state, link);
  const own = state.own.for(link.scope);
  const due = state.now_ms >= link.peers_ms || (own !== undefined && state.now_ms >= link.register_ms);
  if (due) askLecture(state, link);
  else link.next_ms = state.now_ms + limits.lecture_ping_ms;
}

/**
 * Keeps a random part of a lecture node's list: it may be long, old and full of anything. The list also shows how many
 * nodes of the network hold this one, since each of them registers there.
 */
export function learnPeers(state: State, link: LectureLink, reply: Replies["peers"] | undefined): void {
  if (reply === undefined) return;
  const some = [...drawn(state.options.random, reply.peers.slice(), limits.lecture_peers_max)];
  learnAll(state, link, some);
  link.is_rare = some.filter((addr) => isAlive(state, addr)).length < limits.lecture_holders_min;
}

function isAlive(state: State, addr: string): boolean {
  return state.rowOf(addr)?.reachedSince(state.now_s - limits.served_few_s) ?? false;
}

/** A lecture node can't announce itself. While few nodes hold it, they announce it, but not to the whole network. */
function announceRare(state: State, link: LectureLink): void {
  if (!link.is_rare || !isSettled(state)) return;
  link.is_rare = false;
  spread(state, link.entry, 0, limits.lecture_announce_hops);
}

/** Moves a lecture node from its slot to a reserved place, where one is free or this site's nodes may take one. */
export function leaveSlot(state: State, link: LectureLink): void {
  const may_ask = isLocal(link) || state.held("reserved") < limits.lecture_links_max;
  if (link.holdsSlot && may_ask && findReserved(state, link)) link.role = "reserved";
}

/**
 * Finds a reserved place for one more lecture node: a free one, or that of the one that peers told of last, since they
 * reached it as well. A node of which nobody tells may have this node alone, so it stays as long as any may. What this
 * site registered stays.
 */
export function findReserved(state: State, newcomer: LectureLink): boolean {
  if (state.held("reserved") < limits.lecture_links_max) return true;
  const age_ms = (link: LectureLink) => state.now_ms - link.opened_ms;
  const told_s = (link: LectureLink) =>
    age_ms(link) >= limits.lecture_kept_max_ms ? Infinity : link.entry.last_heard_s;
  const [leaver] = state.linksOf("lecture")
    .filter((link) => link.role === "reserved" && !isLocal(link))
    .filter((link) => isLocal(newcomer) || age_ms(link) >= limits.lecture_kept_ms)
    .sort((a, b) => told_s(b) - told_s(a) || age_ms(b) - age_ms(a));
  if (leaver === undefined) return false;
  state.close(leaver, DONE, "another lecture node's turn");
  return true;
}

/** True for an address that this machine or its site registered. */
export function isLocal({ entry }: LectureLink): boolean {
  return entry.source.scope !== "public";
}
