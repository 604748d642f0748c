/** The live state of the node that serves the page: follows `GET /events`, and asks for controls. */
import type {
  Change,
  ControlAnswer,
  Controls,
  LinkView,
  LiveEvent,
  NodeView,
  PeerView,
  Snapshot,
} from "../../live_messages.ts";

import { browser_timers, type Timers } from "../console/timers.ts";
import { Steering } from "./steering.ts";

/** Events kept for the page's list; older ones go. */
export const events_kept = 1_000;

/** First pause before a stream that the node refused is opened again; it doubles ... */
export const reopen_min_ms = 1_000;
/** ... up to this: a full node is not asked without end, and a reader still sees it come back. */
export const reopen_max_ms = 30_000;

/** Whether news come from the node. */
export type LiveStatus = "connecting" | "open" | "lost";

/** Hears of changes: what is given is new, `live` holds the whole. A snapshot comes as a change of everything. */
export type LiveListener = (change: Change) => void;

/** Opens a stream; `EventSource` in the page, something else in a test. */
export type OpenStream = (url: string) => EventSource;

/** `EventSource.CLOSED`. */
const closed = 2;

/** The state, and who wants to hear of it. */
export class Live {
  status: LiveStatus = "connecting";
  node: NodeView | undefined;
  /** Whether this page may order anything. */
  readonly steering: Steering;
  readonly peers = new Map<string, PeerView>();
  readonly links = new Map<number, LinkView>();
  /** Oldest first. */
  events: readonly LiveEvent[] = [];
  #stream: EventSource | undefined;
  readonly #listeners = new Set<LiveListener>();
  readonly #open_stream: OpenStream;
  readonly #timers: Timers;
  #reopen_ms = reopen_min_ms;
  #callOff = () => {};

  /** Opens nothing before {@linkcode start}. */
  constructor(
    open_stream: OpenStream = (url) => new EventSource(url),
    timers: Timers = browser_timers,
    steering: Steering = new Steering(),
  ) {
    this.steering = steering;
    steering.listen(() => this.#tell({}));
    this.#open_stream = open_stream;
    this.#timers = timers;
  }

  /** Follows the node; with `traffic` also its single messages. Called again it changes over. */
  start(traffic = false): void {
    this.#callOff();
    this.#stream?.close();
    const stream = this.#open_stream(traffic ? "events?traffic=1" : "events");
    this.#stream = stream;
    stream.addEventListener("snapshot", ({ data }) => this.#restart(JSON.parse(data) as Snapshot));
    stream.addEventListener("change", ({ data }) => this.#apply(JSON.parse(data) as Change));
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

  #restart({ node, peers, links, events }: Snapshot): void {
    // The node may be another one by now.
    if (this.status === "lost") void this.steering.check();
    const peers_gone = [...this.peers.keys()];
    const links_gone = [...this.links.keys()];
    this.peers.clear();
    this.links.clear();
    // A node that was started anew counts from 1 again.
    this.events = [];
    this.status = "open";
    this.#reopen_ms = reopen_min_ms;
    this.#apply({ node, peers, links, events, peers_gone, links_gone });
  }

  #apply(change: Change): void {
    if (change.node !== undefined) this.node = change.node;
    for (const key of change.peers_gone ?? []) this.peers.delete(key);
    for (const id of change.links_gone ?? []) this.links.delete(id);
    for (const peer of change.peers ?? []) this.peers.set(peer.key, peer);
    for (const link of change.links ?? []) this.links.set(link.id, link);
    if (change.events?.length) this.events = [...this.events, ...change.events].slice(-events_kept);
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
