/** The peer book: every address this node knows, under quotas that bound what a liar can do. Nothing is dialled here. */
import { backoff_s, type Entry, Entry as Row, isForgettable, type Teller } from "./entry.ts";
import { fromRow, stateOf, toRow } from "./entry.ts";
import { type Target } from "./group.ts";
import * as limits from "./limits.ts";
import type { PeerRow } from "./messages.ts";
import { observe } from "./reliability.ts";
import { reaches, type Scope } from "./scope.ts";
import { type Random, randomIndex, Table } from "./table.ts";
import { CollisionQueue } from "./collisions.ts";

/** What the host writes to its store. */
export interface Changes {
  readonly rows: readonly PeerRow[];
  readonly removed: readonly string[];
}

/** Options of {@linkcode PeerBook}. */
export interface PeerBookOptions {
  readonly random: Random;
  /** Rows in all. */
  readonly peers_max?: number;
  /** False where nobody stores the book; {@linkcode PeerBook.takeChanges} is empty then. */
  readonly keep_changes?: boolean;
  /** What the host's store has of an address that memory does not hold. */
  readonly recall?: (key: string) => PeerRow | undefined;
}

/**
 * The book. In `heard` the teller is charged, in `tried` the address. Times are whole seconds since 1970.
 *
 * @example
 * ```ts
 * import { PeerBook } from "./peer_book.ts";
 * import { locate } from "./group.ts";
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
  readonly heard = new Table((entry) => entry.source.group);
  /** Never reached, told by loopback and private sources. What has no room stays in the store. */
  readonly local = new Table(() => null);
  /** Reached public addresses. */
  readonly tried = new Table((entry) => entry.ip);
  /** Reached loopback and private addresses. What has no room stays in the store. */
  readonly near = new Table((entry) => entry.ip);
  /** Newcomers to `tried` whose incumbent has to be tested first. */
  readonly collisions = new CollisionQueue();
  /** Hears the key of each row that came, changed or went. */
  watch: ((key: string) => void) | undefined;
  /** Both tables of reached addresses. */
  readonly reached = [this.tried, this.near];
  readonly #tables = [this.heard, this.local, this.tried, this.near];
  readonly #rows = new Map<string, Entry>();
  readonly #random: Random;
  readonly #peers_max: number;
  readonly #keep_changes: boolean;
  readonly #recall: (key: string) => PeerRow | undefined;
  /** By key; those that have left memory since the last {@linkcode takeChanges} are among them. */
  readonly #changed = new Map<string, Entry>();
  readonly #removed = new Set<string>();

  constructor(
    { random, peers_max = limits.peers_default_max, keep_changes = true, recall = () => undefined }:
      PeerBookOptions,
  ) {
    this.#random = random;
    this.#recall = recall;
    this.#peers_max = peers_max;
    this.#keep_changes = keep_changes;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Removed rows that the host's store still has. */
  get removed_count(): number {
    return this.#removed.size;
  }

  /** Reached addresses, public and near. */
  get reached_count(): number {
    return this.tried.rows.length + this.near.rows.length;
  }

  get(key: string): Entry | undefined {
    return this.#rows.get(key);
  }

  /**
   * Notes that `teller` told an address. A known one is only heard again, but counts as the nearer teller's from then
   * on; a new one may displace a random row of the quota that it fills.
   *
   * @param is_new True if the host's store is known to have had no such row: it is not asked then.
   * @returns Undefined when it may not be kept: narrower than its teller's scope, or the book is full.
   */
  hear(now_s: number, target: Target, teller: Teller, is_new = false): Entry | undefined {
    const known = this.#rows.get(target.key) ?? (is_new ? undefined : this.#bringBack(target));
    if (known !== undefined) {
      known.last_heard_s = now_s;
      this.watch?.(target.key);
      if (teller.scope !== "public" && !reaches(teller.scope, known.source.scope)) this.#vouch(known, teller);
      return known;
    }
    return reaches(target.scope, teller.scope) ? this.list(now_s, target, teller) : undefined;
  }

  /**
   * Keeps a new address that was registered, also one narrower than its teller's scope: that is never dialled, only
   * listed, and counts against the teller's quota like the others.
   */
  list(now_s: number, target: Target, teller: Teller): Entry | undefined {
    const entry = new Row(target, teller, now_s);
    return this.#admit(entry) ? entry : undefined;
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
    this.collisions.settle(entry);
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
    const newcomer = this.collisions.settle(entry);
    if (newcomer !== undefined) this.#displace(newcomer, entry);
    this.note(entry);
  }

  /** Notes a failure that says nothing about the address, since this node is offline: only a pause. */
  postpone(now_s: number, entry: Entry): void {
    const contact = entry.dialled();
    contact.not_before_s = now_s + backoff_s(1, this.#random());
  }

  /** Drops one row. */
  forget(entry: Entry): void {
    if (entry.table === null) return;
    this.#leave(entry);
    this.#changed.delete(entry.target.key);
    if (this.#keep_changes) this.#removed.add(entry.target.key);
  }

  /** Forgets what nothing speaks for any longer, and tells what that was. */
  sweep(now_s: number): Entry[] {
    const forgotten = this.#tables.flatMap(({ rows }) => rows.filter((row) => isForgettable(row, now_s)));
    for (const entry of forgotten) this.forget(entry);
    return forgotten;
  }

  /**
   * A group drawn uniformly, then a row in it: a random row, taken with probability 1 / rows of its group. After 192
   * draws any row that fits will do (a campus has a single group).
   */
  draw(fits: (entry: Entry) => boolean): Entry | undefined {
    const { size } = this;
    for (let turn = 0; size > 0 && turn < 256; turn++) {
      const entry = this.#at(randomIndex(this.#random, size));
      const neighbours = this.#inGroup(entry.group);
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

  /** True when an address on this IP was reached and is still kept. */
  hasReachedIp(ip: string): boolean {
    return this.tried.charged(ip) > 0 || this.near.charged(ip) > 0;
  }

  /**
   * Takes over stored rows, best first, within the quotas. Of one that is known by now, e.g. a seed, the record is taken
   * over. `target` is the row's address, located.
   */
  load(row: PeerRow, target: Target): void {
    const stored = fromRow(row, target);
    if (this.#rows.has(target.key) || this.#findsRoom(stored)) this.#take(stored);
  }

  /** Brings back what has left memory, as it was: who told it first decides whose quota it counts against. */
  #bringBack(target: Target): Entry | undefined {
    const left = this.#changed.get(target.key);
    if (left !== undefined) return this.#admit(left) ? left : undefined;
    const row = this.#removed.has(target.key) ? undefined : this.#recall(target.key);
    if (row !== undefined) this.#take(fromRow(row, { ...target, addr: row.addr }));
    return this.#rows.get(target.key);
  }

  #take(stored: Entry): void {
    const known = this.#rows.get(stored.target.key);
    if (known === undefined ? !this.#admit(stored) : known.contact !== null) return;
    const entry = known ?? stored;
    if (known !== undefined) this.#alter(known, () => known.contact = stored.contact);
    if (entry.contact?.successes) this.#promote(entry);
    // What came from the store need not go back to it.
    this.stored(entry);
  }

  /** The host has stored the row itself, as it is now. */
  stored(entry: Entry): void {
    this.#changed.delete(entry.target.key);
  }

  /** Rows changed and keys removed since the last call. */
  takeChanges(): Changes {
    const changes = { rows: [...this.#changed.values()].map(toRow), removed: [...this.#removed] };
    this.#changed.clear();
    this.#removed.clear();
    return changes;
  }

  /** Every row of the book that is in `good` state. */
  good(): Entry[] {
    return this.reached.flatMap(({ rows }) => rows.filter((entry) => stateOf(entry) === "good"));
  }

  #at(index: number): Entry {
    let rest = index;
    for (const { rows } of this.#tables) {
      if (rest < rows.length) return rows[rest]!;
      rest -= rows.length;
    }
    throw new Error(`the book has no row ${index}`);
  }

  #inGroup(group: string): number {
    return this.#tables.reduce((sum, table) => sum + table.inGroup(group), 0);
  }

  /** Somebody nearer tells the address, too: it leaves the strangers' quotas, so they can't push it out. */
  #vouch(entry: Entry, teller: Teller): void {
    const is_heard = entry.table === this.heard;
    this.#alter(entry, () => entry.source = teller);
    if (is_heard) this.#move(entry, this.local, limits.local_max);
    this.note(entry);
  }

  /** Changes what an entry is charged for: the tallies of its table follow. */
  #alter(entry: Entry, change: () => void): void {
    const table = entry.table as Table;
    table.remove(entry);
    change();
    table.add(entry);
  }

  /** Puts an entry where unreached ones belong, and says whether there was room. */
  #admit(entry: Entry): boolean {
    if (entry.source.scope !== "public") {
      this.#pushOut(this.local, Math.min(limits.local_max, this.#peers_max));
      if (this.size >= this.#peers_max) return false;
      this.local.add(entry);
    } else {
      this.#makeRoom(entry);
      if (this.size >= this.#peers_max) return false;
      this.heard.add(entry);
    }
    this.#rows.set(entry.target.key, entry);
    this.#removed.delete(entry.target.key);
    this.note(entry);
    return true;
  }

  /** Takes a random victim out of each quota of `heard` that the entry would overrun. */
  #makeRoom(entry: Entry): void {
    const { heard } = this;
    if (heard.charged(entry.source.group) >= limits.heard_per_source_group_max) {
      this.#sacrifice((row) => row.source.group === entry.source.group);
    }
    if (heard.inGroup(entry.group) >= limits.heard_per_group_max) {
      this.#sacrifice((row) => row.group === entry.group);
    }
    if (heard.rows.length >= Math.min(limits.heard_max, this.#peers_max)) this.#sacrifice(() => true);
  }

  #sacrifice(fits: (entry: Entry) => boolean): void {
    const victim = this.heard.find(this.#random, fits);
    if (victim !== undefined) this.forget(victim);
  }

  /** Where a table of this site's is full, a random row leaves memory, not one that answered last time if it can be. */
  #pushOut(table: Table, rows_max: number): void {
    if (table.rows.length < rows_max) return;
    const idle = table.find(this.#random, (row) => !row.reachedSince(0));
    this.#leave(idle ?? table.find(this.#random, () => true)!);
  }

  /** True if a stored row may come in: nobody has to leave for it but a random row that was dialled in vain. */
  #findsRoom({ contact, scope, source }: Entry): boolean {
    if (source.scope === "public") return true;
    const is_near = contact !== null && contact.successes > 0 && scope !== "public";
    const { rows } = is_near ? this.near : this.local;
    if (rows.length < (is_near ? limits.near_max : limits.local_max)) return true;
    const victim = rows[randomIndex(this.#random, rows.length)]!;
    if (victim.contact === null || victim.reachedSince(0)) return false;
    this.#leave(victim);
    return true;
  }

  /** Takes a row out of memory only: what changed of it is still to be stored. */
  #leave(entry: Entry): void {
    (entry.table as Table).remove(entry);
    this.collisions.drop(entry);
    this.#rows.delete(entry.target.key);
    this.watch?.(entry.target.key);
  }

  /** Moves a reached entry to `tried`, or lets it wait until the one in its way was tested. */
  #promote(entry: Entry): void {
    const table = entry.table as Table | null;
    if (table === null || table === this.tried || table === this.near) return;
    if (entry.scope !== "public") return this.#move(entry, this.near, limits.near_max);
    const incumbent = this.#incumbent(entry);
    if (incumbent === undefined) return this.#move(entry, this.tried);
    if (stateOf(incumbent) === "stale") this.#displace(entry, incumbent);
    else this.collisions.add(entry, incumbent);
  }

  /** A random row of the quota of `tried` that the entry would overrun. */
  #incumbent(entry: Entry): Entry | undefined {
    const { tried } = this;
    const { ip, group } = entry;
    if (ip !== null && tried.charged(ip) >= limits.tried_per_ip_max) {
      return tried.find(this.#random, (row) => row.ip === ip);
    }
    const half_full = tried.rows.length >= limits.tried_max / 2;
    if (half_full && tried.inGroup(group) >= limits.tried_per_group_max) {
      return tried.find(this.#random, (row) => row.group === group);
    }
    return tried.rows.length >= limits.tried_max ? tried.find(this.#random, () => true) : undefined;
  }

  /** The incumbent failed its test: it goes back to the unreached ones, and the newcomer takes its place. */
  #displace(newcomer: Entry, incumbent: Entry): void {
    if (incumbent.table === this.tried) this.#demote(incumbent);
    if (newcomer.table !== null) this.#promote(newcomer);
  }

  #move(entry: Entry, to: Table, rows_max = Infinity): void {
    (entry.table as Table).remove(entry);
    this.#pushOut(to, rows_max);
    to.add(entry);
  }

  /** Puts an entry, changed on the way, back among the unreached ones; where there is no room it is forgotten. */
  #demote(entry: Entry, change = () => {}): void {
    (entry.table as Table).remove(entry);
    this.#rows.delete(entry.target.key);
    change();
    if (!this.#admit(entry) && this.#keep_changes) this.#removed.add(entry.target.key);
  }

  /** Marks a row that has changed, for the store and whoever watches. */
  note(entry: Entry): void {
    this.watch?.(entry.target.key);
    if (this.#keep_changes && entry.table !== null) this.#changed.set(entry.target.key, entry);
  }
}

function elapsed(before_s: number, now_s: number): number | undefined {
  return before_s === 0 ? undefined : now_s - before_s;
}
