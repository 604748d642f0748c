/** One row of the peer book, and what follows from its numbers: state, backoff, reliability. */
import type { Target } from "../address/group.ts";
import * as limits from "./limits.ts";
import type { Scope } from "../address/scope.ts";

/** What is known of an address's liveness. */
export type PeerState = "heard" | "tried" | "good" | "suspect" | "stale";

/** Which dialect an address answered in; `plain` is a lecture node that drops the connection on `hello`. */
export type Speaks = "unknown" | "network" | "lecture" | "plain";

/** What was found out by dialling. Most rows were never dialled and have none: that halves the book. */
export class Contact {
  /** Times are whole seconds since 1970 (a small integer in V8 until 2038, so it is not boxed); 0 is never. */
  last_success_s = 0;
  // `sample` reads these of every row that it passes. Side by side they cost one look into memory, not two.
  failures = 0;
  successes = 0;
  ip: string | null = null;
  /** Group and scope of the IP. Those of a name differ from what its text told. */
  group: string;
  scope: Scope;
  last_try_s = 0;
  first_success_s = 0;
  not_before_s = 0;
  avoid_until_s = 0;
  reliability = 0;
  speaks: Speaks = "unknown";
  anchor = false;
  /** What the hello of the node that was met here said last. It is not stored: each start draws another. */
  nonce = "";

  constructor(target: Target) {
    this.group = target.group;
    this.scope = target.scope;
  }
}

/** Where an address came from. */
export interface AddressSource {
  readonly group: string;
  readonly scope: Scope;
}

/** What keeps entries, as far as an entry needs to know it; see `table.ts`. */
export interface EntryTable {
  remove(entry: Entry): void;
}

/** One address of the book. */
export class Entry {
  contact: Contact | null = null;
  last_heard_s: number;
  /** Where the book keeps it; owned by `table.ts`. */
  table: EntryTable | null = null;
  /** Its place there, if the table has not shuffled it since. */
  index = 0;

  /** @param source Where it came from; changed only by the book. */
  constructor(readonly target: Target, public source: AddressSource, readonly first_heard_s: number) {
    this.last_heard_s = first_heard_s;
  }

  get group(): string {
    return this.contact === null ? this.target.group : this.contact.group;
  }

  /** A name's scope is its source's until it was dialled: only then it is known where the name leads. */
  get scope(): Scope {
    if (this.target.literal) return this.target.scope;
    return this.contact === null || this.contact.ip === null ? this.source.scope : this.contact.scope;
  }

  /** The IP it is known to have: its literal, or where its name led at the last dial. */
  get ip(): string | null {
    return this.target.literal ? this.target.host : this.contact?.ip ?? null;
  }

  /** True when it answered the last time it was asked. */
  get answered(): boolean {
    return this.contact !== null && this.contact.failures === 0 && this.contact.successes > 0;
  }

  /** True when it answered the last time it was asked, and that was at `since_s` or later. */
  reachedSince(since_s: number): boolean {
    const contact = this.contact;
    return contact !== null && contact.last_success_s >= since_s && contact.failures === 0 &&
      contact.successes > 0;
  }

  /** The contact, made at the first dial. */
  dialled(): Contact {
    return this.contact ??= new Contact(this.target);
  }
}

/**
 * The state that follows from a row's numbers.
 *
 * @example
 * ```ts
 * import { Entry, stateOf } from "./entry.ts";
 * import { locate } from "../address/group.ts";
 * import assert from "node:assert/strict";
 *
 * const entry = new Entry(locate("ws://a.example/ws")!, { group: "203.0", scope: "public" }, 1000);
 * assert.equal(stateOf(entry), "heard");
 * entry.dialled().failures = 3;
 * assert.equal(stateOf(entry), "stale");
 * ```
 */
export function stateOf({ contact }: Entry): PeerState {
  if (contact === null) return "heard";
  if (contact.failures >= limits.stale_failures) return "stale";
  if (contact.failures > 0) return "suspect";
  if (contact.successes === 0) return "heard";
  const proven = contact.successes >= limits.good_successes_min &&
    contact.last_success_s - contact.first_success_s >= limits.good_span_s &&
    contact.reliability >= limits.good_reliability_min;
  return proven ? "good" : "tried";
}

/** Seconds to wait after the n-th failure in a row; `random` is 0 to 1 and spreads it by +-50 %. */
export function backoff_s(failures: number, random: number): number {
  const wait = Math.min(limits.backoff_max_s, limits.backoff_min_s * 2 ** Math.max(0, failures - 1));
  return Math.round(wait * (0.5 + random));
}

/** True when there is no reason to keep the row any longer. */
export function isForgettable({ contact, last_heard_s }: Entry, now_s: number): boolean {
  if (contact === null || contact.successes === 0) {
    return now_s - last_heard_s >= limits.forget_unreached_s;
  }
  return contact.failures >= limits.forget_failures_min &&
    now_s - contact.last_success_s >= limits.forget_reached_s;
}

/**
 * How reliable an address is: the share of time in which it answered, in one exponential window. The new observation
 * counts for the `elapsed_s` seconds since the last one.
 *
 * @param before 0 to 1; ignored at the first observation.
 * @param elapsed_s Seconds since the last observation; undefined at the first.
 * @param answered What was observed now.
 * @returns 0 to 1.
 *
 * @example Eight hours of silence cost about two thirds of a perfect record
 * ```ts
 * import { observe } from "./entry.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(observe(0, undefined, true), 1);
 * assert.equal(observe(1, 8 * 3600, false).toFixed(2), "0.37");
 * ```
 */
export function observe(before: number, elapsed_s: number | undefined, answered: boolean): number {
  const now = answered ? 1 : 0;
  if (elapsed_s === undefined) return now;
  const kept = Math.exp(-Math.max(0, elapsed_s) / limits.reliability_window_s);
  return before * kept + now * (1 - kept);
}
