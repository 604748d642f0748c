/** What a node does by itself as time passes: asks, tests, redials, announces, forgets. Called by the membership's tick. */
import { stateOf } from "./entry.ts";
import { DONE, greetingFailed, loseTouch, TRY_LATER } from "./endings.ts";
import { announceOurselves, askSample } from "./gossip.ts";
import { deadline_ms, verdict } from "./keep_alive.ts";
import { askLecture } from "./lecture.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import { endBlocks } from "./operator.ts";
import { feelerPause_ms, fillSlots, redial, renewAnchors, sendFeeler, testSuspects } from "./slots.ts";
import type { State } from "./state.ts";

/** When what is next due. */
export class Schedule {
  readonly #state: State;
  #feeler_ms: number;
  #redial_ms: number;
  #sweep_ms: number;
  #announce_ms: number;

  constructor(state: State, now_ms: number) {
    const { random } = state.options;
    this.#state = state;
    this.#feeler_ms = now_ms + limits.feeler_eager_ms * (0.5 + random());
    this.#redial_ms = now_ms + limits.redial_ms * (0.5 + random());
    this.#sweep_ms = now_ms + limits.sweep_ms;
    this.#announce_ms = now_ms;
  }

  /** Does what is due, and sets the state's `due_ms`. */
  tick(now_ms: number): void {
    const state = this.#state;
    state.due_ms = Infinity;
    state.wake(endBlocks(state, now_ms));
    for (const link of state.links.values()) {
      if (now_ms >= deadline_ms(link)) this.#attend(now_ms, link);
      else state.wake(deadline_ms(link));
    }
    if (state.options.dial) this.#dial(now_ms);
    if (now_ms >= this.#sweep_ms) this.#sweep(now_ms);
    if (now_ms >= this.#announce_ms) this.#announce(now_ms);
    state.wake(this.#sweep_ms);
    // Ticks of one node closer than this would only cost: nothing here is that urgent.
    state.due_ms = Math.max(state.due_ms, now_ms + limits.tick_min_ms);
  }

  /** Our own address is known now: tell it. */
  announceNow(now_ms: number): void {
    this.#announce_ms = now_ms;
    this.#state.wake(now_ms);
  }

  #attend(now_ms: number, link: Link): void {
    const state = this.#state;
    switch (verdict(link, now_ms)) {
      case "ask":
        if (link.stage === "lecture") askLecture(state, now_ms, link);
        else askSample(state, now_ms, link);
        return state.wake(deadline_ms(link));
      case "silent greeting":
        state.close(link, DONE, "no answer to hello");
        return greetingFailed(state, now_ms, link);
      case "dead":
        state.close(link, 1001, "no sign of life");
        return loseTouch(state, now_ms, link);
      case "over":
        return state.close(link, link.role === "visitor" ? TRY_LATER : DONE, "time is over");
    }
  }

  #dial(now_ms: number): void {
    const state = this.#state;
    testSuspects(state, now_ms);
    state.wake(fillSlots(state, now_ms));
    if (now_ms >= this.#feeler_ms && state.dials < limits.dials_at_once_max) {
      sendFeeler(state, now_ms);
      this.#feeler_ms = now_ms + feelerPause_ms(state);
    }
    if (now_ms >= this.#redial_ms && state.dials < limits.dials_at_once_max) {
      redial(state, now_ms);
      this.#redial_ms = now_ms + limits.redial_ms;
    }
    if (state.dials < limits.dials_at_once_max) state.wake(Math.min(this.#feeler_ms, this.#redial_ms));
  }

  #sweep(now_ms: number): void {
    const { book, friends, links, options } = this.#state;
    this.#sweep_ms = now_ms + limits.sweep_ms;
    for (const { target } of book.sweep(Math.floor(now_ms / 1000))) {
      options.tell({ kind: "forgotten", about: target.addr });
    }
    for (const { entry, outbound, isPeer } of links.values()) {
      if (outbound && isPeer && entry !== null && stateOf(entry) === "good") friends.add(entry);
    }
    renewAnchors(this.#state);
  }

  /** Once our address is known and there are peers to tell it to, and then weekly. */
  #announce(now_ms: number): void {
    const peers = this.#state.peers();
    const has_address = peers.some(({ scope }) => this.#state.own.for(scope) !== undefined);
    const is_settled = peers.length >= limits.announce_fanout ||
      peers.some((link) => now_ms - link.opened_ms > limits.announce_patience_ms);
    if (!has_address || !is_settled) return;
    announceOurselves(this.#state);
    this.#announce_ms = now_ms + limits.announce_ms;
  }
}
