/**
 * Whether one node is online, since when, and what is due for its connection. Pure: times are given. `steady` times plan
 * what comes next, `wall` times are shown: only the latter go on while the computer sleeps.
 */
import * as limits from "./limits.ts";

/** One moment on both clocks, in milliseconds. */
export interface Moment {
  readonly steady_ms: number;
  /** Since 1970. */
  readonly wall_ms: number;
}

/** What is to be done for a connection. */
export type Due = "dial" | "ping" | "drop";

/** One node's presence. */
export class Presence {
  status: "unknown" | "online" | "offline" = "unknown";
  /** Online since, or last seen, on the wall clock; null: never seen. */
  since_ms: number | null = null;
  /** When it last came online, on the steady clock. */
  came_ms = -Infinity;
  /** Connections that ended or were never made, all in all: a check compares it before and after. */
  losses = 0;
  #link: "none" | "dialling" | "open" = "none";
  #seen: Moment | undefined;
  #opened_ms = 0;
  #next_ms = 0;
  #tries = 0;

  /** What is due now; undefined for nothing. A dial or a drop that is told is taken to be begun. */
  due({ steady_ms }: Moment): Due | undefined {
    if (this.#link === "open") {
      if (steady_ms - this.#seen!.steady_ms >= limits.pong_patience_ms) return "drop";
      if (steady_ms < this.#next_ms) return undefined;
      this.#next_ms = steady_ms + limits.ping_ms;
      return "ping";
    }
    if (this.#link === "dialling" || steady_ms < this.#next_ms) return undefined;
    this.#link = "dialling";
    return "dial";
  }

  /** A place for the dial was not free: it stays due. */
  postponed(): void {
    this.#link = "none";
  }

  /** The connection is open. */
  opened(now: Moment): void {
    this.#link = "open";
    this.#opened_ms = now.steady_ms;
    this.#next_ms = now.steady_ms + limits.ping_ms;
    this.#live(now);
  }

  /** A pong, or anything else, came. */
  heard(now: Moment): void {
    this.#tries = 0;
    this.#seen = now;
  }

  /** A program is there, and it takes no WebSocket. */
  answered(now: Moment): void {
    this.#live(now);
    this.#wait(now, limits.redial_closing_max_ms);
  }

  /** The node closed the connection, or it was cut. */
  closed(now: Moment): void {
    if (this.#link !== "open") return;
    // It closes each connection at once: it is there, and to dial it often would only fill the student's window.
    if (now.steady_ms - this.#opened_ms < limits.settled_ms) return this.answered(now);
    this.losses++;
    this.#leave(now.wall_ms);
    this.#wait(now, limits.redial_max_ms);
  }

  /** Pings were not answered: it is gone since the last sign of life. */
  dropped(now: Moment): void {
    this.losses++;
    this.#leave(this.#seen!.wall_ms);
    this.#wait(now, limits.redial_max_ms);
  }

  /** Nobody took the dial. */
  failed(now: Moment): void {
    if (this.status === "online") this.losses++;
    if (this.status !== "offline") this.#leave(this.#seen?.wall_ms ?? null);
    this.#wait(now, limits.redial_max_ms);
  }

  /** The computer was asleep. What is open may be dead without a sign: it is opened anew, and the status stays until then. */
  woke({ steady_ms }: Moment): void {
    this.#link = "none";
    this.#tries = 0;
    this.#next_ms = steady_ms;
  }

  #live(now: Moment): void {
    this.#seen = now;
    if (this.status === "online") return;
    this.status = "online";
    this.since_ms = now.wall_ms;
    this.came_ms = now.steady_ms;
  }

  #leave(seen_ms: number | null): void {
    this.status = "offline";
    this.since_ms = seen_ms;
  }

  #wait({ steady_ms }: Moment, max_ms: number): void {
    this.#link = "none";
    this.#next_ms = steady_ms + Math.min(max_ms, limits.redial_min_ms * 2 ** Math.min(this.#tries++, 16));
  }
}
