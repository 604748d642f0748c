/** Everything the membership remembers, and the small steps that all of its parts share. */
import type { Target } from "../address/group.ts";
import type { Entry } from "../book/entry.ts";
import { PeerBook } from "../book/peer_book.ts";
import { drawn } from "../book/table.ts";
import { DialBackBudget, DialBudget, DialPace } from "./dial_budget.ts";
import type { Effect, RequestName } from "./effects.ts";
import * as limits from "../limits.ts";
import { type DialledLink, isPeer, type Link, type NetworkLink, rowOf } from "./link.ts";
import { type MembershipOptions, OPERATOR, withDefaults } from "./options.ts";
import { OwnAddress } from "./own_address.ts";
import { OwnAnnouncement } from "./own_announcement.ts";
import { Announcements, News, ProbeQueue, ReconnectList, UnprovenFailures } from "./waiting_lists.ts";

/** An address that the operator keeps away. */
export interface Block {
  readonly target: Target;
  readonly until_ms: number;
  /** Where it leads; null where nobody knows. */
  readonly ip: string | null;
  /** Of the node that was met there; empty where none was. */
  readonly nonce: string;
}

/** The membership's memory. Its parts (`slots.ts`, `gossip.ts` ...) are functions over it. */
export class State {
  readonly options: Required<MembershipOptions>;
  readonly book: PeerBook;
  readonly budget: DialBudget;
  readonly pace: DialPace;
  readonly dial_backs: DialBackBudget;
  readonly announcements: Announcements;
  readonly links = new Map<number, Link>();
  readonly effects: Effect[] = [];
  readonly reached_news = new News("reached_told");
  readonly death_news = new News("deaths_told");
  readonly announced_news = new News("announced_told");
  readonly probes = new ProbeQueue();
  readonly reconnects: ReconnectList;
  readonly unproven = new UnprovenFailures();
  readonly own: OwnAddress;
  readonly own_announcement: OwnAnnouncement;
  /** Own neighbours that fell silent: to be tested at once. */
  readonly suspects = new Set<Entry>();
  /** Rows that are dialled or connected outbound. */
  readonly busy = new Set<Entry>();
  /** Verified rows of inbound peers: alive without being asked. */
  readonly verified_inbound = new Set<Entry>();
  /** Addresses that the operator keeps away, by key. */
  readonly blocks = new Map<string, Block>();
  /** Dials under way. */
  dials = 0;
  /** The time of the event at hand, in milliseconds since 1970. */
  now_ms: number;
  /** When forgotten rows are swept next. */
  sweep_ms: number;
  /** Till then feelers try first what had failed. */
  healing_until_ms = 0;
  /** When {@linkcode Membership.tick} is next needed. */
  due_ms: number;
  #next_link = 1;

  constructor(options: MembershipOptions) {
    this.options = withDefaults(options);
    const { random, keysOf, own, seeds } = this.options;
    this.book = new PeerBook(this.options);
    this.budget = new DialBudget(random, keysOf);
    this.pace = new DialPace(random, options.now_ms);
    this.dial_backs = new DialBackBudget(random, keysOf);
    this.announcements = new Announcements(options.now_ms);
    this.reconnects = new ReconnectList(seeds.map((target) => ({ target, source: OPERATOR })));
    this.own = new OwnAddress(own);
    this.own_announcement = new OwnAnnouncement(options.now_ms);
    this.now_ms = this.due_ms = options.now_ms;
    this.sweep_ms = this.now_ms + limits.sweep_ms;
  }

  /** The state at the time of an event. */
  at(now_ms: number): this {
    this.now_ms = now_ms;
    return this;
  }

  /** {@linkcode now_ms} in whole seconds, as the book counts. */
  get now_s(): number {
    return Math.floor(this.now_ms / 1000);
  }

  /** A new connection. `make` is given its number. */
  add<Made extends Link>(make: (id: number) => Made): Made {
    const link = make(this.#next_link++);
    this.links.set(link.id, link);
    return link;
  }

  /** The same connection is of another kind from now on. It keeps its number and its place in the order. */
  replace<Made extends Link>(link: Made): Made {
    this.links.set(link.id, link);
    return link;
  }

  send(link: Link, op: RequestName, args?: object): void {
    this.effects.push({ kind: "send", link: link.id, op, args });
  }

  /** Closes from this side and forgets the connection. */
  close(link: Link, code: number, reason: string): void {
    this.effects.push({ kind: "close", link: link.id, code, reason });
    this.options.tell({ kind: "closing", about: rowOf(link)?.target.addr ?? link.ip, reason, code, link });
    this.remove(link);
  }

  remove(link: Link): void {
    this.links.delete(link.id);
    if (link.kind === "outbound" && link.stage === "dialling") this.dials--;
    const entry = rowOf(link);
    if (entry !== null) (link.outbound ? this.busy : this.verified_inbound).delete(entry);
    this.wake(this.now_ms);
  }

  /** Asks for a tick not later than `at_ms`. */
  wake(at_ms: number): void {
    this.due_ms = Math.min(this.due_ms, at_ms);
  }

  /** The row of an address, where there is one in memory. */
  rowOf(addr: string): Entry | undefined {
    const target = this.options.locate(addr);
    return target === undefined ? undefined : this.book.get(target.key);
  }

  isSeed(target: Target): boolean {
    return this.options.seeds.some(({ key }) => key === target.key);
  }

  /** Connections and dials of these kinds, oldest first. */
  linksOf<Kind extends Link["kind"]>(...kinds: Kind[]): Extract<Link, { kind: Kind }>[] {
    const of_kind = (link: Link): link is Extract<Link, { kind: Kind }> => kinds.includes(link.kind as Kind);
    return [...this.links.values()].filter(of_kind);
  }

  /** How many dialled connections are there for this. */
  held(role: DialledLink["role"]): number {
    return this.linksOf("outbound", "lecture").filter((link) => link.role === role).length;
  }

  /** Those that hold an outbound slot. */
  slots(): DialledLink[] {
    return this.linksOf("outbound", "lecture").filter((link) => link.holdsSlot);
  }

  /** Peers that speak the network ops, both directions. */
  peers(): NetworkLink[] {
    const fits = (link: Link): link is NetworkLink =>
      isPeer(link) && !(link.kind === "inbound" && link.role === "overflow");
    return [...this.links.values()].filter(fits);
  }

  /** Up to `count` of them at random. */
  somePeers(count: number, except?: Link): NetworkLink[] {
    const peers = this.peers().filter((link) => link !== except && !(link.outbound && link.isErrand));
    return [...drawn(this.options.random, peers, count)];
  }
}
