/** The peer book: every address this node knows, under quotas that bound what a liar can do. Nothing is dialled here. */
import { type AddressSource, backoff_s, Entry, isForgettable, observe, stateOf } from "./entry.ts";
import type { Target } from "../address/group.ts";
import * as limits from "./limits.ts";
import { EvictionQueue, rivalInHeard, rivalInTried, rivalNearby } from "./quotas.ts";
import { reaches, type Scope } from "../address/scope.ts";
import { type KeysOf, sourceKeys } from "../address/source.ts";
import { type Random, randomIndex, Table } from "./table.ts";

/**
 * What became of a row. The host stores rows that are `new` or `changed`, and removes rows that are `gone`. A `touched`
 * row was told again, came back into memory or left it: there is nothing to store.
 */
export type Fate = "new" | "changed" | "touched" | "gone";

/** Options of {@linkcode PeerBook}. */
export interface PeerBookOptions {
  readonly random: Random;
  /** Rows in all. */
  readonly peers_max?: number;
  /** Hears of every row. */
  readonly watch?: (entry: Entry, fate: Fate) => void;
  /** The row that the host keeps of an address that is not in memory. Its old source decides which quota it counts for. */
  readonly recall?: (target: Target) => Entry | undefined;
  /** What limits count as one source. It must always say the same of an IP: rows are counted by it. */
  readonly keysOf?: KeysOf;
}

/**
 * The book. In `heard` the source is charged, in `tried` the address. Times are whole seconds since 1970.
 *
 * @example
 * ```ts
 * import { PeerBook } from "./peer_book.ts";
 * import { locate } from "../address/group.ts";
 * import assert from "node:assert/strict";
 *
 * const book = new PeerBook({ random: () => 0.5 });
 * const entry = book.hear(1000, locate("ws://203.0.113.7/ws")!, { group: "198.51", scope: "public" })!;
 * assert.equal(book.heard.rows.length, 1);
 * book.succeed(1001, entry, "203.0.113.7", "public", "203.0");
 * assert.deepEqual([book.heard.rows.length, book.tried.rows.length], [0, 1]);
 * ```
 */
export class PeerBook {
  /** Never reached, told by public sources. */
  readonly heard: Table;
  /** Never reached, told by loopback and private sources. What has no room is left to the host. */
  readonly local: Table;
  /** Reached public addresses. */
  readonly tried: Table;
  /** Reached loopback and private addresses. What has no room is left to the host. */
  readonly near: Table;
  /** Both tables of reached addresses. */
  readonly reached: readonly Table[];
  /** Newcomers to `tried` that wait until the incumbent in their way was tested. */
  readonly pending_evictions = new EvictionQueue();
  readonly #tables: readonly Table[];
  readonly #rows = new Map<string, Entry>();
  readonly #random: Random;
  readonly #peers_max: number;
  readonly #watch: (entry: Entry, fate: Fate) => void;
  readonly #recall: (target: Target) => Entry | undefined;
  readonly #keysOf: KeysOf;

  constructor(
    {
      random,
      peers_max = limits.peers_default_max,
      watch = () => {},
      recall = () => undefined,
      keysOf = sourceKeys,
    }: PeerBookOptions,
  ) {
    this.heard = new Table((entry) => [entry.source.group], Math.min(limits.heard_max, peers_max));
    this.local = new Table(() => [], Math.min(limits.local_max, peers_max));
    const keysOfEntry = ({ ip }: Entry) => {
      if (ip === null) return [];
      const { narrow, wide } = keysOf(ip);
      return wide === null ? [narrow] : [narrow, wide];
    };
    this.tried = new Table(keysOfEntry, limits.tried_max);
    this.near = new Table(keysOfEntry, limits.near_max);
    this.reached = [this.tried, this.near];
    this.#keysOf = keysOf;
    this.#tables = [this.heard, this.local, this.tried, this.near];
    this.#random = random;
    this.#peers_max = peers_max;
    this.#watch = watch;
    this.#recall = recall;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Reached addresses, public and near. */
  get reached_count(): number {
    return this.tried.rows.length + this.near.rows.length;
  }

  get(key: string): Entry | undefined {
    return this.#rows.get(key);
  }

  /** Every row, those of this site and those reached first. */
  *entries(): Generator<Entry> {
    for (const { rows } of [this.near, this.tried, this.local, this.heard]) yield* rows;
  }

  /**
   * Notes that `source` told an address. A known one is heard again. If this source is nearer than the old one, it counts
   * for this one from now on. A new one may displace a random row of the quota that it fills.
   *
   * @returns Undefined when it may not be kept: narrower than its source's scope, or the book is full.
   */
  hear(now_s: number, target: Target, source: AddressSource): Entry | undefined {
    const known = this.#rows.get(target.key) ?? this.#bringBack(target);
    if (known === undefined) {
      return reaches(target.scope, source.scope) ? this.list(now_s, target, source) : undefined;
    }
    known.last_heard_s = now_s;
    this.#watch(known, "touched");
    if (source.scope !== "public" && !reaches(source.scope, known.source.scope)) this.#vouch(known, source);
    return known;
  }

  /**
   * Keeps a new address that was registered. One of narrower scope than its source is kept, too: it is never dialled, only
   * listed, and it counts for the source's quota.
   */
  list(now_s: number, target: Target, source: AddressSource): Entry | undefined {
    const entry = new Entry(target, source, now_s);
    if (!this.#admit(entry)) return undefined;
    this.#watch(entry, "new");
    return entry;
  }

  /** Notes that an address answered from `ip`, and promotes it. */
  succeed(now_s: number, entry: Entry, ip: string | null, scope: Scope, group: string): void {
    if (!this.#rows.has(entry.target.key)) this.#admit(entry);
    const contact = entry.dialled();
    const move = () => {
      contact.ip = ip;
      contact.group = group;
      contact.scope = scope;
    };
    // A name that leads to another IP than before has to find room there.
    const has_moved = contact.group !== group || contact.ip !== ip;
    if (entry.table !== null && has_moved) this.#demote(entry, move);
    else move();
    contact.reliability = observe(contact.reliability, elapsed(contact.last_try_s, now_s), true);
    contact.last_try_s = contact.last_success_s = now_s;
    contact.first_success_s ||= now_s;
    contact.failures = 0;
    contact.successes++;
    contact.not_before_s = now_s;
    this.pending_evictions.settle(entry);
    this.#promote(entry);
    this.note(entry);
  }

  /** Notes that an address did not answer. */
  fail(now_s: number, entry: Entry): void {
    const contact = entry.dialled();
    contact.reliability = observe(contact.reliability, elapsed(contact.last_try_s, now_s), false);
    contact.failures++;
    contact.last_try_s = now_s;
    contact.not_before_s = now_s + backoff_s(contact.failures, this.#random());
    const newcomer = this.pending_evictions.settle(entry);
    if (newcomer !== undefined) this.#displace(newcomer, entry);
    this.note(entry);
  }

  /** Notes a failure that says nothing about the address, since this node is offline: only a pause. */
  postpone(now_s: number, entry: Entry): void {
    entry.dialled().not_before_s = now_s + backoff_s(1, this.#random());
  }

  /** Notes a change. A row that has left memory may be gone for good, so no change of it is stored. */
  note(entry: Entry): void {
    this.#watch(entry, entry.table === null ? "touched" : "changed");
  }

  /** Drops one row for good, also one that is not in memory. */
  forget(entry: Entry): void {
    if (entry.table !== null) this.#leave(entry);
    this.#watch(entry, "gone");
  }

  /** Forgets the rows that there is no reason to keep, and returns them. */
  sweep(now_s: number): Entry[] {
    const forgotten = this.#tables.flatMap(({ rows }) => rows.filter((row) => isForgettable(row, now_s)));
    for (const entry of forgotten) this.forget(entry);
    return forgotten;
  }

  /**
   * Draws a group uniformly, then a row in it: a random row is taken with probability 1 / rows of its group. After 192
   * draws any row that fits is taken, since a campus has a single group.
   */
  draw(fits: (entry: Entry) => boolean): Entry | undefined {
    const { size } = this;
    for (let turn = 0; size > 0 && turn < 256; turn++) {
      const entry = this.#at(randomIndex(this.#random, size));
      const neighbours = this.#tables.reduce((sum, table) => sum + table.inGroup(entry.group), 0);
      if (turn < 192 && neighbours > 1 && this.#random() * neighbours >= 1) continue;
      if (fits(entry)) return entry;
    }
  }

  /** The reached address known for the longest time that fits. */
  oldest(fits: (entry: Entry) => boolean): Entry | undefined {
    let oldest: Entry | undefined;
    for (const { rows } of this.reached) {
      for (const entry of rows) {
        const age_s = entry.contact!.first_success_s;
        if (oldest !== undefined && age_s >= oldest.contact!.first_success_s) continue;
        if (fits(entry)) oldest = entry;
      }
    }
    return oldest;
  }

  /** Every row of the book that is in `good` state. */
  good(): Entry[] {
    return this.reached.flatMap(({ rows }) => rows.filter((entry) => stateOf(entry) === "good"));
  }

  /** True when an address of this IP's source was reached and is still kept. */
  hasReachedIp(ip: string): boolean {
    const { narrow } = this.#keysOf(ip);
    return this.tried.charged(narrow) > 0 || this.near.charged(narrow) > 0;
  }

  /** Takes over an entry that the host kept, if it is not known and no row worth more has to leave for it. */
  load(entry: Entry): void {
    if (!this.#rows.has(entry.target.key) && this.#findsRoom(entry)) this.#take(entry);
  }

  #bringBack(target: Target): Entry | undefined {
    const entry = this.#recall(target);
    if (entry !== undefined) this.#take(entry);
    return this.#rows.get(target.key);
  }

  /** Puts an entry that was known before where it belongs. */
  #take(entry: Entry): void {
    if (!this.#admit(entry)) return;
    this.#watch(entry, "touched");
    if (entry.contact?.successes) this.#promote(entry);
  }

  /** True if a kept entry may come in. A place is free, or a random row that was dialled in vain leaves memory for it. */
  #findsRoom({ contact, scope, source }: Entry): boolean {
    if (source.scope === "public") return true;
    const table = contact?.successes && scope !== "public" ? this.near : this.local;
    if (!table.is_full) return true;
    const rival = table.any(this.#random)!;
    if (rival.contact === null || rival.answered) return false;
    this.#leave(rival);
    return true;
  }

  #at(index: number): Entry {
    let rest = index;
    for (const { rows } of this.#tables) {
      if (rest < rows.length) return rows[rest]!;
      rest -= rows.length;
    }
    throw new Error(`the book has no row ${index}`);
  }

  /** Puts an entry where unreached ones belong, and says whether there was room. */
  #admit(entry: Entry): boolean {
    const table = entry.source.scope === "public" ? this.heard : this.local;
    if (table === this.heard) this.#makeRoom(entry);
    else this.#pushOut(table);
    if (this.size >= this.#peers_max) return false;
    table.add(entry);
    this.#rows.set(entry.target.key, entry);
    return true;
  }

  /** Forgets a random row of each quota of `heard` that the entry would overrun. */
  #makeRoom(entry: Entry): void {
    const rival = rivalInHeard(this.heard, entry, this.#random);
    if (rival === undefined) return;
    this.forget(rival);
    this.#makeRoom(entry);
  }

  /** Where a table of this site is full, a row leaves memory. The host still has it. No row moves to a full `tried`. */
  #pushOut(table: Table): void {
    const rival = rivalNearby(table, this.#random);
    if (rival !== undefined) this.#leave(rival);
  }

  #leave(entry: Entry): void {
    entry.table!.remove(entry);
    this.pending_evictions.drop(entry);
    this.#rows.delete(entry.target.key);
    this.#watch(entry, "touched");
  }

  /** A nearer source tells the address, too. It leaves the strangers' quotas, so they can't push it out. */
  #vouch(entry: Entry, source: AddressSource): void {
    const to = entry.table === this.heard ? this.local : this.#tables.find((table) => table.has(entry))!;
    this.#move(entry, to, () => entry.source = source);
    this.note(entry);
  }

  /** Moves a reached entry to `tried`, or lets it wait until the one in its way was tested. */
  #promote(entry: Entry): void {
    if (entry.table === null || this.reached.some((table) => table.has(entry))) return;
    if (entry.scope !== "public") return this.#move(entry, this.near);
    const incumbent = rivalInTried(this.tried, entry, this.#random);
    if (incumbent === undefined) this.#move(entry, this.tried);
    else if (stateOf(incumbent) === "stale") this.#displace(entry, incumbent);
    else this.pending_evictions.add(entry, incumbent);
  }

  /** The incumbent failed its test: it goes back to the unreached ones, and the newcomer takes its place. */
  #displace(newcomer: Entry, incumbent: Entry): void {
    if (incumbent.table === this.tried) this.#demote(incumbent);
    this.#promote(newcomer);
  }

  /** Puts an entry, changed on the way, back among the unreached ones. */
  #demote(entry: Entry, change = () => {}): void {
    entry.table!.remove(entry);
    this.#rows.delete(entry.target.key);
    change();
    this.#admit(entry);
  }

  /** Moves an entry to a table; what it is charged for may change on the way. */
  #move(entry: Entry, to: Table, change = () => {}): void {
    entry.table!.remove(entry);
    change();
    this.#pushOut(to);
    to.add(entry);
  }
}

function elapsed(before_s: number, now_s: number): number | undefined {
  return before_s === 0 ? undefined : now_s - before_s;
}
