/** Plain types that travel between the rooms of the house, and a value of them. No behaviour. */
import type { Scope } from "./scope.ts";

/** What is known of an address's liveness. */
export type PeerState = "heard" | "tried" | "good" | "suspect" | "stale";

/** Which dialect an address answered in; `plain` is a lecture node that drops the connection on `hello`. */
export type Speaks = "unknown" | "network" | "lecture" | "plain";

/** One row of the peer book, as it is stored. Times are milliseconds since 1970; null means never. */
export interface PeerRow {
  /** Canonical form, unique; see `address.ts`. */
  readonly key: string;
  /** The text as first written. */
  readonly addr: string;
  /** IP when it was last dialled. */
  readonly ip: string | null;
  /** Network group of the address itself. */
  readonly group: string;
  /** Network group of who told it. */
  readonly source_group: string;
  /** Scope of who told it: rows from loopback and private sources are bounded by `--peers-max` only. */
  readonly source_scope: Scope;
  readonly first_heard_ms: number;
  readonly last_heard_ms: number;
  readonly last_try_ms: number | null;
  readonly last_success_ms: number | null;
  /** First success of all: the oldest acquaintances are redialled first. */
  readonly first_success_ms: number | null;
  /** Not dialled before then: another `net`, ourselves, or lately full. */
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
