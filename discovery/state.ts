/** Everything the membership remembers, and the small steps that all of its parts share. */
import { Bucket } from "./bucket.ts";
import { DialBudget } from "./dial_budget.ts";
import type { Effect, RequestName } from "./effects.ts";
import type { Entry, Teller } from "./entry.ts";
import { groupOf, locate, type Target } from "./group.ts";
import * as limits from "./limits.ts";
import type { Tell } from "./happening.ts";
import { Link, type Role } from "./link.ts";
import { Friends, Memory, News, Rumours } from "./news.ts";
import { OwnAddress } from "./own_address.ts";
import { PeerBook, type PeerBookOptions } from "./peer_book.ts";
import { reaches, scopeOfIp } from "./scope.ts";
import { drawn } from "./table.ts";

/** What a node's operator and its host decide. Everything random or outside comes in through here. */
export interface MembershipOptions extends PeerBookOptions {
  /** Drawn per start. */
  readonly nonce: string;
  readonly now_ms: number;
  readonly net?: string;
  readonly agent?: string;
  /** Names of the network ops, for `hello`. */
  readonly ops?: readonly string[];
  /** Addresses to join through; they are redialled forever. */
  readonly seeds?: readonly Target[];
  /** Own addresses that need no confirmation: `--advertise`, and the interfaces' towards their own scope. */
  readonly own?: readonly Target[];
  /** Port under which the node listens, for finding its public address; undefined where it doesn't. */
  readonly port?: number;
  /** False: never dial, like the plain lecture node. */
  readonly dial?: boolean;
  readonly outbound?: number;
  readonly inbound?: number;
  /** Reads addresses; the simulator brings one that remembers, so that 10,000 nodes parse each text once. */
  readonly locate?: typeof locate;
  readonly groupOf?: typeof groupOf;
  readonly scopeOfIp?: typeof scopeOfIp;
  readonly tell?: Tell;
}

/** An address kept away for a while, and the nonce of the node that was met there. */
export interface Block {
  readonly target: Target;
  readonly until_ms: number;
  readonly nonce: string;
  readonly ip: string;
}

/** What the operator told is as good as told by this machine. */
export const OPERATOR: Teller = { group: "operator", scope: "loopback" };

/** The membership's memory. Its parts (`slots.ts`, `gossip.ts` ...) are functions over it. */
export class State {
  readonly options: Required<Omit<MembershipOptions, "port">> & { readonly port: number | undefined };
  readonly book: PeerBook;
  readonly budget: DialBudget;
  /** Dial-backs have their own budget, so that askers can't use up ours. */
  readonly verify_budget: DialBudget;
  readonly links = new Map<number, Link>();
  readonly effects: Effect[] = [];
  readonly reached_news = new News("reached_told");
  readonly spread_bucket: Bucket;
  readonly slot_bucket: Bucket;
  readonly announced_news = new News("announced_told");
  readonly death_news = new News("deaths_told");
  readonly rumours = new Rumours();
  readonly announced = new Memory(limits.announced_kept_ms, limits.announced_max);
  readonly friends: Friends;
  readonly own: OwnAddress;
  /** Own neighbours that fell silent: to be tested at once. */
  readonly suspects: Entry[] = [];
  /** Rows that are dialled or connected outbound. */
  readonly busy = new Set<Entry>();
  /** Verified rows of inbound peers: alive without being asked. */
  readonly guests = new Set<Entry>();
  /** Addresses that the operator keeps away, by key. */
  readonly blocks = new Map<string, Block>();
  readonly #unproven: { readonly entry: Entry; readonly ip: string; readonly at_ms: number }[] = [];
  readonly #seed_keys: ReadonlySet<string>;
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
  /** When {@linkcode Membership.tick} is next needed. */
  due_ms: number;
  #next_link = 1;

  constructor(options: MembershipOptions) {
    this.options = {
      net: "foxchain",
      agent: "foxchain",
      ops: ["sample", "announce", "verify"],
      seeds: [],
      own: [],
      dial: true,
      outbound: limits.outbound_default,
      inbound: limits.inbound_max,
      peers_max: limits.peers_default_max,
      watch: () => {},
      recall: () => undefined,
      locate,
      groupOf,
      scopeOfIp,
      tell: () => {},
      ...options,
      port: options.port,
    };
    this.book = new PeerBook(this.options);
    this.slot_bucket = new Bucket(limits.slot_dial_rate, options.now_ms);
    this.spread_bucket = new Bucket(limits.spread_rate, options.now_ms);
    this.budget = new DialBudget(options.random);
    this.verify_budget = new DialBudget(options.random);
    this.friends = new Friends(this.options.seeds.map((target) => ({ target, source: OPERATOR })));
    this.own = new OwnAddress(this.options.own);
    this.#seed_keys = new Set(this.options.seeds.map(({ key }) => key));
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

  isSeed(target: Target): boolean {
    return this.#seed_keys.has(target.key);
  }

  /** True while another dial may begin. */
  get mayDial(): boolean {
    return this.dials < limits.dials_at_once_max;
  }

  /** True when the row may be dialled now, as far as can be told before its name is resolved. */
  isDialable(entry: Entry): boolean {
    const { contact } = entry;
    if (contact !== null && (contact.not_before_s > this.now_s || contact.avoid_until_s > this.now_s)) {
      return false;
    }
    if (this.busy.has(entry) || this.own.is(entry.target.key)) return false;
    return reaches(entry.scope, entry.source.scope) && this.isAffordable(entry);
  }

  /** True when the row is not blocked and its public IP has dials left. The operator's own seeds are exempt. */
  isAffordable(entry: Entry): boolean {
    if (this.blocks.has(entry.target.key)) return false;
    const ip = this.#chargedIp(entry);
    return ip === null || this.budget.allows(this.now_s, ip, this.wasReached(entry, ip));
  }

  #chargedIp(entry: Entry): string | null {
    return entry.scope === "public" && !this.isSeed(entry.target) ? entry.ip : null;
  }

  /** Whether somebody answered on that very IP: a name may lead to a stranger's today. */
  wasReached(entry: Entry, ip: string): boolean {
    return (entry.ip === ip && (entry.contact?.successes ?? 0) > 0) || this.book.hasReachedIp(ip);
  }

  /** Starts to dial a row that {@linkcode isDialable}. */
  dial(entry: Entry, role: Role): void {
    const plain = entry.contact?.speaks === "plain" && this.options.random() < 0.9; // it may have been upgraded
    const ip = this.#chargedIp(entry);
    if (ip !== null) this.budget.take(this.now_s, ip, this.wasReached(entry, ip));
    this.startDial(entry, role, plain);
  }

  /** Dials without asking any budget: the second half of a visit that was charged already. */
  startDial(entry: Entry, role: Role, plain: boolean, prepaid = false): void {
    const link = this.newLink(true, role);
    link.entry = entry;
    link.plain = plain;
    link.prepaid = prepaid;
    link.ip = entry.ip ?? "";
    this.busy.add(entry);
    this.dials++;
    this.effects.push({ kind: "dial", link: link.id, target: entry.target });
    this.options.tell({ kind: "dialling", about: entry.target.addr });
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

  /**
   * A dial failed. That may be our own fault: it counts only if somebody else is heard of within the minute, so that a
   * pulled cable is held against nobody, not even while dead connections still look open.
   */
  noteFailure(entry: Entry, ip: string): void {
    this.book.postpone(this.now_s, entry);
    this.#unproven.push({ entry, ip, at_ms: this.now_ms });
    if (this.#unproven.length > limits.unproven_max) this.#excuse(this.#unproven.shift()!);
  }

  /** Somebody was heard of: we are online. */
  hear(link: Link): void {
    link.heard_ms = this.now_ms;
    if (this.#unproven.length === 0) return;
    for (const failure of this.#unproven.splice(0)) {
      if (this.now_ms - failure.at_ms > limits.proof_ms) this.#excuse(failure);
      else this.#count(failure.entry);
    }
  }

  #excuse(failure: { readonly ip: string }): void {
    if (failure.ip !== "") this.budget.refund(failure.ip);
  }

  #count(entry: Entry): void {
    this.book.fail(this.now_s, entry);
    this.announced_news.drop(entry);
    const { failures, successes } = entry.contact!;
    if (failures === 1 && successes > 0) this.death_news.add(this.now_ms, entry);
    const about = entry.target.addr;
    if (failures === 1) this.options.tell({ kind: successes > 0 ? "suspect" : "never reached", about });
    else if (failures === limits.stale_failures) this.options.tell({ kind: "stale", about });
  }
}
