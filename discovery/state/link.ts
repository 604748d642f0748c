/**
 * One connection as the membership sees it: a union of four kinds, each with its own fields only. Data, no decisions.
 *
 * A dialled connection begins as `outbound` and becomes `lecture` where the other end does not know `hello`. An accepted
 * one begins as `client` and becomes `inbound` with its `hello`. The number stays the same; see `State.replace`.
 */
import type { Target } from "../address/group.ts";
import type { Scope } from "../address/scope.ts";
import type { AddressSource, Entry } from "../book/entry.ts";
import { Bucket } from "../bucket.ts";
import * as limits from "../limits.ts";

/** Places that count as outbound. */
type Slot = "anchor" | "oldest" | "fresh";

/** Connections that end when their question is answered; `probe` tests a suspect. */
type Errand = "feeler" | "redial" | "probe";

/** Why a connection was dialled, or is kept. `extra`: beside the slots, for an hour, after a cut has healed. */
export type OutboundRole = Slot | Errand | "extra";

/** The same of a lecture node. `reserved`: it holds one of the places that are for lecture nodes alone. */
export type LectureRole = OutboundRole | "reserved";

/** `overflow`: an inbound peer for which there is no place. It gets a few answers and is closed. */
export type InboundRole = "inbound" | "overflow";

const SLOTS: ReadonlySet<string> = new Set<Slot>(["anchor", "oldest", "fresh"]);
const ERRANDS: ReadonlySet<string> = new Set<Errand>(["feeler", "redial", "probe"]);

/** What every connection has. */
class AnyLink {
  ip = "";
  /** Group and scope of the other end: what it tells is charged to them. */
  source: AddressSource = { group: "", scope: "public" };
  opened_ms = 0;
  /** When the other end last answered or asked. */
  heard_ms = 0;
  /** How far it was told the announced news; see `waiting_lists.ts`. */
  announced_told = 0;
  #learn: Bucket | null = null;
  #ops: Bucket | null = null;

  /** @param before The link that this one replaces: the same connection, until now of another kind. */
  constructor(readonly id: number, before?: AnyLink) {
    if (before === undefined) return;
    this.ip = before.ip;
    this.source = before.source;
    this.opened_ms = before.opened_ms;
    this.heard_ms = before.heard_ms;
    this.announced_told = before.announced_told;
    this.#learn = before.#learn;
    this.#ops = before.#ops;
  }

  get scope(): Scope {
    return this.source.scope;
  }

  /** Spends one of the addresses that the peer may tell without being asked. */
  mayTell(now_ms: number): boolean {
    return (this.#learn ??= new Bucket(limits.learn_rate, now_ms)).take(now_ms);
  }

  /** Spends one of the network ops that the peer may ask. */
  mayAsk(now_ms: number): boolean {
    return (this.#ops ??= new Bucket(limits.network_ops_rate, now_ms)).take(now_ms);
  }
}

/** What a connection has on which this node asks. */
class AskedLink extends AnyLink {
  /** When the unanswered keep-alive was sent; 0 when none is. */
  asked_ms = 0;
  /** The shortest round trip. */
  latency_ms = Infinity;
  /** The last round trip. */
  round_trip_ms: number | null = null;
  /** Closed then, if not earlier. */
  until_ms = Infinity;
}

/** What both kinds of dialled connections have. */
class AnyDialledLink<Role extends LectureRole> extends AskedLink {
  readonly outbound = true;
  /** When this node asks next. */
  next_ms = Infinity;

  /**
   * @param entry The row that was dialled.
   * @param skips_hello No hello is said: the other end dropped the connection at one before.
   */
  constructor(
    id: number,
    readonly entry: Entry,
    public role: Role,
    readonly skips_hello: boolean,
    before?: AskedLink,
  ) {
    super(id, before);
  }

  get holdsSlot(): boolean {
    return SLOTS.has(this.role);
  }

  /** True for a connection that ends when its question is answered. */
  get isErrand(): boolean {
    return ERRANDS.has(this.role);
  }
}

/** A dialled connection: a dial, then the handshake, then a peer that speaks the network ops. */
export class OutboundLink extends AnyDialledLink<OutboundRole> {
  readonly kind = "outbound";
  stage: "dialling" | "handshake" | "network" = "dialling";
  /** The operator ordered the dial: no budget is asked. */
  is_ordered = false;
  /** IPs that the budget was charged for in this dial. Each may be tried again in it without a second charge. */
  charged_ips: string[] = [];
  /** True when the address had been unreachable for an hour or more. */
  back_from_dead = false;
  nonce = "";
  /** Program and version, as the peer's hello says. */
  agent: string | null = null;
  /** The name that the peer gives itself; see `node_name.ts`. */
  name: string | undefined;
  /** IP under which the peer sees this node. */
  seen = "";
  /** The own address that the peer was asked to verify. */
  claimed: Target | null = null;
  verified_ms = -Infinity;
  /** Keep-alives without an answer. */
  missed = 0;
  /** How far it was told each kind of news; see `waiting_lists.ts`. */
  reached_told = 0;
  deaths_told = 0;
}

/** A dialled connection to a lecture node: it gets the lecture's ops and pings only, one at a time. */
export class LectureLink extends AnyDialledLink<LectureRole> {
  readonly kind = "lecture";
  /** True while the unanswered question is a ping. */
  pinged = false;
  register_ms = 0;
  peers_ms = 0;
  /** Few others hold it: it is to be announced. */
  is_rare = false;

  constructor(before: OutboundLink) {
    super(before.id, before.entry, before.role, before.skips_hello, before);
    this.asked_ms = before.asked_ms;
    this.latency_ms = before.latency_ms;
    this.round_trip_ms = before.round_trip_ms;
  }
}

/** A peer that connected to this node and said hello. */
export class InboundLink extends AskedLink {
  readonly kind = "inbound";
  readonly outbound = false;
  /** The row of an address at which it was dialled back. */
  entry: Entry | null = null;
  /** The name that the peer gives itself; see `node_name.ts`. */
  name: string | undefined;
  /** The address that it says it has. Nobody has checked it: it is only good for not telling it that. */
  claimed: Target | null = null;
  /** Keep-alives without an answer. */
  missed = 0;
  /** How far it was told each kind of news; see `waiting_lists.ts`. */
  reached_told = 0;
  deaths_told = 0;
  /** Ops that an `overflow` peer has asked. */
  readonly ops_asked = new Set<string>();

  constructor(
    before: ClientLink,
    public role: InboundRole,
    readonly nonce: string,
    /** Program and version, as its hello says. */
    readonly agent: string | null,
  ) {
    super(before.id, before);
  }
}

/** Anybody that connected and has not said hello, or has said one of another network. */
export class ClientLink extends AnyLink {
  readonly kind = "client";
  readonly outbound = false;

  constructor(id: number, ip: string, source: AddressSource, now_ms: number) {
    super(id);
    this.ip = ip;
    this.source = source;
    this.opened_ms = this.heard_ms = now_ms;
  }
}

/** A dialled connection. */
export type DialledLink = OutboundLink | LectureLink;

/** A connection on which the network ops are spoken, or will be. */
export type NetworkLink = OutboundLink | InboundLink;

/** One connection. `kind` tells which, `outbound` the direction. */
export type Link = OutboundLink | LectureLink | InboundLink | ClientLink;

/** True once the other end has shown that it speaks the network ops. */
export function isPeer(link: Link): link is NetworkLink {
  return link.kind === "inbound" || (link.kind === "outbound" && link.stage === "network");
}

/** The row that a connection is known to belong to: the dialled one, or one that was verified by dialling back. */
export function rowOf(link: Link): Entry | null {
  return link.kind === "client" ? null : link.entry;
}
