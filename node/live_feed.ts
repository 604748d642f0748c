/**
 * What the page is told while it is open: everything once, then what changed. While nobody listens only the last events
 * and a few notes are kept, and nothing is computed.
 */
import type { Entry } from "../discovery/entry.ts";
import { locate, type Target } from "../discovery/group.ts";
import type { Happening } from "../discovery/happening.ts";
import {
  change_ms,
  events_in_change_max,
  events_kept_max,
  peers_changed_max,
  peers_shown_max,
  rows_counted_per_second,
  traffic_in_change_max,
} from "../discovery/limits.ts";
import type { Membership } from "../discovery/membership.ts";
import { never_dialled, type PeerRow } from "../discovery/messages.ts";
import type {
  Change,
  EventKind,
  LinkView,
  LiveEvent,
  NodeView,
  PeerView,
  Snapshot,
  TrafficView,
} from "../static/live_messages.ts";
import type { Storage } from "../storage/storage.ts";
import { LinkMemory, PeerNotes } from "./live_memory.ts";
import {
  countStates,
  isShown,
  keyOf,
  type PeerSurroundings,
  viewOfEntry,
  viewOfLink,
  viewOfRow,
} from "./live_view.ts";
import type { SteadyClock } from "./steady_clock.ts";

/** What is shown. */
export interface LiveFeedOptions {
  readonly storage: Pick<Storage, "count" | "load">;
  readonly clock: SteadyClock;
  /** What stays the same, and the addresses of a node without a membership. */
  readonly node: Pick<NodeView, "agent" | "net" | "addresses" | "port" | "outbound">;
}

/** Somebody who is told of changes. */
export interface Listener {
  /** Whether passing messages are wanted as well. */
  readonly traffic: boolean;
  /** Takes a {@linkcode Change} as JSON. */
  hear(change: string): void;
}

/** Happenings that are told as events. */
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

/** Who shows what one node knows. */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #started_ms: number;
  readonly #listeners = new Set<Listener>();
  readonly #notes = new PeerNotes();
  readonly #links = new LinkMemory();
  #membership: Membership | undefined;
  #events: LiveEvent[] = [];
  #last_event = 0;
  #new_events: LiveEvent[] = [];
  #traffic: TrafficView[] = [];
  readonly #changed_peers = new Set<string>();
  readonly #changed_links = new Set<number>();
  /** Rows that were registered and are not in the book. */
  readonly #listed = new Map<string, PeerRow>();
  #told_node = "";
  #counts = countStates([]);
  #counted_ms = -Infinity;
  #changed_ms = -Infinity;
  #callOff: (() => void) | undefined;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#started_ms = options.clock.now_ms();
  }

  /** The node has a membership: shows it from now on. */
  attach(membership: Membership): void {
    this.#membership = membership;
  }

  /** The membership tells what happened. */
  tell({ kind, about, keys = [], count = 0, link }: Happening): void {
    if (kind === "learned") {
      if (link !== undefined) this.#served(link.id, about, keys);
      if (count === 0) return;
    }
    const event = event_kinds[kind];
    if (event !== undefined) this.#happened(event, about, count === 0 ? null : count);
    // Blocks are no part of the row, so the book does not tell.
    if (kind === "blocked" || kind === "unblocked") this.#changedPeer(locate(about)?.key ?? null);
  }

  /** Something happened to a connection, or it is gone. */
  touched(id: number): void {
    const link = this.#membership?.links.get(id);
    const { before, now } = this.#links.see(id, link);
    if (now?.joined && !before?.joined) this.#happened("joined", now.about, null, now.direction);
    if (before?.joined && now === undefined) this.#happened("left", before.about, null, before.direction);
    if (link !== undefined && now?.key) {
      const { agent, round_trip_ms } = link;
      if (agent !== null) this.#notes.add(now.key, { agent, latency_ms: round_trip_ms });
      else if (round_trip_ms !== null) this.#notes.add(now.key, { latency_ms: round_trip_ms });
    }
    if (this.#listeners.size === 0 || (before ?? now) === undefined) return;
    this.#changed_links.add(id);
    this.#changedPeer(before?.key ?? null);
    this.#changedPeer(now?.key ?? null);
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
    const now_ms = this.#options.clock.now_ms();
    for (const { key, addr, group } of targets.slice(-peers_shown_max)) {
      this.#changedPeer(key);
      if (this.#membership?.book.get(key) !== undefined) continue;
      const times = { first_heard_ms: now_ms, last_heard_ms: now_ms };
      this.#listed.set(key, {
        ...never_dialled,
        ...times,
        key,
        addr,
        ip: null,
        group,
        source_group,
        source_scope: "public",
      });
    }
  }

  /** An address is in the store no more. */
  removed(key: string): void {
    this.#notes.drop(key);
    this.#listed.delete(key);
    this.#changedPeer(key);
  }

  /** Tells a listener of changes from now on; what it does not know yet is in a {@linkcode snapshot}. */
  listen(listener: Listener): void {
    // Whoever listens already is told first, so that the newcomer's snapshot and changes don't overlap.
    this.#change();
    this.#listeners.add(listener);
    if (this.#membership !== undefined) this.#membership.book.watch = (key) => this.#changedPeer(key);
  }

  /** Ends that. */
  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#callOff?.();
    this.#callOff = undefined;
    this.#forgetChanges();
    this.#listed.clear();
    if (this.#membership !== undefined) this.#membership.book.watch = undefined;
  }

  /** Everything there is to show. */
  snapshot(token: string | null): Snapshot {
    return {
      token,
      node: this.#node(),
      peers: this.#peers(),
      links: this.#linkViews(),
      events: this.#events,
    };
  }

  #served(id: number, about: string, keys: readonly string[]): void {
    this.#links.served(id, keys);
    for (const key of keys) {
      if (this.#notes.get(key).learned_from === null) this.#notes.add(key, { learned_from: about });
    }
    if (this.#listeners.size > 0) this.#changed_links.add(id);
  }

  #happened(
    kind: EventKind,
    about: string,
    count: number | null,
    direction: "out" | "in" | null = null,
  ): void {
    const event = {
      id: ++this.#last_event,
      at_ms: this.#options.clock.now_ms(),
      kind,
      about,
      count,
      direction,
    };
    this.#events.push(event);
    if (this.#events.length > events_kept_max) this.#events.shift();
    if (this.#listeners.size === 0) return;
    this.#new_events.push(event);
    if (this.#new_events.length > events_in_change_max) this.#new_events.shift();
    this.#changeLater();
  }

  #changedPeer(key: string | null): void {
    if (key === null || this.#listeners.size === 0) return;
    this.#changed_peers.add(key);
    if (this.#changed_peers.size > peers_changed_max) {
      this.#changed_peers.delete(this.#changed_peers.values().next().value!);
    }
    this.#changeLater();
  }

  #changeLater(): void {
    if (this.#callOff !== undefined) return;
    const wait_ms = Math.max(0, this.#changed_ms + change_ms - this.#options.clock.now_ms());
    this.#callOff = this.#options.clock.after(wait_ms, () => this.#change());
  }

  /** Tells every listener what changed. */
  #change(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.#listeners.size === 0) return;
    this.#changed_ms = this.#options.clock.now_ms();
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
    const peers: PeerView[] = [];
    const peers_gone: string[] = [];
    const links_by_key = this.#linksByKey();
    for (const key of this.#changed_peers.values().take(peers_shown_max).toArray()) {
      this.#changed_peers.delete(key);
      const peer = this.#peer(key, links_by_key);
      if (peer === undefined) peers_gone.push(key);
      else peers.push(peer);
    }
    const links: LinkView[] = [];
    const links_gone: number[] = [];
    for (const id of this.#changed_links) {
      const link = this.#membership?.links.get(id);
      if (link !== undefined && isShown(link)) links.push(viewOfLink(link, this.#links.knows(id)));
      else links_gone.push(id);
    }
    const node = this.#node();
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

  #forgetChanges(): void {
    this.#changed_peers.clear();
    this.#changed_links.clear();
    this.#new_events = [];
    this.#traffic = [];
  }

  #node(): NodeView {
    const { node, storage, clock } = this.#options;
    const connections = { out: 0, in: 0 };
    for (const link of this.#membership?.links.values() ?? []) {
      if (isShown(link)) connections[link.outbound ? "out" : "in"]++;
    }
    const book = this.#membership?.book;
    const wait_ms = 1000 * (book?.size ?? 0) / rows_counted_per_second;
    if (clock.now_ms() - this.#counted_ms >= wait_ms) {
      this.#counted_ms = clock.now_ms();
      this.#counts = countStates(book === undefined ? [] : entriesOf(book));
    }
    const counts = { ...this.#counts, listed: Math.max(0, storage.count() - (book?.size ?? 0)) };
    const addresses = this.#membership?.addresses.map(({ addr }) => addr) ?? node.addresses;
    return { ...node, addresses, started_ms: this.#started_ms, connections, counts };
  }

  #linkViews(): LinkView[] {
    const links = [...this.#membership?.links.values() ?? []].filter(isShown);
    return links.map((link) => viewOfLink(link, this.#links.knows(link.id)));
  }

  /** Connected ones, then reached ones, then the newest, then those that only the store has. */
  #peers(): PeerView[] {
    const links_by_key = this.#linksByKey();
    const keys = new Set(links_by_key.keys());
    if (this.#membership !== undefined) {
      const { tried, near, heard, local } = this.#membership.book;
      const reached = [...tried.rows, ...near.rows]
        .sort((a, b) => b.contact!.last_success_s - a.contact!.last_success_s);
      // New rows are at the end, but for what takes the place of a removed one.
      const newest = [...heard.rows.slice(-peers_shown_max), ...local.rows.slice(-peers_shown_max)]
        .sort((a, b) => b.first_heard_s - a.first_heard_s);
      for (const { target } of [...reached, ...newest]) {
        if (keys.size >= peers_shown_max) break;
        keys.add(target.key);
      }
    }
    const views = [...keys].map((key) => this.#peer(key, links_by_key)).filter((view) => view !== undefined)
      .slice(0, peers_shown_max);
    const room = peers_shown_max - views.length;
    // Of the rows read some may be in the book.
    const rows = room === 0 ? [] : this.#options.storage.load(peers_shown_max);
    const listed = rows.filter(({ key }) => this.#membership?.book.get(key) === undefined);
    return [...views, ...listed.slice(0, room).map((row) => viewOfRow(row, this.#surroundings(row.key, [])))];
  }

  #peer(key: string, links_by_key: ReadonlyMap<string, readonly number[]>): PeerView | undefined {
    const entry = this.#membership?.book.get(key);
    const links = links_by_key.get(key) ?? [];
    if (entry !== undefined) {
      this.#listed.delete(key);
      return viewOfEntry(entry, this.#surroundings(key, links, entry));
    }
    const row = this.#listed.get(key);
    return row === undefined ? undefined : viewOfRow(row, this.#surroundings(key, links));
  }

  #surroundings(key: string, links: readonly number[], entry?: Entry): PeerSurroundings {
    const operator = this.#membership?.operator;
    return {
      ...this.#notes.get(key),
      is_seed: entry !== undefined && operator!.isSeed(entry.target),
      blocked_until_ms: operator?.blockedUntil(key) ?? null,
      links,
    };
  }

  #linksByKey(): Map<string, number[]> {
    const by_key = new Map<string, number[]>();
    for (const link of this.#membership?.links.values() ?? []) {
      const key = isShown(link) ? keyOf(link) : null;
      if (key === null) continue;
      const known = by_key.get(key);
      if (known === undefined) by_key.set(key, [link.id]);
      else known.push(link.id);
    }
    return by_key;
  }
}

function* entriesOf({ heard, local, tried, near }: Membership["book"]): Generator<Entry> {
  for (const table of [heard, local, tried, near]) yield* table.rows;
}
