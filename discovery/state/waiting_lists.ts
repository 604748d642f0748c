/** Lists with a limit that several rules share: news to tell, addresses to test or to redial, failures without a proof. */
import type { Entry } from "../book/entry.ts";
import { Bucket } from "../bucket.ts";
import * as limits from "../limits.ts";
import { Recent } from "../recent.ts";

/** How far a listener was told one kind of news: the number of the last one. Two times can be equal, numbers can't. */
type Told<Mark extends string> = { [key in Mark]: number };

/** The last few entries that something happened to, numbered, newest last. */
export class News<Mark extends string = string> {
  readonly #items: { readonly entry: Entry; readonly at_ms: number; readonly number: number }[] = [];
  #latest = 0;

  /** @param mark Where a listener keeps how far it was told. */
  constructor(readonly mark: Mark) {}

  add(now_ms: number, entry: Entry): void {
    this.drop(entry);
    this.#items.push({ entry, at_ms: now_ms, number: ++this.#latest });
    if (this.#items.length > limits.news_max) this.#items.shift();
  }

  drop(entry: Entry): void {
    const at = this.#items.findIndex((item) => item.entry === entry);
    if (at >= 0) this.#items.splice(at, 1);
  }

  /**
   * The next `count` that the listener was not told, oldest first. What is left over comes with the next call. What does
   * not fit, or happened at `since_ms` or before, is passed over.
   */
  tell(listener: Told<Mark>, since_ms: number, count: number, fits: (entry: Entry) => boolean): Entry[] {
    const told: Entry[] = [];
    const marks: Told<string> = listener;
    let at = this.#items.length;
    // Mostly little is new, so the search begins at the end.
    while (at > 0 && this.#items[at - 1]!.number > marks[this.mark]!) at--;
    for (; at < this.#items.length && told.length < count; at++) {
      const { entry, at_ms, number } = this.#items[at]!;
      marks[this.mark] = number;
      if (at_ms > since_ms && fits(entry)) told.push(entry);
    }
    return told;
  }
}

/** Keys that were seen, each with its last time. The oldest is forgotten when there are too many. */
export class SeenCache {
  readonly #seen: Recent<string, number>;

  constructor(keys_max: number) {
    this.#seen = new Recent(keys_max);
  }

  /** Whether the key was noted within this time. */
  has(now_ms: number, key: string, within_ms: number): boolean {
    return now_ms - (this.#seen.get(key) ?? -Infinity) < within_ms;
  }

  note(now_ms: number, key: string): void {
    this.#seen.set(key, now_ms);
  }
}

/** Which announcements are new, and how many are sent on. Only `gossip.ts` asks. */
export class Announcements {
  readonly #seen = new SeenCache(limits.announced_max);
  readonly #spread: Bucket;

  constructor(now_ms: number) {
    this.#spread = new Bucket(limits.spread_rate, now_ms);
  }

  /**
   * Whether an announcement was heard before. With `hops` 0 it comes from the node itself, which may have a reason to
   * repeat it: the first wave may have died out. So that one is forgotten sooner.
   */
  isKnown(now_ms: number, key: string, hops: number): boolean {
    return this.#seen.has(now_ms, key, hops === 0 ? limits.announced_pause_ms : limits.announced_kept_ms);
  }

  note(now_ms: number, key: string): void {
    this.#seen.note(now_ms, key);
  }

  /** Whether one more may be sent on now; spends it. */
  maySpread(now_ms: number): boolean {
    return this.#spread.take(now_ms);
  }
}

/**
 * Addresses that wait for a feeler because somebody told something about them: that one is dead, or that one lives again.
 * Such a word buys a probe, nothing else, and one probe per address in six hours.
 */
export class ProbeQueue {
  readonly #waiting: Entry[] = [];
  readonly #added = new SeenCache(limits.probes_remembered_max);

  add(now_ms: number, entry: Entry): void {
    if (this.#waiting.length >= limits.probes_waiting_max) return;
    if (this.#added.has(now_ms, entry.target.key, limits.probe_pause_s * 1000)) return;
    this.#added.note(now_ms, entry.target.key);
    this.#waiting.push(entry);
  }

  /** The first that can be tested now. Those before it can't be tested any more and are dropped. */
  take(dialable: (entry: Entry) => boolean): Entry | undefined {
    while (this.#waiting.length > 0) {
      const entry = this.#waiting.shift()!;
      if (dialable(entry)) return entry;
    }
  }
}

/** An address to redial, with its source: a name that a stranger told may lead elsewhere one day. */
export type Reconnect = Pick<Entry, "target" | "source">;

/** Addresses that are redialled for ever: the seeds and the last good peers, round robin. */
export class ReconnectList {
  readonly #peers = new Recent<string, Reconnect>(limits.reconnects_max);
  #turn = 0;

  constructor(readonly seeds: readonly Reconnect[]) {}

  /** Notes a peer that is good now. */
  add({ target, source }: Reconnect): void {
    this.#peers.set(target.key, { target, source });
  }

  drop(key: string): void {
    this.#peers.delete(key);
  }

  /** Asks `choose` about each in turn, and returns its first choice. */
  next<Choice>(choose: (peer: Reconnect) => Choice | undefined): Choice | undefined {
    const all = [...this.seeds, ...this.#peers.values()];
    for (let step = 0; step < all.length; step++) {
      const choice = choose(all[this.#turn++ % all.length]!);
      if (choice !== undefined) return choice;
    }
  }
}

/** A failed dial. Perhaps this node was offline: then it says nothing about the address. */
export interface Failure {
  readonly entry: Entry;
  /** The IPs that the budget was charged for. */
  readonly ips: readonly string[];
  readonly at_ms: number;
}

/** Failed dials that count against nobody yet. */
export class UnprovenFailures {
  readonly #waiting: Failure[] = [];

  /** Adds one. Returns the oldest where there are too many now. */
  add(failure: Failure): Failure | undefined {
    this.#waiting.push(failure);
    return this.#waiting.length > limits.unproven_max ? this.#waiting.shift() : undefined;
  }

  /** True while a failure of this row waits. */
  has(entry: Entry): boolean {
    return this.#waiting.some((failure) => failure.entry === entry);
  }

  /** Takes back what waits against a row. True where anything did. */
  drop(entry: Entry): boolean {
    const kept = this.#waiting.filter((failure) => failure.entry !== entry);
    const dropped = kept.length < this.#waiting.length;
    if (dropped) this.#waiting.splice(0, Infinity, ...kept);
    return dropped;
  }

  /** Takes all out, oldest first. */
  take(): readonly Failure[] {
    return this.#waiting.length === 0 ? NONE : this.#waiting.splice(0);
  }
}

const NONE: readonly Failure[] = [];
