/** Talking to a lecture node: only its own ops, one at a time, and only what it can use. */
import type { Replies } from "./effects.ts";
import { isSettled, learnAll, spread } from "./gossip.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { State } from "./state.ts";
import { drawn } from "./book/table.ts";

/**
 * Sends the next request that is due, or where none is a ping: that is answered below the program which its student is
 * writing. An op would run that program's newest mistakes every two minutes.
 */
export function askLecture(state: State, link: Link): void {
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
export function hearLecture(state: State, link: Link): void {
  announceRare(state, link);
  const own = state.own.for(link.scope);
  const due = state.now_ms >= link.peers_ms || (own !== undefined && state.now_ms >= link.register_ms);
  if (due) askLecture(state, link);
  else link.next_ms = state.now_ms + limits.lecture_ping_ms;
}

/**
 * Keeps a random part of a lecture node's list: it may be long, old and full of anything. The list also shows who holds the
 * node, since each of us registers there.
 */
export function learnPeers(state: State, link: Link, reply: Replies["peers"] | undefined): void {
  if (reply === undefined) return;
  const some = [...drawn(state.options.random, reply.peers.slice(), limits.lecture_peers_max)];
  learnAll(state, link, some);
  link.is_rare = some.filter((addr) => isAlive(state, addr)).length < limits.lecture_holders_min;
}

function isAlive(state: State, addr: string): boolean {
  return state.rowOf(addr)?.reachedSince(state.now_s - limits.served_few_s) ?? false;
}

/** A lecture node can't announce itself. While few hold it, those who do announce it. */
function announceRare(state: State, link: Link): void {
  if (!link.is_rare || !isSettled(state)) return;
  link.is_rare = false;
  spread(state, link.entry!, 0, 0);
}
