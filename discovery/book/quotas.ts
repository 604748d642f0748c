/** Which row a newcomer to a table of the book has to displace, and the queue of those that wait for it. The book acts. */
import type { Entry } from "./entry.ts";
import { wide_factor } from "../address/limits.ts";
import * as limits from "./limits.ts";
import type { Random, Table } from "./table.ts";

/** A random row of the first quota of `heard` that the entry would overrun. */
export function rivalInHeard(heard: Table, { source, group }: Entry, random: Random): Entry | undefined {
  if (heard.charged(source.group) >= limits.heard_per_source_group_max) {
    return heard.find(random, (row) => row.source.group === source.group);
  }
  if (heard.inGroup(group) >= limits.heard_per_group_max) {
    return heard.find(random, (row) => row.group === group);
  }
  return heard.is_full ? heard.any(random) : undefined;
}

/** The same for `tried`. A group has no quota of it until the table is half full. */
export function rivalInTried(tried: Table, entry: Entry, random: Random): Entry | undefined {
  const { group } = entry;
  const [narrow, wide] = tried.chargesOf(entry);
  for (const [charge, factor] of [[narrow, 1], [wide, wide_factor]] as const) {
    if (charge !== undefined && tried.charged(charge) >= factor * limits.tried_per_ip_max) {
      return tried.find(random, (row) => tried.chargesOf(row).includes(charge));
    }
  }
  const half_full = tried.rows.length >= limits.tried_max / 2;
  if (half_full && tried.inGroup(group) >= limits.tried_per_group_max) {
    return tried.find(random, (row) => row.group === group);
  }
  return tried.is_full ? tried.any(random) : undefined;
}

/** The same for a table of this site: a random row that did not answer last time, or any where all answered. */
export function rivalNearby(table: Table, random: Random): Entry | undefined {
  if (!table.is_full) return undefined;
  return table.find(random, (row) => !row.answered) ?? table.any(random);
}

/**
 * Newcomers to `tried` that wait until the incumbent in their way was tested: test before evict. At most
 * `pending_evictions_max` wait. A newcomer that finds the queue full is dropped and may come again.
 */
export class EvictionQueue {
  /** Incumbent -> the newcomer that would get its place. */
  readonly #waiting = new Map<Entry, Entry>();

  get length(): number {
    return this.#waiting.size;
  }

  add(newcomer: Entry, incumbent: Entry): void {
    if (this.#waiting.size >= limits.pending_evictions_max || this.#waiting.has(incumbent)) return;
    if (![...this.#waiting.values()].includes(newcomer)) this.#waiting.set(incumbent, newcomer);
  }

  /** The incumbent to test next, if it may be dialled now. */
  next(dialable: (entry: Entry) => boolean): Entry | undefined {
    return this.#waiting.keys().find(dialable);
  }

  /** The incumbent was tested: takes it out and returns the newcomer. */
  settle(incumbent: Entry): Entry | undefined {
    const newcomer = this.#waiting.get(incumbent);
    this.#waiting.delete(incumbent);
    return newcomer;
  }

  /** Takes out everything about a forgotten entry. */
  drop(entry: Entry): void {
    this.#waiting.delete(entry);
    for (const [incumbent, newcomer] of this.#waiting) {
      if (newcomer === entry) this.#waiting.delete(incumbent);
    }
  }
}
