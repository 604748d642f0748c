/** Talking to a lecture node: only its own ops, one at a time, and only what it can use. */
import type { Replies } from "./effects.ts";
import { learnAll } from "./gossip.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { State } from "./state.ts";
import { drawn } from "./table.ts";

/** Sends the next request that is due; `time` is the ping when nothing else is. */
export function askLecture(state: State, link: Link): void {
  const own = state.own.for(link.scope);
  link.asked_ms = state.now_ms;
  if (own !== undefined && state.now_ms >= link.register_ms) {
    link.register_ms = state.now_ms + limits.lecture_register_ms;
    state.send(link, "register", { addr: own.addr });
  } else if (state.now_ms >= link.peers_ms) {
    link.peers_ms = state.now_ms + limits.lecture_peers_ms;
    state.send(link, "peers");
  } else {
    state.send(link, "time");
  }
}

/** Any answer is a sign of life. The next request follows at once if it is due, else with the next ping. */
export function hearLecture(state: State, link: Link): void {
  const own = state.own.for(link.scope);
  const due = state.now_ms >= link.peers_ms || (own !== undefined && state.now_ms >= link.register_ms);
  if (due) askLecture(state, link);
  else link.next_ms = state.now_ms + limits.lecture_ping_ms;
}

/** Keeps a random part of a lecture node's list: it may be long, old and full of anything. */
export function learnPeers(state: State, link: Link, reply: Replies["peers"] | undefined): void {
  if (reply === undefined) return;
  learnAll(state, link, drawn(state.options.random, reply.peers.slice(), limits.lecture_peers_max));
}
