/** What happened lately and is worth telling the neighbours, and what they told: rings with a limit, nothing more. */
import type { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { Link } from "./link.ts";
import { Recent } from "./recent.ts";

/** How far a connection was told each kind of news: the number of the last one. Times would not do, two can be equal. */
export type Listener = Pick<Link, "reached_told" | "deaths_told" | "announced_told">;

/** The last few entries something happened to, numbered, newest last. */
export class News {
  readonly #items: { readonly entry: Entry; readonly at_ms: number; readonly number: number }[] = [];
  #latest = 0;

  /** @param mark Where a listener keeps how far it was told. */
  constructor(readonly mark: keyof Listener) {}

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
   * The next `count` that the listener was not told, oldest first: what is left over comes with the next call. What does
   * not fit, or happened at `since_ms` or before, is passed over.
   */
  tell(listener: Listener, since_ms: number, count: number, fits: (entry: Entry) => boolean): Entry[] {
    const told: Entry[] = [];
    let at = this.#items.length;
    // Mostly little is new, so it is looked for from the end.
    while (at > 0 && this.#items[at - 1]!.number > listener[this.mark]) at--;
    for (; at < this.#items.length && told.length < count; at++) {
      const { entry, at_ms, number } = this.#items[at]!;
      listener[this.mark] = number;
      if (at_ms > since_ms && fits(entry)) told.push(entry);
    }
    return told;
  }
}

/** Keys seen lately, each for a time; the oldest is forgotten when there are too many. */
export class Memory {
  readonly #seen: Recent<string, number>;

  constructor(keys_max: number) {
    this.#seen = new Recent(keys_max);
  }

  /** Whether the key was noted within so long. */
  has(now_ms: number, key: string, within_ms: number): boolean {
    return now_ms - (this.#seen.get(key) ?? -Infinity) < within_ms;
  }

  note(now_ms: number, key: string): void {
    this.#seen.set(key, now_ms);
  }
}

/** Rumours about addresses (of death, of life after death) that wait for a feeler: they buy a probe, nothing else. */
export class Rumours {
  readonly #waiting: Entry[] = [];
  readonly #followed = new Memory(limits.rumours_remembered_max);

  add(now_ms: number, entry: Entry): void {
    if (this.#waiting.length >= limits.rumours_max) return;
    if (this.#followed.has(now_ms, entry.target.key, limits.rumour_pause_s * 1000)) return;
    this.#followed.note(now_ms, entry.target.key);
    this.#waiting.push(entry);
  }

  /** The oldest rumour that can be followed now; those that are pointless by now are dropped on the way. */
  take(dialable: (entry: Entry) => boolean): Entry | undefined {
    while (this.#waiting.length > 0) {
      const entry = this.#waiting.shift()!;
      if (dialable(entry)) return entry;
    }
  }
}

/** Somebody to redial: an address, and who told it. */
export type Friend = Pick<Entry, "target" | "source">;

/** Whom to redial forever: the seeds and the last good peers, round robin. */
export class Friends {
  readonly #friends = new Recent<string, Friend>(limits.friends_max);
  #turn = 0;

  constructor(readonly seeds: readonly Friend[]) {}

  /** Notes a peer that is good now. Its teller stays with it: a name a stranger told may lead elsewhere one day. */
  add({ target, source }: Friend): void {
    this.#friends.set(target.key, { target, source });
  }

  drop(key: string): void {
    this.#friends.delete(key);
  }

  /** What `choose` makes of the next one in turn of whom it makes anything. */
  next<Choice>(choose: (friend: Friend) => Choice | undefined): Choice | undefined {
    const all = [...this.seeds, ...this.#friends.values()];
    for (let step = 0; step < all.length; step++) {
      const choice = choose(all[this.#turn++ % all.length]!);
      if (choice !== undefined) return choice;
    }
  }
}
