/** Makes addresses for the tests of the page. */
import type { PeerView } from "../../live_messages.ts";

/** An address that was only heard of, unless told otherwise. */
export function peerView(addr: string, rest: Partial<PeerView> = {}): PeerView {
  return {
    key: addr,
    addr,
    node: addr,
    state: "heard",
    speaks: "unknown",
    agent: null,
    latency_ms: null,
    last_heard_ms: null,
    last_try_ms: null,
    last_success_ms: null,
    failures: 0,
    successes: 0,
    reliability: 0,
    group: "203.0",
    source_group: "127.0.0.1",
    learned_from: null,
    is_seed: false,
    blocked_until_ms: null,
    links: [],
    ...rest,
  };
}
