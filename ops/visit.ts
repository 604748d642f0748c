/** The membership as the ops of one connection see it: bound to that connection and to a clock. */
import type { AnnounceArgs, HelloArgs, HelloReply, SampleArgs, SampleReply } from "../discovery/effects.ts";
import type { Membership } from "../discovery/membership.ts";
import type { DialBack } from "../discovery/visitors.ts";
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
  return {
    hello: (args) => membership.hello(now_ms(), link, args),
    sample: (args) => membership.sample(now_ms(), link, args),
    announce: (args) => membership.announce(now_ms(), link, args),
    beginVerify: (addr) => membership.beginVerify(now_ms(), link, addr),
    endVerify: (back, nonce) => membership.endVerify(now_ms(), back, nonce),
    allows: (op) => membership.allows(now_ms(), link, op),
  };
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
