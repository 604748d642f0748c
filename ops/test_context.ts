/** A context for tests and examples: an empty store in memory, and a clock that stands at the lecture's moment. */
import { PeerList } from "../node/membership/peer_list.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { Membership } from "../discovery/membership.ts";
import type { Context } from "./context.ts";
import { accessTo } from "./network_access.ts";

/** The lecture's example answer of `time`, in seconds since 1970. */
export const lecture_moment_s = 1617786770.954288;

/**
 * A context whose parts may be replaced one by one.
 *
 * @example
 * ```ts
 * import { testContext } from "./test_context.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(testContext().clock.zone(0), "CST");
 * ```
 */
export function testContext(parts: Partial<Context> = {}): Context {
  const now_ms = () => lecture_moment_s * 1000;
  const membership = new Membership({
    random: () => 0.5,
    nonce: "77ab",
    now_ms: now_ms(),
    agent: "foxchain/0.1.0",
  });
  return {
    network: accessTo(membership, membership.accepted(now_ms(), "127.0.0.1", "loopback"), now_ms),
    dialBack: () => Promise.resolve(undefined),
    peers: new PeerList(new MemoryStorage(), () => lecture_moment_s * 1000),
    source: { ip: "127.0.0.1", scope: "loopback" },
    clock: { now_s: () => lecture_moment_s, zone: () => "CST" },
    log: { info: () => {}, warn: () => {}, debug: () => {}, fault: () => "test-request" },
    charge: () => true,
    signal: new AbortController().signal,
    ...parts,
  };
}
