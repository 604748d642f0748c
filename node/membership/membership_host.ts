/**
 * Carries out the effects of the membership (dial, send, close, store) and tells it what happened. It decides nothing
 * about peers itself.
 */
import type { Effect } from "../../discovery/state/effects.ts";
import type { Entry } from "../../discovery/book/entry.ts";
import { locate, type Target } from "../../discovery/address/group.ts";
import { rows_loaded_at_once, rows_loaded_max, rows_reviewed_at_once, write_behind_ms } from "../limits.ts";
import type { Asking } from "../../discovery/asks.ts";
import type { Scope } from "../../discovery/address/scope.ts";
import { Membership } from "../../discovery/membership.ts";
import type { Happening, Tell } from "../../discovery/state/happening.ts";
import type { Operator } from "../../discovery/operator.ts";
import type { MembershipOptions } from "../../discovery/state/options.ts";
import type { DialBack } from "../../discovery/inbound.ts";
import type { Settled } from "../../ops/pending_requests.ts";
import type { Log, Source } from "../../ops/context.ts";
import { entryOf, type PeerRow } from "../../storage/peer_row.ts";
import type { PeerStore } from "../../storage/storage.ts";
import type { Connection, PeerEnd, Socket } from "../sockets/connection.ts";
import { DONE } from "../../discovery/close_codes.ts";
import type { NetworkAccess, NetworkWork } from "../../ops/network_access.ts";
import { ask } from "./ask.ts";
import { dialBack } from "./dial_back.ts";
import type { Dial } from "../sockets/dialer.ts";
import { JoinReport } from "./join_report.ts";
import type { SteadyClock } from "../steady_clock.ts";
import { tellInWords } from "./happening_words.ts";
import { WriteBehind } from "./write_behind.ts";

/** `readyState` of an open socket. */
const OPEN = 1;

/** What the host needs of the node. */
export interface MembershipHostOptions {
  readonly membership: Omit<MembershipOptions, "now_ms" | "random" | "tell" | "nonce" | "watch" | "recall">;
  readonly storage: PeerStore;
  readonly dial: Dial;
  readonly clock: SteadyClock;
  readonly log: Log;
  readonly watcher: Watcher;
  /** Makes a connection from a dialled socket. */
  connect(socket: Socket, source: Source, end: PeerEnd): Connection;
}

/** Follows what the membership does, e.g. for the page. */
export interface Watcher {
  tell: Tell;
  /** A row of the book changed. */
  changedPeer(key: string): void;
  /** A connection changed, or it is gone. */
  touched(link: number): void;
  /** A network message passed. */
  passed(link: number, direction: "out" | "in", op: string, kind: "request" | "answer"): void;
}

/** The membership of one running node. */
export class MembershipHost {
  readonly membership: Membership;
  readonly #options: MembershipHostOptions;
  readonly #nonce = crypto.randomUUID();
  readonly #connections = new Map<number, Connection>();
  /** Abort dials, and the connections that came of them. */
  readonly #dialled = new Map<number, AbortController>();
  readonly #stopped = new AbortController();
  readonly #write_behind: WriteBehind;
  readonly #clock: SteadyClock;
  readonly #joins: JoinReport;
  #running = false;
  #pump_queued = false;
  /** Key of the stored row that was reviewed last. */
  #reviewed: string | undefined;
  #callOffTick = () => {};
  #callOffWrite = () => {};

  constructor(options: MembershipHostOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#write_behind = new WriteBehind(options.storage, options.log);
    this.#joins = new JoinReport(
      options.membership.seeds ?? [],
      options.membership.own ?? [],
      options.log,
    );
    this.membership = new Membership({
      ...options.membership,
      now_ms: this.#clock.now_ms(),
      random: Math.random,
      nonce: this.#nonce,
      watch: (entry, fate) => {
        this.#write_behind.note(entry, fate);
        options.watcher.changedPeer(entry.target.key);
      },
      recall: (target) => this.#write_behind.recall(target),
      tell: (happening) => this.#tell(happening),
    });
  }

  /** Loads the stored rows, a few at a time so that clients are answered meanwhile. Then it begins to dial. */
  async start(): Promise<void> {
    for (let at = 0; at < rows_loaded_max; at += rows_loaded_at_once) {
      const rows = this.#options.storage.load(rows_loaded_at_once, at);
      this.membership.load(entriesOf(rows));
      if (rows.length < rows_loaded_at_once) break;
      await new Promise((resolve) => setTimeout(resolve));
      if (this.#stopped.signal.aborted) return;
    }
    this.#running = true;
    this.#writeLater();
    this.#pump();
  }

  /** Ends dials and timers, and writes what is unsaved. The node closes the connections. */
  stop(): void {
    this.#running = false;
    this.#stopped.abort();
    for (const [link, end] of this.#dialled) if (!this.#connections.has(link)) end.abort();
    this.#callOffTick();
    this.#callOffWrite();
    this.#guard(() => {
      this.membership.renewAnchors();
      this.#write_behind.writeAll();
    });
  }

  /** After {@linkcode stop}: ends dialled connections whose other end does not answer the close. */
  end(): void {
    for (const end of this.#dialled.values()) end.abort();
  }

  /** Carries out an order of the operator at once. */
  order<Result>(give: (operator: Operator, now_ms: number) => Result): Result {
    const result = give(this.membership.operator, this.#clock.now_ms());
    this.#pump();
    return result;
  }

  /**
   * The operator forgot an address: removes it from the store, too. False where it was not there.
   *
   * @throws {StorageError} The store can't be written.
   */
  forget(key: string): boolean {
    const { storage } = this.#options;
    const before = storage.count();
    this.#write_behind.remove(key);
    storage.remove([key]);
    return storage.count() < before;
  }

  /** Addresses were registered and stored; `are_new` if the store had none of them before. */
  registered(targets: readonly Target[], source: Source, are_new: boolean): void {
    this.#write_behind.registered(
      targets,
      are_new,
      () => this.membership.registered(this.#clock.now_ms(), targets, source),
    );
    // Rows that a flood pushes out of the book are removed from the disk at once. Otherwise a stranger could fill the
    // store.
    if (this.#write_behind.is_flooded) this.#guard(() => this.#write_behind.writeAll());
    this.#pumpSoon();
  }

  /** The membership's end of an inbound connection. The membership learns of the connection at its first network op. */
  inboundEnd(source: Source): PeerEnd & { attach(connection: Connection): void } {
    const { membership } = this;
    let connection: Connection | undefined;
    let link: number | undefined;
    const network = this.#accessOf(() => {
      if (link === undefined) {
        link = membership.accepted(this.#clock.now_ms(), source.ip, source.scope);
        this.#connections.set(link, connection!);
      }
      return link;
    });
    return {
      attach: (made) => void (connection = made),
      network,
      expectsAnswers: () => link !== undefined && membership.links.get(link)?.kind === "inbound",
      answered: (answer) => this.#answered(link!, answer),
      closed: (code) => {
        if (link !== undefined) this.#closed(link, code);
      },
    };
  }

  /** Dials the requester of `verify`. */
  dialBack(back: DialBack): Promise<string | undefined> {
    const { net = "foxchain" } = this.#options.membership;
    return dialBack(back, { dial: this.#options.dial, net, signal: this.#stopped.signal });
  }

  /** Sends the request of a student's op to one node, and settles with its answer. */
  ask(addr: string, text: string, asking: Asking, signal: AbortSignal): ReturnType<typeof ask> {
    const { dial } = this.#options;
    const { membership } = this;
    const means = { membership, dial, now_ms: () => this.#clock.now_ms() };
    return ask(addr, text, asking, { ...means, signal: AbortSignal.any([signal, this.#stopped.signal]) });
  }

  /** Addresses of other nodes that a student's op may ask. */
  targets(caller: Scope, max: number): string[] {
    return this.membership.askTargets(this.#clock.now_ms(), caller, max).map(({ addr }) => addr);
  }

  /** The network ops of a connection. After each, the effects are carried out and the watcher is told. */
  #accessOf(link: () => number): NetworkAccess {
    const { membership } = this;
    const { watcher } = this.#options;
    const work = <Result>(work: NetworkWork<Result>): Result => {
      // Effects come after the answer to this request: they must not overtake it.
      this.#pumpSoon();
      const result = work(membership, this.#clock.now_ms(), link());
      watcher.touched(link());
      return result;
    };
    return {
      run: (op, part) => {
        const result = work(part);
        watcher.passed(link(), "in", op, "request");
        watcher.passed(link(), "out", op, "answer");
        return result;
      },
      resume: work,
      // A message may still arrive on a connection that the membership has dropped.
      allows: (op) => {
        if (!membership.links.has(link())) return false;
        this.#pumpSoon();
        return membership.allows(this.#clock.now_ms(), link(), op);
      },
    };
  }

  #pumpSoon(): void {
    if (this.#pump_queued) return;
    this.#pump_queued = true;
    queueMicrotask(() => {
      this.#pump_queued = false;
      this.#pump();
    });
  }

  /** Runs what is due, carries out the effects, and sets the timer for the next time. */
  #pump(): void {
    if (!this.#running) return;
    this.#callOffTick();
    this.#guard(() => {
      if (this.membership.due_ms <= this.#clock.now_ms()) this.membership.tick(this.#clock.now_ms());
      for (const effect of this.membership.takeEffects()) this.#perform(effect);
    });
    const wait_ms = Math.max(1, this.membership.due_ms - this.#clock.now_ms());
    this.#callOffTick = this.#clock.after(wait_ms, () => this.#pump());
  }

  #tell(happening: Happening): void {
    const words = tellInWords(happening);
    if (words !== undefined) {
      const { about, count, reason, code } = happening;
      this.#options.log.debug(words, { about, count, reason, code });
    }
    this.#joins.tell(happening);
    this.#options.watcher.tell(happening);
  }

  #perform(effect: Effect): void {
    this.#options.watcher.touched(effect.link);
    if (effect.kind === "send") this.#options.watcher.passed(effect.link, "out", effect.op, "request");
    switch (effect.kind) {
      case "dial":
        return void this.#dial(effect.link, effect.target);
      case "send":
        return this.#connections.get(effect.link)?.request(effect.op, effect.args);
      case "ping":
        return this.#connections.get(effect.link)?.ping();
      case "close":
        if (!this.#connections.has(effect.link)) return this.#dialled.get(effect.link)?.abort();
        this.#connections.get(effect.link)!.close(effect.code, effect.reason);
    }
  }

  async #dial(link: number, target: Target): Promise<void> {
    const end = new AbortController();
    const { signal } = end;
    this.#dialled.set(link, end);
    let is_refused = false;
    let is_tried = false;
    const permit = (ip: string) => {
      const may = this.membership.dialResolved(this.#clock.now_ms(), link, ip);
      is_tried ||= may;
      is_refused ||= !may;
      return may;
    };
    try {
      const { socket, ip } = await this.#options.dial({ target, permit, signal });
      if (signal.aborted) return socket.close(DONE);
      this.#connected(link, socket, ip);
      this.#joins.reached(target);
    } catch (error) {
      this.#dialled.delete(link);
      this.#options.log.debug("Dialling {addr} failed: {cause}", {
        addr: target.addr,
        cause: error instanceof Error ? error.message : String(error),
      });
      if (signal.aborted) return;
      this.#joins.failed(target, error);
      if (is_refused && !is_tried) this.membership.dialRefused(this.#clock.now_ms(), link);
      else this.membership.dialFailed(this.#clock.now_ms(), link);
    } finally {
      this.#options.watcher.touched(link);
      this.#pumpSoon();
    }
  }

  #connected(link: number, socket: Socket, ip: string): void {
    if (socket.readyState !== OPEN) throw new Error("The connection was closed at once.");
    // First, since several IPs may have been tried: the scope follows from the IP that answered.
    this.membership.connected(this.#clock.now_ms(), link, ip);
    const { scope } = this.membership.links.get(link)!;
    const connection = this.#options.connect(socket, { ip, scope }, {
      network: this.#accessOf(() => link),
      expectsAnswers: () => true,
      answered: (answer) => this.#answered(link, answer),
      ponged: () => this.#ponged(link),
      closed: (code) => this.#closed(link, code),
    });
    this.#connections.set(link, connection);
  }

  #answered(link: number, { op, response }: Settled): void {
    this.#options.watcher.passed(link, "in", op, "answer");
    this.membership.answered(this.#clock.now_ms(), link, op, response as never);
    this.#options.watcher.touched(link);
    // At once: if this closed the connection, its other messages of the same turn must not be answered.
    this.#pump();
  }

  #ponged(link: number): void {
    this.membership.ponged(this.#clock.now_ms(), link);
    this.#options.watcher.touched(link);
    this.#pump();
  }

  #closed(link: number, code: number): void {
    this.#connections.delete(link);
    this.#dialled.delete(link);
    this.membership.closed(this.#clock.now_ms(), link, code);
    this.#options.watcher.touched(link);
    this.#pumpSoon();
  }

  #writeLater(): void {
    this.#callOffWrite = this.#clock.after(write_behind_ms, () => {
      this.#guard(() => {
        this.membership.renewAnchors();
        this.#write_behind.writeSome();
        this.#review();
      });
      this.#writeLater();
    });
  }

  /** Reviews some stored rows. Without this, rows that are not in memory would never be forgotten or dialled. */
  #review(): void {
    const rows = this.#options.storage.walk(rows_reviewed_at_once, this.#reviewed);
    this.#reviewed = rows.at(-1)?.key;
    const settled = rows.filter(({ key }) => !this.#write_behind.has(key));
    // An earlier version with wider rules stored it. It can't be dialled.
    for (const { addr, key } of settled) if (locate(addr) === undefined) this.#dropUndialable(addr, key);
    this.membership.review(this.#clock.now_ms(), entriesOf(settled));
  }

  #dropUndialable(addr: string, key: string): void {
    this.#write_behind.remove(key);
    this.#options.watcher.changedPeer(key);
    this.#tell({ kind: "forgotten", about: addr });
  }

  /** A bug must not end the process or the timers. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log.fault("membership", error);
    }
  }
}

function* entriesOf(rows: readonly PeerRow[]): Generator<Entry> {
  for (const row of rows) {
    const target = locate(row.addr);
    if (target !== undefined) yield entryOf(row, target);
  }
}
