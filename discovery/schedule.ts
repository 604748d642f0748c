/** What a node does by itself as time passes: asks, tests, redials, announces, forgets. Called by the membership's tick. */
import { mayDial } from "./dials.ts";
import { stateOf } from "./book/entry.ts";
import { DONE, GOING_AWAY, TRY_LATER } from "./close_codes.ts";
import { handshakeFailed, loseTouch } from "./failures.ts";
import { askSample, isSettled } from "./gossip.ts";
import { deadline_ms, verdict } from "./keep_alive.ts";
import { askLecture } from "./lecture.ts";
import * as limits from "./limits.ts";
import { type DialledLink, type InboundLink, isPeer, type OutboundLink } from "./state/link.ts";
import { endBlocks } from "./operator.ts";
import { fillSlots, redial, renewAnchors, sendFeeler, testSuspects } from "./slots.ts";
import type { State } from "./state/state.ts";

/** Does what is due, and notes when it has to be called again. */
export function tick(state: State): void {
  const { now_ms } = state;
  state.due_ms = Infinity;
  endBlocks(state);
  for (const link of state.links.values()) {
    if (link.kind === "client") continue;
    if (now_ms >= deadline_ms(link)) attend(state, link);
    else state.wake(deadline_ms(link));
  }
  if (state.options.dial) makeDials(state);
  if (now_ms >= state.sweep_ms) sweep(state);
  if (now_ms >= state.own_announcement.due_ms) announce(state);
  else state.wake(state.own_announcement.due_ms);
  state.wake(state.sweep_ms);
  // Nothing here is so urgent that a tick has to follow sooner.
  state.due_ms = Math.max(state.due_ms, now_ms + limits.tick_min_ms);
}

function attend(state: State, link: DialledLink | InboundLink): void {
  switch (verdict(link, state.now_ms)) {
    case "ask":
      if (link.kind === "lecture") askLecture(state, link);
      else askSample(state, link);
      return state.wake(deadline_ms(link));
    case "no answer to hello":
      state.close(link, DONE, "no answer to hello");
      return handshakeFailed(state, link as OutboundLink);
    case "dead":
      state.close(link, GOING_AWAY, "no sign of life");
      return loseTouch(state, link);
    case "over":
      return state.close(
        link,
        link.kind === "inbound" && link.role === "overflow" ? TRY_LATER : DONE,
        "time is over",
      );
  }
}

function makeDials(state: State): void {
  const { now_ms, pace } = state;
  testSuspects(state);
  fillSlots(state);
  if (now_ms >= pace.feeler_ms && mayDial(state)) {
    sendFeeler(state);
    pace.feeler_ms = now_ms + limits.feeler_ms;
  }
  if (now_ms >= pace.redial_ms && mayDial(state)) {
    redial(state);
    pace.redial_ms = now_ms + limits.redial_ms;
  }
  if (mayDial(state)) state.wake(Math.min(pace.feeler_ms, pace.redial_ms));
}

function sweep(state: State): void {
  const { book, reconnects, links, options } = state;
  state.sweep_ms = state.now_ms + limits.sweep_ms;
  for (const { target } of book.sweep(state.now_s)) options.tell({ kind: "forgotten", about: target.addr });
  for (const link of links.values()) {
    if (link.outbound && isPeer(link) && stateOf(link.entry) === "good") reconnects.add(link.entry);
  }
  renewAnchors(state);
}

/** Announces this node, once its address is known and there are peers to tell it to, and then weekly. */
function announce(state: State): void {
  const has_address = state.peers().some(({ scope }) => state.own.for(scope) !== undefined);
  if (!has_address || !isSettled(state)) return;
  const told: number[] = [];
  for (const link of state.somePeers(limits.announce_fanout)) {
    const own = state.own.for(link.scope);
    if (own === undefined) continue;
    state.send(link, "announce", { addr: own.addr, age: 0, hops: 0 });
    told.push(link.id);
  }
  state.own_announcement.sent(state.now_ms, told);
  state.wake(state.own_announcement.due_ms);
}
