/**
 * The membership: a state machine without sockets, timers, clock or randomness of its own. The host reports events with
 * the time at which they happened and carries out the effects; see `state.ts` for what it remembers.
 */
import type {
  AnnounceArgs,
  Effect,
  HelloArgs,
  HelloReply,
  Replies,
  SampleArgs,
  SampleReply,
} from "./effects.ts";
import { hearClose } from "./endings.ts";
import { fromRow, isForgettable, toRow } from "./entry.ts";
import { hearAnnouncement, learnSample, serveSample } from "./gossip.ts";
import { askVerify, greet, hearHello, noteReached, settle } from "./greeting.ts";
import type { Target } from "./group.ts";
import { hearLecture, learnPeers } from "./lecture.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import type { PeerRow } from "./messages.ts";
import type { Changes, PeerBook } from "./peer_book.ts";
import { Operator } from "./operator.ts";
import { reaches } from "./scope.ts";
import { Schedule } from "./schedule.ts";
import { renewAnchors } from "./slots.ts";
import { type MembershipOptions, OPERATOR, State } from "./state.ts";
import { beginDialBack, type DialBack, endDialBack, isAllowed, welcome } from "./visitors.ts";

const NO_EFFECTS: readonly Effect[] = [];

/**
 * One node's place in the network.
 *
 * @example A node with one seed asks to dial it
 * ```ts
 * import { Membership } from "./membership.ts";
 * import { locate } from "./group.ts";
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
  readonly #schedule: Schedule;

  constructor(options: MembershipOptions) {
    this.#state = new State(options);
    this.#schedule = new Schedule(this.#state, options.now_ms);
    for (const seed of this.#state.options.seeds) {
      this.#state.book.hear(Math.floor(options.now_ms / 1000), seed, OPERATOR);
    }
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

  /** Rows to be stored since the last call. */
  takeChanges(): Changes {
    renewAnchors(this.#state);
    return this.book.takeChanges();
  }

  /** Takes over stored rows at the start, best first. */
  load(rows: readonly PeerRow[]): void {
    for (const row of rows) {
      const target = this.#state.options.locate(row.addr);
      if (target !== undefined) this.book.load(row, target);
    }
    for (const entry of this.book.good()) this.#state.friends.add(entry);
  }

  /**
   * Looks at stored rows, a few at a time and all in turn: what memory does not hold comes back where there is room.
   *
   * @returns Keys of those that nothing speaks for any longer.
   */
  review(now_ms: number, rows: readonly PeerRow[]): string[] {
    // The store may not know of the last minute in which an address was told again.
    const now_s = Math.floor((now_ms - limits.heard_again_ms) / 1000);
    const { locate, tell } = this.#state.options;
    const forgotten: string[] = [];
    for (const row of rows) {
      const target = this.book.get(row.key) === undefined ? locate(row.addr) : undefined;
      if (target === undefined) continue;
      if (!isForgettable(fromRow(row, target), now_s)) {
        this.book.load(row, target);
        continue;
      }
      forgotten.push(row.key);
      tell({ kind: "forgotten", about: row.addr });
    }
    return forgotten;
  }

  /** Every row, as it would be stored. */
  rows(): PeerRow[] {
    const { heard, local, tried, near } = this.book;
    return [near, tried, local, heard].flatMap((table) => table.rows.map(toRow));
  }

  /**
   * Somebody registered addresses here, and the host has stored them.
   *
   * @param source Group and scope of who did.
   * @param are_new True if the store had none of them before.
   */
  registered(
    now_ms: number,
    addresses: readonly Target[],
    source: { ip: string; scope: Link["scope"] },
    are_new = false,
  ): void {
    const { options, own } = this.#state;
    const teller = { group: options.groupOf(source.ip, 0), scope: source.scope };
    for (const target of addresses) {
      if (own.is(target.key)) continue;
      const now_s = Math.floor(now_ms / 1000);
      const entry = this.book.hear(now_s, target, teller, are_new) ?? this.book.list(now_s, target, teller);
      // Our own people know why they name it. A stranger's word would let him say when we dial whom.
      if (source.scope !== "public" && entry?.contact === null) this.#state.rumours.add(now_ms, entry);
      if (entry?.contact === null && entry.first_heard_s === now_s) this.book.stored(entry);
    }
    this.#state.wake(now_ms);
  }

  /**
   * The name of a dial was resolved.
   *
   * @returns False when this IP must not be dialled (narrower scope than whoever told the name, or dialled too often).
   */
  dialResolved(now_ms: number, id: number, ip: string): boolean {
    const link = this.#state.links.get(id);
    if (link?.entry == null) return false;
    const { entry } = link;
    const { options, budget } = this.#state;
    const now_s = Math.floor(now_ms / 1000);
    const scope = entry.target.literal ? entry.target.scope : options.scopeOfIp(ip);
    const reached = this.#state.wasReached(entry, ip);
    const counted = entry.ip === ip || link.prepaid || scope !== "public" || this.#state.isSeed(entry.target);
    if (!reaches(scope, entry.source.scope) || !(counted || budget.take(now_s, ip, reached))) {
      this.book.postpone(now_s, entry);
      this.#state.remove(link);
      return false;
    }
    link.ip = ip;
    link.teller = { group: options.groupOf(ip, entry.target.port), scope };
    return true;
  }

  /** A dial succeeded: the socket is open. */
  connected(now_ms: number, id: number): void {
    const link = this.#state.links.get(id);
    if (link === undefined) return;
    this.#state.dials--;
    this.#state.noteMessage(now_ms);
    greet(this.#state, now_ms, link);
    this.#state.wake(0);
  }

  /** A dial failed: refused, timed out, not resolved, or no WebSocket there. */
  dialFailed(now_ms: number, id: number): void {
    const link = this.#state.links.get(id);
    if (link === undefined) return;
    this.#state.remove(link);
    this.#state.noteFailure(now_ms, link.entry!, link.ip);
  }

  /**
   * Somebody connected to us.
   *
   * @param ip IPv4-mapped IPv6 as IPv4.
   * @param scope What the caller is treated as; see `Source` in `ops/context.ts`.
   * @returns The connection's number, for the other events.
   */
  accepted(now_ms: number, ip: string, scope: Link["scope"]): number {
    const link = this.#state.newLink(false, "client");
    link.ip = ip;
    link.teller = { group: this.#state.options.groupOf(ip, 0), scope };
    link.opened_ms = link.heard_ms = now_ms;
    return link.id;
  }

  /** The other end closed, or the socket broke. Unknown numbers (we closed first) are ignored. */
  closed(now_ms: number, id: number, code = 1006): void {
    const link = this.#state.links.get(id);
    if (link === undefined) return;
    const state = this.#state;
    if (link.stage === "dialling") return this.dialFailed(now_ms, id);
    state.remove(link);
    hearClose(state, now_ms, link, code);
  }

  /**
   * Our request was answered.
   *
   * @param response Undefined unless the status was good and the response fits the op's schema.
   */
  answered<Op extends keyof Replies>(now_ms: number, id: number, op: Op, response?: Replies[Op]): void {
    const link = this.#state.links.get(id);
    if (link === undefined) return;
    const state = this.#state;
    link.heard_ms = now_ms;
    state.noteMessage(now_ms);
    if (op === "announce") return;
    if (op === "verify") return this.#hearVerify(now_ms, link, response as Replies["verify"] | undefined);
    if (link.asked_ms > 0) {
      link.round_trip_ms = now_ms - link.asked_ms;
      link.latency_ms = Math.min(link.latency_ms, link.round_trip_ms);
    }
    link.asked_ms = link.missed = 0;
    if (op === "hello") return hearHello(state, now_ms, link, response as HelloReply | undefined);
    if (link.stage === "lecture") {
      if (link.plain) link.entry!.dialled().speaks = "plain";
      noteReached(state, now_ms, link);
      const peers = op === "peers" ? (response as Replies["peers"] | undefined)?.peers : undefined;
      if (peers !== undefined) learnPeers(state, now_ms, link, peers);
      hearLecture(state, now_ms, link);
      return settle(state, now_ms, link);
    }
    if (link.outbound) {
      noteReached(state, now_ms, link);
      askVerify(state, now_ms, link);
    }
    if (response !== undefined) learnSample(state, now_ms, link, response as SampleReply);
    settle(state, now_ms, link);
  }

  /** Answers the op `hello`. */
  hello(now_ms: number, id: number, args: HelloArgs): HelloReply {
    return welcome(this.#state, now_ms, this.#known(id), args);
  }

  /** Answers the op `sample`. */
  sample(now_ms: number, id: number, args: SampleArgs): SampleReply {
    const link = this.#heard(now_ms, id);
    return serveSample(this.#state, now_ms, link, args);
  }

  /** Takes in the op `announce`. */
  announce(now_ms: number, id: number, args: AnnounceArgs): void {
    const link = this.#heard(now_ms, id);
    hearAnnouncement(this.#state, now_ms, link, args);
  }

  /** Whether a network op of this connection is answered now. */
  allows(now_ms: number, id: number, op: string): boolean {
    return isAllowed(this.#state, now_ms, this.#known(id), op);
  }

  /** Begins what the op `verify` asks; undefined means no. End it with {@linkcode endVerify}. */
  beginVerify(now_ms: number, id: number, addr: string): DialBack | undefined {
    return beginDialBack(this.#state, now_ms, this.#known(id), addr);
  }

  /** `nonce` is from the hello answer of the dialled node; undefined for every kind of failure. */
  endVerify(now_ms: number, back: DialBack, nonce: string | undefined): boolean {
    return endDialBack(this.#state, now_ms, back, nonce);
  }

  /** Does what is due. Calling it too early does no harm. */
  tick(now_ms: number): void {
    this.#schedule.tick(now_ms);
  }

  #hearVerify(now_ms: number, link: Link, reply: Replies["verify"] | undefined): void {
    const { options, own } = this.#state;
    const target = options.locate(link.claimed);
    if (reply === undefined || target === undefined) return;
    const { group } = link.teller;
    const groups = new Set(this.#state.peers().map(({ teller }) => teller.group)).size;
    if (!reply.dialable) {
      if (own.doubt(now_ms, group, groups)) options.tell({ kind: "own address doubted", about: target.addr });
    } else if (own.confirm(now_ms, target, group, groups)) {
      options.tell({ kind: "own address confirmed", about: target.addr });
      this.#schedule.announceNow(now_ms);
    }
  }

  #heard(now_ms: number, id: number): Link {
    const link = this.#known(id);
    link.heard_ms = now_ms;
    this.#state.noteMessage(now_ms);
    return link;
  }

  #known(id: number): Link {
    const link = this.#state.links.get(id);
    if (link === undefined) throw new Error(`no connection ${id}`);
    return link;
  }
}
