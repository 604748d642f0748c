/** What one node knows at this moment, in the page's form. Used only while a page is open. */
import type { Entry } from "../../discovery/book/entry.ts";
import { locate, type Target } from "../../discovery/address/group.ts";
import { type Identities, SELF } from "../../discovery/identity.ts";
import { peers_changed_max, peers_shown_max, rows_counted_per_second } from "./limits.ts";
import type { Membership } from "../../discovery/membership.ts";
import { never_dialled, type PeerRow } from "../../storage/peer_row.ts";
import type { PeerStore } from "../../storage/storage.ts";
import type { LinkView, NodeView, OwnOpView, PeerView } from "../../static/live_messages.ts";
import { LinkMemory, PeerNotes } from "./live_memory.ts";
import {
  countStates,
  isShown,
  type PeerSurroundings,
  type ShownLink,
  viewOfEntry,
  viewOfLink,
  viewOfRow,
} from "./live_view.ts";
import type { SteadyClock } from "../steady_clock.ts";
import type { StoreWatch } from "./store_watch.ts";

/** What is shown. */
export interface LivePictureOptions {
  readonly storage: Pick<PeerStore, "count" | "load">;
  /** What there is to tell of the store; left out where nobody watches it. */
  readonly store_watch?: StoreWatch;
  readonly clock: SteadyClock;
  /** What never changes, and the addresses of a node without a membership. */
  readonly node: Pick<NodeView, "agent" | "net" | "addresses" | "port" | "outbound">;
}

/** Reads book, connections and store. */
export class LivePicture {
  readonly notes = new PeerNotes();
  readonly links_seen = new LinkMemory();
  /** Undefined for a node without a network. */
  membership: Membership | undefined;
  /** Ops that students wrote; undefined where the node takes none. */
  own_ops: (() => readonly OwnOpView[]) | undefined;
  /** Rows that were registered while a page is open and that are not in the book. */
  readonly #listed = new Map<string, PeerRow>();
  /** The rows that were told, each with the node that it was told to belong to. */
  readonly #told = new Map<string, { readonly target: Target; readonly node: string }>();
  readonly #link_nodes = new Map<number, string>();
  #identities: Identities | undefined;
  #links_by_node: ReadonlyMap<string, readonly ShownLink[]> = new Map();
  readonly #options: LivePictureOptions;
  readonly #started_ms: number;
  #counts = countStates([]);
  #counted_ms = -Infinity;

  constructor(options: LivePictureOptions) {
    this.#options = options;
    this.#started_ms = options.clock.now_ms();
  }

  /** An address was registered and stored. */
  registered({ key, addr, group }: Target, source_group: string): void {
    if (this.membership?.book.get(key) !== undefined) return;
    const now_ms = this.#options.clock.now_ms();
    const times = { first_heard_ms: now_ms, last_heard_ms: now_ms };
    const row = { ...never_dialled, ...times, key, addr, ip: null, group, source_group };
    this.#listed.delete(key);
    this.#listed.set(key, { ...row, source_scope: "public" });
    if (this.#listed.size > peers_changed_max) this.#listed.delete(this.#listed.keys().next().value!);
  }

  /** An address was removed from the store. */
  removed(key: string): void {
    this.notes.drop(key);
    this.#listed.delete(key);
  }

  /** No page is open any more. */
  forgetListed(): void {
    this.#listed.clear();
    this.#told.clear();
    this.#link_nodes.clear();
  }

  /** The node itself. */
  node(): NodeView {
    const { node, storage, clock, store_watch } = this.#options;
    const connections = { out: 0, in: 0 };
    for (const link of this.membership?.links.values() ?? []) {
      if (isShown(link)) connections[link.outbound ? "out" : "in"]++;
    }
    const book = this.membership?.book;
    const wait_ms = 1000 * (book?.size ?? 0) / rows_counted_per_second;
    if (clock.now_ms() - this.#counted_ms >= wait_ms) {
      this.#counted_ms = clock.now_ms();
      this.#counts = countStates(book?.entries() ?? []);
    }
    const counts = { ...this.#counts, listed: Math.max(0, storage.count() - (book?.size ?? 0)) };
    const addresses = this.membership?.addresses.map(({ addr }) => addr) ?? node.addresses;
    const own_ops = this.own_ops?.();
    const store = store_watch?.view;
    return {
      ...node,
      addresses,
      started_ms: this.#started_ms,
      connections,
      counts,
      ...(own_ops === undefined ? {} : { own_ops }),
      ...(store === undefined ? {} : { store }),
    };
  }

  /** Every connection of the network. */
  links(): LinkView[] {
    const links = [...this.membership?.links.values() ?? []].filter(isShown);
    return links.map((link) => this.link(link));
  }

  /** One connection. */
  link(link: ShownLink): LinkView {
    const node = this.#identities?.ofLink(link) ?? `link:${link.id}`;
    this.#link_nodes.set(link.id, node);
    return viewOfLink(link, node, this.links_seen.knows(link.id));
  }

  /** Works out anew which addresses and connections are one node. Called before each snapshot and change. */
  identify(): Identities | undefined {
    this.#identities = this.membership?.identities();
    this.#links_by_node = Map.groupBy(
      [...this.membership?.links.values() ?? []].filter(isShown),
      (link) => this.#identities!.ofLink(link),
    );
    return this.#identities;
  }

  /** The rows of these nodes, and the rows and connections that now belong to another node than was told. */
  moved(nodes: ReadonlySet<string>): { readonly keys: string[]; readonly links: number[] } {
    const keys: string[] = [];
    for (const [key, { target, node }] of this.#told) {
      if (nodes.has(node) || this.#nodeOf(target) !== node) keys.push(key);
    }
    const links: number[] = [];
    for (const [id, node] of this.#link_nodes) {
      const link = this.membership?.links.get(id);
      if (link === undefined) this.#link_nodes.delete(id);
      else if (this.#identities?.ofLink(link) !== node) links.push(id);
    }
    return { keys, links };
  }

  /** The node to which a connection leads now, and the one that was told last. */
  nodesOf(id: number): string[] {
    const link = this.membership?.links.get(id);
    const now = link && this.#identities?.ofLink(link);
    return [now, this.#link_nodes.get(id)].filter((node) => node !== undefined);
  }

  #nodeOf(target: Target): string {
    if (this.#identities !== undefined) return this.#identities.ofTarget(target);
    return this.#options.node.addresses.some((addr) => locate(addr)?.key === target.key) ? SELF : target.key;
  }

  /** First connected addresses, then reached ones, then the newest, last those that only the store has. */
  peers(): PeerView[] {
    const keys = new Set(this.links().map(({ key }) => key).filter((key) => key !== null));
    if (this.membership !== undefined) {
      const { tried, near, heard, local } = this.membership.book;
      const reached = [...tried.rows, ...near.rows]
        .sort((a, b) => b.contact!.last_success_s - a.contact!.last_success_s);
      // New rows are at the end, except where one took the place of a removed row.
      const newest = [...heard.rows.slice(-peers_shown_max), ...local.rows.slice(-peers_shown_max)]
        .sort((a, b) => b.first_heard_s - a.first_heard_s);
      for (const { target } of [...reached, ...newest]) {
        if (keys.size >= peers_shown_max) break;
        keys.add(target.key);
      }
    }
    const views = [...keys].map((key) => this.peer(key)).filter((view) => view !== undefined)
      .slice(0, peers_shown_max);
    const room = peers_shown_max - views.length;
    // Some of these rows may be in the book.
    const rows = room === 0 ? [] : this.#options.storage.load(peers_shown_max);
    const listed = rows.filter(({ key }) => this.membership?.book.get(key) === undefined);
    return [...views, ...listed.slice(0, room).flatMap((row) => this.#viewOfRow(row))];
  }

  /** The row of an address; undefined where there is none. */
  peer(key: string): PeerView | undefined {
    const entry = this.membership?.book.get(key);
    if (entry !== undefined) {
      this.#listed.delete(key);
      return viewOfEntry(entry, this.#surroundings(entry.target, entry));
    }
    const row = this.#listed.get(key);
    if (row === undefined) this.#told.delete(key);
    return row === undefined ? undefined : this.#viewOfRow(row)[0];
  }

  /** Empty where this version does not take the text for an address. */
  #viewOfRow(row: PeerRow): PeerView[] {
    const target = locate(row.addr);
    return target === undefined ? [] : [viewOfRow(row, this.#surroundings(target))];
  }

  #surroundings(target: Target, entry?: Entry): PeerSurroundings {
    const { key } = target;
    const operator = this.membership?.operator;
    const node = this.#nodeOf(target);
    this.#told.delete(key);
    this.#told.set(key, { target, node });
    if (this.#told.size > peers_changed_max) this.#told.delete(this.#told.keys().next().value!);
    return {
      ...this.notes.get(key),
      node,
      is_unproven: entry !== undefined && this.membership!.isUnproven(entry),
      is_seed: entry !== undefined && operator!.isSeed(entry.target),
      blocked_until_ms: operator?.blockedUntil(target) ?? null,
      links: this.#links_by_node.get(node)?.map(({ id }) => id) ?? [],
    };
  }
}
