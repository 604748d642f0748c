/**
 * The membership: a state machine without sockets, timers, clock or randomness of its own. The host reports events with
 * the time at which they happened and carries out the effects; see `state/state.ts` for what it remembers.
 */
import { askFault, type Asking, askTargets } from "./asks.ts";
import { giveUpDial, noteIp, permitIp, testIfOwn } from "./dials.ts";
import type {
  AnnounceArgs,
  Effect,
  HelloArgs,
  HelloReply,
  Replies,
  SampleArgs,
  SampleReply,
} from "./state/effects.ts";
import { type Entry, isForgettable } from "./book/entry.ts";
import { hear, hearClose } from "./failures.ts";
import { hearAnnouncement, learnSample, serveSample } from "./gossip.ts";
import { askVerify, beginHandshake, hearHello, hearVerify, noteReached } from "./handshake.ts";
import type { Target } from "./address/group.ts";
import type { Scope } from "./address/scope.ts";
import { hearLecture, learnPeers } from "./lecture.ts";
import { Identities } from "./identity.ts";
import * as limits from "./limits.ts";
import {
  ClientLink,
  type DialledLink,
  type InboundLink,
  type Link,
  type OutboundLink,
  rowOf,
} from "./state/link.ts";
import type { PeerBook } from "./book/peer_book.ts";
import { Operator } from "./operator.ts";
import { tick } from "./schedule.ts";
import { renewAnchors, settle } from "./slots.ts";
import { type MembershipOptions, OPERATOR } from "./state/options.ts";
import { State } from "./state/state.ts";
import { CUT_OFF } from "./close_codes.ts";
import { beginDialBack, type DialBack, endDialBack, isAllowed, welcome } from "./inbound.ts";

const NO_EFFECTS: readonly Effect[] = [];

/**
 * One node's place in the network.
 *
 * @example A node with one seed asks to dial it
 * ```ts
 * import { Membership } from "./membership.ts";
 * import { locate } from "./address/group.ts";
 * import assert from "node:assert/strict";
 *
 * const seeds = [locate("ws://203.0.113.7:9000/ws")!];
 * const membership = new Membership({ random: () => 0.5, nonce: "9f2c", now_ms: 0, seeds });
 * membership.tick(0);
 * const [dial] = membership.takeEffects();
 * assert.equal(dial?.kind === "dial" && dial.target.addr, "ws://203.0.113.7:9000/ws");
 * ```
 */
export class Membership {
  readonly #state: State;

  constructor(options: MembershipOptions) {
    this.#state = new State(options);
    for (const seed of this.#state.options.seeds) this.book.hear(this.#state.now_s, seed, OPERATOR);
  }

  /** The peer book, to be read. */
  get book(): PeerBook {
    return this.#state.book;
  }

  /** Open connections and dials, to be read. */
  get links(): ReadonlyMap<number, Link> {
    return this.#state.links;
  }

  /** Own addresses, narrowest scope first. */
  get addresses(): Target[] {
    return this.#state.own.all;
  }

  /** Which addresses and connections are one node, at this moment. */
  identities(): Identities {
    return new Identities(this.#state);
  }

  /** True while the last dial of a row failed, and this node does not know yet whether it was offline itself. */
  isUnproven(entry: Entry): boolean {
    return this.#state.unproven.has(entry);
  }

  /** What the operator may do. */
  get operator(): Operator {
    return new Operator(this.#state);
  }

  /** Call {@linkcode tick} when this time has come. It changes with every event. */
  get due_ms(): number {
    return this.#state.due_ms;
  }

  /** What to do since the last call, in order. */
  takeEffects(): readonly Effect[] {
    const { effects } = this.#state;
    // Most messages cause nothing.
    return effects.length === 0 ? NO_EFFECTS : effects.splice(0);
  }

  /** Marks the connections to dial first after a restart. The host calls it before it stores what has changed. */
  renewAnchors(): void {
    renewAnchors(this.#state);
  }

  /** Takes over at the start what the host kept, best first. */
  load(entries: Iterable<Entry>): void {
    for (const entry of entries) this.book.load(entry);
    for (const entry of this.book.good()) this.#state.reconnects.add(entry);
  }

  /**
   * Looks at the rows that the host keeps, a few at a time and all in turn. A row that is not in memory is forgotten if
   * there is no reason to keep it. Otherwise it comes back, where there is room.
   */
  review(now_ms: number, entries: Iterable<Entry>): void {
    // The host may not know of the last minute in which an address was told again.
    const now_s = Math.floor((now_ms - limits.heard_again_ms) / 1000);
    for (const entry of entries) {
      const { addr, key } = entry.target;
      if (this.book.get(key) !== undefined) continue;
      if (!isForgettable(entry, now_s)) this.book.load(entry);
      else {
        this.book.forget(entry);
        this.#state.options.tell({ kind: "forgotten", about: addr });
      }
    }
  }

  /**
   * Somebody registered addresses here.
   *
   * @param source IP and scope of the caller.
   */
  registered(
    now_ms: number,
    addresses: readonly Target[],
    source: { ip: string; scope: Link["scope"] },
  ): void {
    const state = this.#state.at(now_ms);
    const { options, own, now_s } = state;
    const from = { group: options.groupOf(source.ip, 0), scope: source.scope };
    for (const target of addresses) {
      if (own.is(target.key)) continue;
      const entry = this.book.hear(now_s, target, from) ?? this.book.list(now_s, target, from);
      // What this site registers is tested soon. A stranger must not decide when which address is dialled.
      if (source.scope === "public" || entry?.contact !== null) continue;
      if (!testIfOwn(state, entry)) state.probes.add(now_ms, entry);
    }
    state.wake(now_ms);
  }

  /**
   * The name of a dial was resolved, and this is one of its IPs. It is charged for.
   *
   * @returns False when this IP must not be dialled (narrower scope than the name's source, or dialled too often).
   * Where it is so of all IPs, {@linkcode dialRefused} must follow.
   */
  dialResolved(now_ms: number, id: number, ip: string): boolean {
    const state = this.#state.at(now_ms);
    const link = dialOf(state, id);
    return link !== undefined && permitIp(state, link, ip);
  }

  /** A dial ends before it began: none of the IPs may be dialled. */
  dialRefused(now_ms: number, id: number): void {
    const state = this.#state.at(now_ms);
    const link = dialOf(state, id);
    if (link !== undefined) giveUpDial(state, link);
  }

  /**
   * A dial succeeded: the socket is open.
   *
   * @param ip The one that answered, where several were tried; the last one else.
   */
  connected(now_ms: number, id: number, ip?: string): void {
    const state = this.#state.at(now_ms);
    const link = dialOf(state, id);
    if (link === undefined) return;
    if (ip !== undefined) noteIp(state, link, ip);
    state.dials--;
    hear(state, link);
    beginHandshake(state, link);
    state.wake(now_ms);
  }

  /** A dial failed: refused, timed out, not resolved, or no WebSocket there. */
  dialFailed(now_ms: number, id: number): void {
    this.closed(now_ms, id);
  }

  /**
   * Somebody connected to this node.
   *
   * @param ip IPv4-mapped IPv6 as IPv4.
   * @param scope What the caller is treated as; see `Source` in `ops/context.ts`.
   * @returns The connection's number, for the other events.
   */
  accepted(now_ms: number, ip: string, scope: Link["scope"]): number {
    const state = this.#state.at(now_ms);
    const source = { group: state.options.groupOf(ip, 0), scope };
    return state.add((number) => new ClientLink(number, ip, source, now_ms)).id;
  }

  /** The other end closed, or the socket broke. Unknown numbers are ignored: this node closed first. */
  closed(now_ms: number, id: number, code = CUT_OFF): void {
    const state = this.#state.at(now_ms);
    const link = state.links.get(id);
    if (link === undefined) return;
    const was_open = dialOf(state, id) === undefined;
    state.remove(link);
    if (was_open) {
      state.options.tell({ kind: "closed", about: rowOf(link)?.target.addr ?? link.ip, code, link });
    }
    hearClose(state, link, code);
  }

  /**
   * A request of this node was answered.
   *
   * @param response Undefined unless the status was good and the response fits the op's schema. Where the op answers
   * nothing more than that, it is an empty object.
   */
  answered<Op extends keyof Replies>(now_ms: number, id: number, op: Op, response?: Replies[Op]): void {
    const state = this.#state.at(now_ms);
    const link = state.links.get(id);
    if (link === undefined) return;
    hear(state, link);
    if (op === "announce") {
      if (response !== undefined) state.own_announcement.read(now_ms, id);
      return;
    }
    if (link.kind === "client") return;
    if (op === "verify") {
      if (link.kind === "outbound") hearVerify(state, link, response as Replies["verify"] | undefined);
      return;
    }
    noteRoundTrip(state, link);
    if (op === "hello") {
      if (link.kind === "outbound") hearHello(state, link, response as HelloReply | undefined);
      return;
    }
    if (link.outbound) noteAnswer(state, link);
    if (link.kind === "lecture") {
      if (op === "peers") learnPeers(state, link, response as Replies["peers"] | undefined);
      hearLecture(state, link);
    } else {
      if (link.outbound) askVerify(state, link);
      if (response !== undefined) learnSample(state, link, response as SampleReply);
    }
    if (link.outbound) settle(state, link);
  }

  /** A ping was answered. A pong that was not asked for (RFC 6455 allows it) only shows that this node is online. */
  ponged(now_ms: number, id: number): void {
    const state = this.#state.at(now_ms);
    const link = state.links.get(id);
    if (link === undefined) return;
    hear(state, link);
    if (link.kind !== "lecture" || !link.pinged) return;
    link.pinged = false;
    noteRoundTrip(state, link);
    noteReached(state, link);
    hearLecture(state, link);
    settle(state, link);
  }

  /** Answers the op `hello`. */
  hello(now_ms: number, id: number, args: HelloArgs): HelloReply {
    return welcome(this.#state.at(now_ms), this.#known(id), args);
  }

  /** Answers the op `sample`. */
  sample(now_ms: number, id: number, args: SampleArgs): SampleReply {
    return serveSample(this.#state.at(now_ms), this.#heard(id), args);
  }

  /** Takes in the op `announce`. */
  announce(now_ms: number, id: number, args: AnnounceArgs): void {
    hearAnnouncement(this.#state.at(now_ms), this.#heard(id), args);
  }

  /** Whether a network op of this connection is answered now. */
  allows(now_ms: number, id: number, op: string): boolean {
    return isAllowed(this.#state.at(now_ms), this.#known(id), op);
  }

  /** Begins what the op `verify` asks; undefined means no. End it with {@linkcode endVerify}. */
  beginVerify(now_ms: number, id: number, addr: string): DialBack | undefined {
    return beginDialBack(this.#state.at(now_ms), this.#known(id), addr);
  }

  /** `nonce` is from the hello answer of the dialled node; undefined for every kind of failure. */
  endVerify(now_ms: number, back: DialBack, nonce: string | undefined): boolean {
    return endDialBack(this.#state.at(now_ms), back, nonce);
  }

  /** Why an op of a student must not ask at this IP of an address, as a sentence; undefined where it may. It is charged. */
  askFault(now_ms: number, target: Target, ip: string, asking: Asking): string | undefined {
    return askFault(this.#state.at(now_ms), target, ip, asking);
  }

  /** Other nodes that an op may ask for a caller of this scope, each once, in random order. */
  askTargets(now_ms: number, caller: Scope, max: number): Target[] {
    return askTargets(this.#state.at(now_ms), caller, max);
  }

  /** Does what is due. Calling it too early does no harm. */
  tick(now_ms: number): void {
    tick(this.#state.at(now_ms));
  }

  #heard(id: number): Link {
    const link = this.#known(id);
    hear(this.#state, link);
    return link;
  }

  #known(id: number): Link {
    const link = this.#state.links.get(id);
    if (link === undefined) throw new Error(`no connection ${id}`);
    return link;
  }
}

/** The dial with this number, where it has led to no connection yet. */
function dialOf(state: State, id: number): OutboundLink | undefined {
  const link = state.links.get(id);
  return link?.kind === "outbound" && link.stage === "dialling" ? link : undefined;
}

/** A dialled node answered a question other than hello. */
function noteAnswer(state: State, link: DialledLink): void {
  if (link.skips_hello) link.entry.dialled().speaks = "plain";
  noteReached(state, link);
}

/** The question that was under way is answered. */
function noteRoundTrip({ now_ms }: State, link: DialledLink | InboundLink): void {
  if (link.asked_ms !== 0) {
    link.round_trip_ms = now_ms - link.asked_ms;
    link.latency_ms = Math.min(link.latency_ms, link.round_trip_ms);
  }
  link.asked_ms = 0;
  if (link.kind !== "lecture") link.missed = 0;
}
