/** What an op may touch. A node, the simulator or a test provides it; an op never sees a socket, Hono or SQL. */
import type { Scope } from "../discovery/address/scope.ts";
import type { DialBack } from "../discovery/inbound.ts";
import type { JsonText } from "./json_text.ts";
import type { NetworkAccess } from "./network_access.ts";

/** What became of each address of one `register`. */
export interface Registration {
  /** Addresses that are stored now, as written. */
  readonly accepted: readonly string[];
  /** Texts that are no dialable address, each with the reason. */
  readonly ignored: readonly { readonly addr: string; readonly reason: string }[];
}

/** The stored set of peer addresses, as ops see it. */
export interface Peers {
  /**
   * Stores what can be dialled. Settles once the addresses are on disk.
   *
   * @throws {OpError} The store refuses writes (full disk, read-only); nothing of this call was kept.
   */
  register(addresses: readonly string[], source: Source): Promise<Registration>;
  /**
   * One page of addresses as `{"peers":[...]}`: reached and unreached ones take turns, newest first.
   *
   * @param limit 1 to 10,000.
   * @param after The last address of the page before.
   * @throws {OpError} `after` names no stored address.
   */
  page(limit: number, after?: string): JsonText;
  /** Tokens that {@linkcode page} costs for any arguments. */
  pageCost(limit: number, after?: string): number;
}

/** Where a request came from. */
export interface Source {
  /** IP literal, IPv4-mapped IPv6 as IPv4. */
  readonly ip: string;
  /** What the caller is treated as: a browser page of a foreign origin or a proxied caller counts as public. */
  readonly scope: Scope;
}

/** The time and zone that `time` answers. */
export interface Clock {
  /** Seconds since 1970 with a sub-millisecond fraction, within 1 ms of the system clock. */
  now_s(): number;
  /** Abbreviation of the local zone at that moment, e.g. `CST`, `CEST`, `UTC`. */
  zone(now_s: number): string | Promise<string>;
}

/** Where an op says what it did, in plain words. */
export interface Log {
  info(message: string, properties?: Record<string, unknown>): void;
  /** The same for an outage: clients are refused, or something learned may be lost. */
  warn(message: string, properties?: Record<string, unknown>): void;
  debug(message: string, properties?: Record<string, unknown>): void;
  /** Logs a bug with all there is to know and returns the request id that the caller is given. */
  fault(op: string, error: unknown): string;
}

/** Everything an op gets beside its arguments. */
export interface Context {
  readonly peers: Peers;
  /** This connection's way to the membership; `noAccess` where a node has none. */
  readonly network: NetworkAccess;
  /**
   * Dials the asker of `verify`, says hello and closes.
   *
   * @returns The nonce of the hello answer; undefined when there was none.
   */
  dialBack(back: DialBack): Promise<string | undefined>;
  readonly source: Source;
  /** True for a request that an op of another node sent: an op that answers it asks nobody further. */
  readonly is_asked?: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes a line that a student's op writes for this request: the page that asked shows it. Missing where no page asked. */
  readonly said?: (line: string) => void;
  /**
   * Charges the caller for work before it is done. One token pays for a usual message, of 1 KiB and 4 addresses at most.
   *
   * @param tokens 1 or more.
   * @returns False where the caller has not enough left: nothing was taken, and the request is to be refused with 429.
   */
  charge(tokens: number): boolean;
  /** Aborted when the connection or the node closes. */
  readonly signal: AbortSignal;
}
