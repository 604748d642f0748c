/** The membership as the ops of one connection see it: bound to that connection and to a clock. */
import type { AnnounceArgs, HelloArgs, HelloReply, SampleArgs, SampleReply } from "../discovery/effects.ts";
import type { Membership } from "../discovery/membership.ts";
import type { DialBack } from "../discovery/inbound.ts";
import { OpError } from "./op_error.ts";

/** What the network ops of one connection may do. */
export interface Visit {
  hello(args: HelloArgs): HelloReply;
  sample(args: SampleArgs): SampleReply;
  announce(args: AnnounceArgs): void;
  /** Undefined means no: not the asker's own IP, or too often. */
  beginVerify(addr: string): DialBack | undefined;
  /** Whether the dialled node is the asker; `nonce` is undefined when nobody answered. */
  endVerify(back: DialBack, nonce: string | undefined): boolean;
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
 * import { visitOf } from "./visit.ts";
 * import assert from "node:assert/strict";
 *
 * const membership = new Membership({ random: () => 0.5, nonce: "77ab", now_ms: 0 });
 * const visit = visitOf(membership, membership.accepted(0, "198.51.100.4", "public"), () => 0);
 * assert.equal(visit.hello({ v: 1, net: "foxchain", nonce: "9f2c" }).seen, "198.51.100.4");
 * ```
 */
export function visitOf(membership: Membership, link: number, now_ms: () => number): Visit {
  return new BoundVisit(membership, link, now_ms);
}

/** A class, since there is one for every connection: six closures each are six times as large. */
class BoundVisit implements Visit {
  readonly #membership: Membership;
  readonly #link: number;
  readonly #now_ms: () => number;

  constructor(membership: Membership, link: number, now_ms: () => number) {
    this.#membership = membership;
    this.#link = link;
    this.#now_ms = now_ms;
  }

  hello(args: HelloArgs): HelloReply {
    return this.#membership.hello(this.#now_ms(), this.#link, args);
  }

  sample(args: SampleArgs): SampleReply {
    return this.#membership.sample(this.#now_ms(), this.#link, args);
  }

  announce(args: AnnounceArgs): void {
    this.#membership.announce(this.#now_ms(), this.#link, args);
  }

  beginVerify(addr: string): DialBack | undefined {
    return this.#membership.beginVerify(this.#now_ms(), this.#link, addr);
  }

  endVerify(back: DialBack, nonce: string | undefined): boolean {
    return this.#membership.endVerify(this.#now_ms(), back, nonce);
  }

  allows(op: string): boolean {
    return this.#membership.allows(this.#now_ms(), this.#link, op);
  }
}

/** A node without a membership: the network ops are as unknown to it as to a lecture node. */
export const lectureOnly: Visit = {
  hello: () => unknown("hello"),
  sample: () => unknown("sample"),
  announce: () => unknown("announce"),
  beginVerify: () => unknown("verify"),
  endVerify: () => unknown("verify"),
  allows: () => true,
};

function unknown(op: string): never {
  throw new OpError(404, `Operation "${op}" is not supported.`);
}
