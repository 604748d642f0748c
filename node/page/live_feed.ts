/**
 * What the page is told while it is open: everything once, then each change. While no page is open, only the last
 * events and a few notes are kept, and nothing is computed.
 */
import { locate, type Target } from "../../discovery/address/group.ts";
import { CUT_OFF } from "../../discovery/close_codes.ts";
import type { Happening } from "../../discovery/state/happening.ts";
import {
  change_ms,
  events_in_change_max,
  events_kept_max,
  peers_changed_max,
  peers_shown_max,
  traffic_in_change_max,
} from "./limits.ts";
import type { Link } from "../../discovery/state/link.ts";
import type { Membership } from "../../discovery/membership.ts";
import type {
  Change,
  EventKind,
  LinkView,
  LiveEvent,
  NodeView,
  OwnOpView,
  PeerView,
  Snapshot,
  TrafficView,
} from "../../static/live_messages.ts";
import { LivePicture, type LivePictureOptions } from "./live_picture.ts";
import type { SeenLink } from "./live_memory.ts";
import { agentOf, isShown } from "./live_view.ts";
import { Neighbours } from "./neighbours.ts";
import type { SteadyClock } from "../steady_clock.ts";
import type { StoreWatch } from "./store_watch.ts";

/** A page that is told of changes. */
export interface Listener {
  /** Whether it also wants passing messages. */
  readonly traffic: boolean;
  /** Takes a {@linkcode Change} as JSON. */
  hear(change: string): void;
}

/** Happenings that become events. */
const event_kinds: Partial<Record<Happening["kind"], EventKind>> = {
  "reached": "verified",
  "reached lecture node": "verified",
  "dialled back": "verified",
  "own address confirmed": "verified",
  "healed": "healed",
  "learned": "learned",
  "announcement": "announced",
  "suspect": "suspect",
  "never reached": "suspect",
  "stale": "down",
  "forgotten": "forgotten",
  "blocked": "blocked",
  "unblocked": "unblocked",
};

/** The feed of one node. */
export class LiveFeed {
  readonly #clock: SteadyClock;
  readonly #store_watch: StoreWatch | undefined;
  readonly #listeners = new Set<Listener>();
  readonly #picture: LivePicture;
  readonly #neighbours = new Neighbours();
  #events: LiveEvent[] = [];
  #last_event = 0;
  #new_events: LiveEvent[] = [];
  #traffic: TrafficView[] = [];
  readonly #changed_peers = new Set<string>();
  readonly #changed_links = new Set<number>();
  /** Addresses that were blocked or unblocked. */
  readonly #switched_blocks = new Set<string>();
  #told_node = "";
  #changed_ms = -Infinity;
  #callOff: (() => void) | undefined;

  constructor(options: LivePictureOptions) {
    this.#clock = options.clock;
    this.#store_watch = options.store_watch;
    this.#picture = new LivePicture(options);
  }

  /** Shows the membership from now on. */
  attach(membership: Membership): void {
    this.#picture.membership = membership;
  }

  /** The membership tells what happened. */
  tell({ kind, about, keys = [], count = 0, link, code, reason }: Happening): void {
    if (link !== undefined) this.#hearKnowledge(kind, link.id, about, keys);
    if (kind === "learned" && count === 0) return;
    if ((kind === "closing" || kind === "closed") && link !== undefined) {
      this.#ended(link, isOrdered(reason) ? CUT_OFF : code);
    }
    const event = event_kinds[kind];
    if (event !== undefined && !this.#contradicts(event, about)) {
      this.#happened(event, about, count === 0 ? null : count);
    }
    // A block is not part of a row, so the book does not report it.
    if (kind === "blocked" || kind === "unblocked") {
      if (this.#listeners.size > 0) this.#switched_blocks.add(about);
      this.changedPeer(locate(about)?.key ?? null);
    }
  }

  /** Shows the ops of students from now on. */
  attachOwnOps(views: () => readonly OwnOpView[]): void {
    this.#picture.own_ops = views;
  }

  /** A student's op wrote a line. */
  said(op: string, text: string): void {
    this.#happened("said", op, null, null, false, text);
  }

  /** The node itself has changed. */
  changedNode(): void {
    if (this.#listeners.size > 0) this.#changeLater();
  }

  /** A connection changed, or it is gone. */
  touched(id: number): void {
    const link = this.#picture.membership?.links.get(id);
    const { before, now } = this.#picture.links_seen.see(id, link);
    if (link !== undefined && now?.joined && !before?.joined) this.#joined(link, now);
    if (before?.joined && now === undefined) this.#left(id, before);
    if (link !== undefined && isShown(link) && now?.key) {
      const { round_trip_ms } = link;
      const agent = agentOf(link);
      if (agent !== null) this.#picture.notes.add(now.key, { agent, latency_ms: round_trip_ms });
      else if (round_trip_ms !== null) this.#picture.notes.add(now.key, { latency_ms: round_trip_ms });
    }
    if (this.#listeners.size === 0 || (before ?? now) === undefined) return;
    this.#changed_links.add(id);
    this.changedPeer(before?.key ?? null);
    this.changedPeer(now?.key ?? null);
  }

  /** A network message passed. */
  passed(link: number, direction: "out" | "in", op: string, kind: "request" | "answer"): void {
    if (this.#listeners.size === 0 || this.#traffic.length >= traffic_in_change_max) return;
    this.#traffic.push({ link, direction, op, kind });
    this.#changeLater();
  }

  /** Addresses were registered and stored. */
  registered(targets: readonly Target[], source_group: string): void {
    if (this.#listeners.size === 0) return;
    for (const target of targets.slice(-peers_shown_max)) {
      this.#picture.registered(target, source_group);
      this.changedPeer(target.key);
    }
  }

  /** An address was removed from the store. */
  removed(key: string): void {
    this.#picture.removed(key);
    this.changedPeer(key);
  }

  /** Tells a listener of changes from now on. The rest is in a {@linkcode snapshot}. */
  listen(listener: Listener): void {
    // The others get the waiting change first, so that the new listener's snapshot and changes don't overlap.
    this.#change();
    this.#listeners.add(listener);
    this.#store_watch?.start(() => this.changedNode());
  }

  /** The listener leaves. */
  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#store_watch?.stop();
    this.#callOff?.();
    this.#callOff = undefined;
    this.#forgetChanges();
    this.#picture.forgetListed();
  }

  /** The node itself, at this moment. */
  node(): NodeView {
    return this.#picture.node();
  }

  /** Everything there is to show. */
  snapshot(): Snapshot {
    this.#picture.identify();
    return {
      node: this.#picture.node(),
      peers: this.#picture.peers(),
      links: this.#picture.links(),
      events: this.#events,
    };
  }

  /** Notes the end of a connection. By now it may be known to which node it led. */
  #ended(link: Link, code: number | undefined): void {
    const identities = this.#picture.membership?.identities();
    if (identities === undefined) return;
    this.#neighbours.rename(link.id, identities.ofLink(link));
    this.#neighbours.end(link.id, code);
  }

  /** A connection became one that is to stay. */
  #joined(link: Link, { about, direction }: SeenLink): void {
    const node = this.#picture.membership!.identities().ofLink(link);
    if (this.#neighbours.join(link.id, node)) this.#happened("joined", about, null, direction);
  }

  #left(id: number, { about, direction }: SeenLink): void {
    const leave = this.#neighbours.leave(id);
    if (leave !== undefined) this.#happened("left", about, null, direction, leave.lost);
  }

  /** A dial of one address may fail while its node is connected by another one. Then no event is told. */
  #contradicts(event: EventKind, about: string): boolean {
    if (event !== "suspect" && event !== "down") return false;
    const target = locate(about);
    const node = target && this.#picture.membership?.identities().ofTarget(target);
    return node !== undefined && this.#neighbours.has(node);
  }

  /** Notes the addresses that a peer knows: those that it told, and those that this node told it. */
  #hearKnowledge(kind: Happening["kind"], id: number, about: string, keys: readonly string[]): void {
    const { links_seen, notes } = this.#picture;
    if (kind === "told") links_seen.told(id, keys);
    else if (kind === "learned" || kind === "announcement") links_seen.served(id, keys);
    else return;
    for (const key of kind === "learned" ? keys : []) {
      if (notes.get(key).learned_from === null) notes.add(key, { learned_from: about });
    }
    if (this.#listeners.size === 0 || keys.length === 0) return;
    this.#changed_links.add(id);
    this.#changeLater();
  }

  #happened(
    kind: EventKind,
    about: string,
    count: number | null,
    direction: "out" | "in" | null = null,
    lost = false,
    text?: string,
  ): void {
    const event = {
      id: ++this.#last_event,
      at_ms: this.#clock.now_ms(),
      kind,
      about,
      count,
      direction,
      ...(lost ? { lost: true as const } : {}),
      ...(text === undefined ? {} : { text }),
    };
    this.#events.push(event);
    if (this.#events.length > events_kept_max) this.#events.shift();
    if (this.#listeners.size === 0) return;
    this.#new_events.push(event);
    if (this.#new_events.length > events_in_change_max) this.#new_events.shift();
    this.#changeLater();
  }

  /** A row changed. */
  changedPeer(key: string | null): void {
    if (key === null || this.#listeners.size === 0) return;
    this.#changed_peers.add(key);
    if (this.#changed_peers.size > peers_changed_max) {
      this.#changed_peers.delete(this.#changed_peers.values().next().value!);
    }
    this.#changeLater();
  }

  #changeLater(): void {
    if (this.#callOff !== undefined) return;
    const wait_ms = Math.max(0, this.#changed_ms + change_ms - this.#clock.now_ms());
    this.#callOff = this.#clock.after(wait_ms, () => this.#change());
  }

  /** Tells every listener what changed. */
  #change(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#listeners.size === 0) return;
    this.#changed_ms = this.#clock.now_ms();
    const traffic = this.#traffic;
    const change = this.#takeChange();
    const text = JSON.stringify(change);
    const with_traffic = traffic.length === 0 ? text : JSON.stringify({ ...change, traffic });
    for (const listener of [...this.#listeners]) {
      const told = listener.traffic ? with_traffic : text;
      if (told !== "{}") listener.hear(told);
    }
    if (this.#changed_peers.size > 0) this.#changeLater();
  }

  #takeChange(): Change {
    this.#followNodes();
    const peers: PeerView[] = [];
    const peers_gone: string[] = [];
    for (const key of this.#changed_peers.values().take(peers_shown_max).toArray()) {
      this.#changed_peers.delete(key);
      const peer = this.#picture.peer(key);
      if (peer === undefined) peers_gone.push(key);
      else peers.push(peer);
    }
    const links: LinkView[] = [];
    const links_gone: number[] = [];
    for (const id of this.#changed_links) {
      const link = this.#picture.membership?.links.get(id);
      if (link !== undefined && isShown(link)) {
        links.push(this.#picture.link(link));
      } else links_gone.push(id);
    }
    const node = this.#picture.node();
    const node_text = JSON.stringify(node);
    const change: Change = {
      ...(node_text === this.#told_node ? {} : { node }),
      ...(peers.length > 0 ? { peers } : {}),
      ...(peers_gone.length > 0 ? { peers_gone } : {}),
      ...(links.length > 0 ? { links } : {}),
      ...(links_gone.length > 0 ? { links_gone } : {}),
      ...(this.#new_events.length > 0 ? { events: this.#new_events } : {}),
    };
    this.#told_node = node_text;
    this.#changed_links.clear();
    this.#new_events = [];
    this.#traffic = [];
    return change;
  }

  /** Marks all rows and connections of the nodes that changed, and those that now belong to another node. */
  #followNodes(): void {
    const identities = this.#picture.identify();
    const nodes = new Set(this.#changed_links.values().flatMap((id) => this.#picture.nodesOf(id)));
    for (const addr of this.#switched_blocks) {
      const target = locate(addr);
      if (target !== undefined && identities !== undefined) nodes.add(identities.ofTarget(target));
    }
    this.#switched_blocks.clear();
    const { keys, links } = this.#picture.moved(nodes);
    for (const key of keys) this.#changed_peers.add(key);
    for (const id of links) this.#changed_links.add(id);
  }

  #forgetChanges(): void {
    this.#changed_peers.clear();
    this.#changed_links.clear();
    this.#switched_blocks.clear();
    this.#new_events = [];
    this.#traffic = [];
  }
}

/**
 * True for a cut by the person at this node. It is shown like a broken connection, so that the network is seen to heal.
 */
function isOrdered(reason = ""): boolean {
  return reason.endsWith("by the operator");
}
