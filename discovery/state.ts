/** Everything the membership remembers, and the small steps that all of its parts share. */
import { Bucket } from "./bucket.ts";
import { DialBudget } from "./dial_budget.ts";
import type { Effect, RequestName } from "./effects.ts";
import type { Entry, Teller } from "./book/entry.ts";
import type { Failure } from "./failures.ts";
import type { Target } from "./address/group.ts";
import * as limits from "./limits.ts";
import { Link, type Role } from "./link.ts";
import { Friends, Memory, News, Rumours } from "./news.ts";
import type { Block } from "./operator.ts";
import { type MembershipOptions, withDefaults } from "./options.ts";
import { OwnAddress } from "./own_address.ts";
import { PeerBook } from "./book/peer_book.ts";
import { drawn } from "./book/table.ts";

/** What the operator told is as good as told by this machine. */
export const OPERATOR: Teller = { group: "operator", scope: "loopback" };

/** The membership's memory. Its parts (`slots.ts`, `gossip.ts` ...) are functions over it. */
export class State {
  readonly options: Required<MembershipOptions>;
  readonly book: PeerBook;
  readonly budget: DialBudget;
  /** Dial-backs have their own budget, so that askers can't use up ours. */
  readonly verify_budget: DialBudget;
  readonly links = new Map<number, Link>();
  readonly effects: Effect[] = [];
  readonly slot_bucket: Bucket;
  readonly spread_bucket: Bucket;
  readonly reached_news = new News("reached_told");
  readonly death_news = new News("deaths_told");
  readonly announced_news = new News("announced_told");
  readonly rumours = new Rumours();
  readonly announced = new Memory(limits.announced_max);
  readonly friends: Friends;
  readonly own: OwnAddress;
  /** Own neighbours that fell silent: to be tested at once. */
  readonly suspects = new Set<Entry>();
  /** Failed dials that count against nobody yet, oldest first. */
  readonly unproven: Failure[] = [];
  /** Rows that are dialled or connected outbound. */
  readonly busy = new Set<Entry>();
  /** Verified rows of inbound peers: alive without being asked. */
  readonly guests = new Set<Entry>();
  /** Addresses that the operator keeps away, by key. */
  readonly blocks = new Map<string, Block>();
  dials = 0;
  verifies = 0;
  /** Feelers sent: they take turns. */
  feelers = 0;
  /** The time of the event at hand, in milliseconds since 1970. */
  now_ms: number;
  /** When what is next due. */
  feeler_ms: number;
  redial_ms: number;
  sweep_ms: number;
  announce_ms: number;
  /** Till then feelers try first what had failed. */
  healing_until_ms = 0;
  /** When {@linkcode Membership.tick} is next needed. */
  due_ms: number;
  #next_link = 1;

  constructor(options: MembershipOptions) {
    this.options = withDefaults(options);
    this.book = new PeerBook(this.options);
    this.slot_bucket = new Bucket(limits.slot_dial_rate, options.now_ms);
    this.spread_bucket = new Bucket(limits.spread_rate, options.now_ms);
    this.budget = new DialBudget(options.random, this.options.keysOf);
    this.verify_budget = new DialBudget(options.random, this.options.keysOf);
    this.friends = new Friends(this.options.seeds.map((target) => ({ target, source: OPERATOR })));
    this.own = new OwnAddress(this.options.own);
    this.now_ms = this.due_ms = this.announce_ms = options.now_ms;
    this.feeler_ms = this.now_ms + limits.feeler_eager_ms * (0.5 + options.random());
    this.redial_ms = this.now_ms + limits.redial_ms * (0.5 + options.random());
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

  /** A new connection, not yet open. */
  newLink(outbound: boolean, role: Role): Link {
    const link = new Link(this.#next_link++, outbound, role);
    this.links.set(link.id, link);
    return link;
  }

  send(link: Link, op: RequestName, args?: object): void {
    this.effects.push({ kind: "send", link: link.id, op, args });
  }

  /** Closes from our side; forgets the connection. */
  close(link: Link, code: number, reason: string): void {
    this.effects.push({ kind: "close", link: link.id, code, reason });
    this.options.tell({ kind: "closing", about: link.entry?.target.addr ?? link.ip, reason, link });
    this.remove(link);
  }

  remove(link: Link): void {
    this.links.delete(link.id);
    if (link.stage === "dialling") this.dials--;
    if (link.entry !== null) (link.outbound ? this.busy : this.guests).delete(link.entry);
    this.wake(0);
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

  /** Connections and dials of a kind, oldest first. */
  linksThat(fit: (link: Link) => boolean): Link[] {
    return [...this.links.values()].filter(fit);
  }

  /** How many are there for this. */
  held(role: Role): number {
    return this.linksThat((link) => link.role === role).length;
  }

  /** Those that hold an outbound slot. */
  slots(): Link[] {
    return this.linksThat((link) => link.holdsSlot);
  }

  /** Peers that speak the network ops, both directions. */
  peers(): Link[] {
    return this.linksThat((link) => link.isPeer && link.role !== "visitor");
  }

  /** Up to `count` of them at random. */
  somePeers(count: number, except?: Link): Link[] {
    const peers = this.peers().filter((link) => link !== except && !link.isErrand);
    return [...drawn(this.options.random, peers, count)];
  }
}
