/** One row of the peer book in the form in which it is stored, and the way there and back. */
import { backoff_s, Contact, Entry, type PeerState, type Speaks, stateOf } from "../discovery/book/entry.ts";
import type { Target } from "../discovery/address/group.ts";
import { type Scope, scopeOfIp } from "../discovery/address/scope.ts";

/** Times are milliseconds since 1970; null means never. */
export interface PeerRow {
  /** Canonical form, unique; see `discovery/address/address.ts`. */
  readonly key: string;
  /** The text as first written. */
  readonly addr: string;
  /** IP when it was last dialled. */
  readonly ip: string | null;
  /** Network group of the address itself. */
  readonly group: string;
  /** Network group of its source. */
  readonly source_group: string;
  /** Scope of its source. Rows from loopback and private sources are bounded by `--peers-max` only. */
  readonly source_scope: Scope;
  readonly first_heard_ms: number;
  readonly last_heard_ms: number;
  readonly last_try_ms: number | null;
  readonly last_success_ms: number | null;
  /** First success of all: the oldest acquaintances are redialled first. */
  readonly first_success_ms: number | null;
  /** Not dialled before then: it is in another `net`, this node itself, or was full. */
  readonly avoid_until_ms: number | null;
  /** Failed dials since the last success. */
  readonly failures: number;
  /** Successful dials in all. */
  readonly successes: number;
  /** 0 to 1: share of time it answered, one exponential window of 8 h. */
  readonly reliability: number;
  readonly state: PeerState;
  readonly speaks: Speaks;
  /** One of the two long-lived connections that a restart dials first. */
  readonly anchor: boolean;
}

/** What a row says of an address that was heard of and never dialled. */
export const never_dialled = {
  last_try_ms: null,
  last_success_ms: null,
  first_success_ms: null,
  avoid_until_ms: null,
  failures: 0,
  successes: 0,
  reliability: 0,
  state: "heard",
  speaks: "unknown",
  anchor: false,
} as const satisfies Partial<PeerRow>;

/**
 * The row as it is stored.
 *
 * @example
 * ```ts
 * import { Entry } from "../discovery/book/entry.ts";
 * import { locate } from "../discovery/address/group.ts";
 * import { entryOf, rowOf } from "./peer_row.ts";
 * import assert from "node:assert/strict";
 *
 * const target = locate("ws://203.0.113.7/ws")!;
 * const entry = new Entry(target, { group: "198.51", scope: "public" }, 1000);
 * assert.equal(rowOf(entry).first_heard_ms, 1_000_000);
 * assert.deepEqual(entryOf(rowOf(entry), target), entry);
 * ```
 */
export function rowOf(entry: Entry): PeerRow {
  const contact = entry.contact ?? new Contact(entry.target);
  return {
    key: entry.target.key,
    addr: entry.target.addr,
    ip: contact.ip,
    group: entry.group,
    source_group: entry.source.group,
    source_scope: entry.source.scope,
    first_heard_ms: entry.first_heard_s * 1000,
    last_heard_ms: entry.last_heard_s * 1000,
    last_try_ms: milliseconds(contact.last_try_s),
    last_success_ms: milliseconds(contact.last_success_s),
    first_success_ms: milliseconds(contact.first_success_s),
    avoid_until_ms: milliseconds(contact.avoid_until_s),
    failures: contact.failures,
    successes: contact.successes,
    reliability: contact.reliability,
    state: stateOf(entry),
    speaks: contact.speaks,
    anchor: contact.anchor,
  };
}

/**
 * The entry of a stored row, in no book yet.
 *
 * @param target The row's address, located.
 */
export function entryOf(row: PeerRow, target: Target): Entry {
  const entry = new Entry(
    target,
    { group: row.source_group, scope: row.source_scope },
    seconds(row.first_heard_ms),
  );
  entry.last_heard_s = seconds(row.last_heard_ms);
  if (row.last_try_ms === null && row.avoid_until_ms === null && row.successes === 0) return entry;
  const contact = entry.dialled();
  const { ip, group, failures, successes, reliability, speaks, anchor } = row;
  Object.assign(contact, { ip, group, failures, successes, reliability, speaks, anchor });
  // A name that led to a private IP must not be told to the public after a restart.
  if (!target.literal && ip !== null) contact.scope = scopeOfIp(ip);
  contact.last_try_s = seconds(row.last_try_ms);
  contact.last_success_s = seconds(row.last_success_ms);
  contact.first_success_s = seconds(row.first_success_ms);
  contact.avoid_until_s = seconds(row.avoid_until_ms);
  if (failures > 0) contact.not_before_s = contact.last_try_s + backoff_s(failures, 0.5);
  return entry;
}

function milliseconds(time_s: number): number | null {
  return time_s === 0 ? null : time_s * 1000;
}

function seconds(time_ms: number | null): number {
  return time_ms === null ? 0 : Math.floor(time_ms / 1000);
}
