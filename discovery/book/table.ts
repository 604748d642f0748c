/** A list of entries with quick removal, random draws and tallies for quotas. Quotas are the book's. */
import type { Entry } from "./entry.ts";

/** A source of randomness: 0 or more, less than 1. Tests and the simulator bring a seeded one. */
export type Random = () => number;

/** A whole number from 0 to `below` - 1. */
export function randomIndex(random: Random, below: number): number {
  return Math.floor(random() * below);
}

/** Up to `count` random ones of a list, one after the other; the list's order changes as they are taken. */
export function* drawn<T>(random: Random, list: T[], count: number): Generator<T> {
  for (let at = 0; at < Math.min(count, list.length); at++) {
    const other = at + randomIndex(random, list.length - at);
    [list[at], list[other]] = [list[other]!, list[at]!];
    yield list[at]!;
  }
}

/** One part of the peer book. An entry is in one table at most. */
export class Table {
  readonly rows: Entry[] = [];
  readonly #groups = new Map<string, number>();
  readonly #charges = new Map<string, number>();
  readonly #chargesOf: (entry: Entry) => readonly string[];

  /** @param chargesOf What beside the group is counted: the source's group, or the keys of the IP. */
  constructor(chargesOf: (entry: Entry) => readonly string[], readonly rows_max = Infinity) {
    this.#chargesOf = chargesOf;
  }

  get is_full(): boolean {
    return this.rows.length >= this.rows_max;
  }

  inGroup(group: string): number {
    return this.#groups.get(group) ?? 0;
  }

  charged(charge: string): number {
    return this.#charges.get(charge) ?? 0;
  }

  /** What an entry is, or would be, charged to. */
  chargesOf(entry: Entry): readonly string[] {
    return this.#chargesOf(entry);
  }

  has(entry: Entry): boolean {
    return entry.table === this;
  }

  add(entry: Entry): void {
    if (entry.table !== null) throw new Error(`${entry.target.key} is already in a table`);
    entry.table = this;
    entry.index = this.rows.length;
    this.rows.push(entry);
    this.#tally(entry, 1);
  }

  remove(entry: Entry): void {
    if (entry.table !== this) throw new Error(`${entry.target.key} is not in this table`);
    this.#tally(entry, -1);
    const { rows } = this;
    const at = rows[entry.index] === entry ? entry.index : rows.indexOf(entry);
    const last = rows.pop()!;
    if (last !== entry) {
      rows[at] = last;
      last.index = at;
    }
    entry.table = null;
  }

  /** A random row. */
  any(random: Random): Entry | undefined {
    return this.rows.length === 0 ? undefined : this.#at(randomIndex(random, this.rows.length));
  }

  /** A random row that fits: a walk from a random place, so it takes long only where hardly any row fits. */
  find(random: Random, fits: (entry: Entry) => boolean): Entry | undefined {
    const start = randomIndex(random, this.rows.length);
    for (let step = 0; step < this.rows.length; step++) {
      const at = (start + step) % this.rows.length;
      if (fits(this.rows[at]!)) return this.#at(at);
    }
  }

  /** A row that was drawn is often removed: its place is noted, so that nobody searches for it. */
  #at(at: number): Entry {
    const entry = this.rows[at]!;
    entry.index = at;
    return entry;
  }

  /**
   * Visits the rows in random order until `visit` returns false. That shuffles the table. The new place of a row is not
   * noted in it: rows are shuffled far more often than their place is asked for.
   */
  shuffle(random: Random, visit: (entry: Entry) => boolean): void {
    const { rows } = this;
    for (let at = 0; at < rows.length; at++) {
      const other = at + randomIndex(random, rows.length - at);
      const entry = rows[other]!;
      rows[other] = rows[at]!;
      rows[at] = entry;
      if (!visit(entry)) return;
    }
  }

  #tally(entry: Entry, change: number): void {
    count(this.#groups, entry.group, change);
    for (const charge of this.#chargesOf(entry)) count(this.#charges, charge, change);
  }
}

function count(tally: Map<string, number>, key: string, change: number): void {
  const sum = (tally.get(key) ?? 0) + change;
  if (sum === 0) tally.delete(key);
  else tally.set(key, sum);
}
