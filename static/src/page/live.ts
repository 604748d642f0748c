/** The live state of the node that serves the page: follows `GET /events`, and asks for controls. */
import type { Change, ControlAnswer, Controls, Snapshot } from "../../live_messages.ts";

import { LiveState } from "./live_state.ts";
import { shareStream } from "./share_stream.ts";
import type { Stream } from "./stream_hub.ts";
import { browser_timers, type Timers } from "../console/timers.ts";
import { Steering } from "./steering.ts";

/** First pause before a refused stream is opened again. It doubles each time. */
export const reopen_min_ms = 1_000;
/** Longest such pause: a full node is asked seldom, and its return is still seen soon. */
export const reopen_max_ms = 30_000;

/** Whether the stream from the node is open. */
export type LiveStatus = "connecting" | "open" | "lost";

/** Called with each change; `live` has the whole state. A snapshot comes as a change of everything. */
export type LiveListener = (change: Change) => void;

/** Opens a stream; one that all tabs share in the page, something else in a test. */
export type OpenStream = (url: string) => Stream;

/** `EventSource.CLOSED`. */
const closed = 2;

/** The state and its listeners. */
export class Live extends LiveState {
  status: LiveStatus = "connecting";
  /** Whether this page may order anything. */
  readonly steering: Steering;
  #stream: Stream | undefined;
  readonly #listeners = new Set<LiveListener>();
  readonly #open_stream: OpenStream;
  readonly #timers: Timers;
  #reopen_ms = reopen_min_ms;
  #callOff = () => {};

  /** Opens nothing before {@linkcode start}. */
  constructor(
    open_stream: OpenStream = shareStream,
    timers: Timers = browser_timers,
    steering: Steering = new Steering(),
  ) {
    super();
    this.steering = steering;
    steering.listen(() => this.#tell({}));
    this.#open_stream = open_stream;
    this.#timers = timers;
  }

  /** Follows the node; with `traffic` also its single messages. A second call replaces the first. */
  start(traffic = false): void {
    this.#callOff();
    this.#stream?.close();
    const stream = this.#open_stream(traffic ? "events?traffic=1" : "events");
    this.#stream = stream;
    stream.addEventListener("snapshot", ({ data }) => this.#begin(JSON.parse(data) as Snapshot));
    stream.addEventListener("change", ({ data }) => this.#change(JSON.parse(data) as Change));
    stream.addEventListener("error", () => {
      this.#is("lost");
      // A stream that broke is opened again by the browser, and begins with a snapshot. One that was refused (503: no place
      // just now) is closed for ever, so we open another one.
      if (stream.readyState === closed && stream === this.#stream) this.#reopen(traffic);
    });
  }

  #reopen(traffic: boolean): void {
    this.#callOff();
    this.#callOff = this.#timers.after(this.#reopen_ms, () => this.start(traffic));
    this.#reopen_ms = Math.min(reopen_max_ms, 2 * this.#reopen_ms);
  }

  /** Hears of every change from now on. */
  listen(listener: LiveListener): void {
    this.#listeners.add(listener);
  }

  /** Whether controls can be used. */
  get may_steer(): boolean {
    return this.steering.may_steer;
  }

  /** Asks the node to do something. Throws an Error with the node's own words when it refuses. */
  async control<Name extends keyof Controls>(name: Name, body: Controls[Name]): Promise<void> {
    const answer = await this.steering.request(`control/${name}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (answer.ok) return;
    const { error = `HTTP ${answer.status}` } = await answer.json().catch(() => ({})) as ControlAnswer;
    throw new Error(error);
  }

  #begin(snapshot: Snapshot): void {
    // The node may be another one by now.
    if (this.status === "lost") void this.steering.check();
    this.status = "open";
    this.#reopen_ms = reopen_min_ms;
    this.#tell(this.restart(snapshot));
  }

  #change(change: Change): void {
    this.apply(change);
    this.#tell(change);
  }

  #is(status: LiveStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.#tell({});
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
