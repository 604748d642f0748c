/** How the network ops of one connection reach the membership. It names no op: each op says itself what it does there. */
import type { Membership } from "../discovery/membership.ts";
import { OpError } from "./op_error.ts";

/** What a network op does with the membership: at that time, for that connection. */
export type NetworkWork<Result> = (membership: Membership, now_ms: number, link: number) => Result;

/** One connection's way to the membership. */
export interface NetworkAccess {
  /**
   * Does the work of a network op, which takes notice of the connection if it has not yet.
   *
   * @param op Name of the op.
   * @throws {OpError} 404 where the node takes no part in the network.
   */
  run<Result>(op: string, work: NetworkWork<Result>): Result;
  /** Goes on with an op that had to wait for something. */
  resume<Result>(work: NetworkWork<Result>): Result;
  /** Whether the connection may use this network op once more now. */
  allows(op: string): boolean;
}

/**
 * Binds a membership to one connection.
 *
 * @param link The connection's number, from `accepted` or a dial.
 * @param now_ms The present.
 *
 * @example
 * ```ts
 * import { Membership } from "../discovery/membership.ts";
 * import { accessTo } from "./network_access.ts";
 * import assert from "node:assert/strict";
 *
 * const membership = new Membership({ random: () => 0.5, nonce: "77ab", now_ms: 0 });
 * const access = accessTo(membership, membership.accepted(0, "198.51.100.4", "public"), () => 0);
 * const args = { v: 1, net: "foxchain", nonce: "9f2c" };
 * const reply = access.run("hello", (membership, now_ms, link) => membership.hello(now_ms, link, args));
 * assert.equal(reply.seen, "198.51.100.4");
 * ```
 */
export function accessTo(membership: Membership, link: number, now_ms: () => number): NetworkAccess {
  return new BoundAccess(membership, link, now_ms);
}

/** A class, since there is one for every connection: as many closures are several times as large. */
class BoundAccess implements NetworkAccess {
  readonly #membership: Membership;
  readonly #link: number;
  readonly #now_ms: () => number;

  constructor(membership: Membership, link: number, now_ms: () => number) {
    this.#membership = membership;
    this.#link = link;
    this.#now_ms = now_ms;
  }

  run<Result>(_op: string, work: NetworkWork<Result>): Result {
    return this.resume(work);
  }

  resume<Result>(work: NetworkWork<Result>): Result {
    return work(this.#membership, this.#now_ms(), this.#link);
  }

  allows(op: string): boolean {
    return this.#membership.allows(this.#now_ms(), this.#link, op);
  }
}

/** A node without a membership: the network ops are as unknown to it as to a lecture node. */
export const noAccess: NetworkAccess = {
  run: (op) => unknown(op),
  resume: () => unknown(""),
  allows: () => true,
};

function unknown(op: string): never {
  throw new OpError(404, `Operation "${op}" is not supported.`);
}
