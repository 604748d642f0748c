/** Views of made-up nodes, for tests. */
import type { LinkView, LiveEvent, NodeView, PeerView } from "../../live_messages.ts";
import type { LiveState } from "./picture.ts";

/** A node of the network 'foxchain' on port 9000. */
export const node: NodeView = {
  agent: "foxchain/0.1.0",
  net: "foxchain",
  addresses: ["ws://127.0.0.1:9000/ws"],
  port: 9000,
  started_ms: 0,
  outbound: 8,
  connections: { out: 0, in: 0 },
  counts: { heard: 0, tried: 0, good: 0, suspect: 0, stale: 0, listed: 0 },
};

/** The address of a node on this machine. */
export function addr(port: number): string {
  return `ws://127.0.0.1:${port}/ws`;
}

/** What the node that serves the page calls the node at that port. */
export function nodeId(port: number): string {
  return `127.0.0.1:${port}`;
}

/** A good peer. */
export function peer(port: number, more: Partial<PeerView> = {}): PeerView {
  return {
    key: addr(port),
    addr: addr(port),
    node: nodeId(port),
    state: "good",
    speaks: "network",
    agent: "foxchain/0.1.0",
    latency_ms: 2,
    last_heard_ms: null,
    last_try_ms: null,
    last_success_ms: null,
    failures: 0,
    successes: 3,
    reliability: 1,
    group: addr(port),
    source_group: addr(port),
    learned_from: null,
    is_seed: false,
    blocked_until_ms: null,
    links: [],
    ...more,
  };
}

/** An open outbound connection with the peer at that port. */
export function link(id: number, port: number, more: Partial<LinkView> = {}): LinkView {
  return {
    id,
    direction: "out",
    addr: addr(port),
    key: addr(port),
    node: nodeId(port),
    ip: "127.0.0.1",
    agent: "foxchain/0.1.0",
    role: "fresh",
    stage: "network",
    latency_ms: 2,
    opened_ms: 0,
    knows: [],
    ...more,
  };
}

/** Something that happened to the node at that port. */
export function event(kind: LiveEvent["kind"], at_ms: number, port: number, lost?: true): LiveEvent {
  return {
    id: at_ms,
    at_ms,
    kind,
    about: addr(port),
    count: null,
    direction: "out",
    ...(lost ? { lost } : {}),
  };
}

/** The live state of these. */
export function state(peers: readonly PeerView[], links: readonly LinkView[] = []): LiveState {
  return {
    node,
    peers: new Map(peers.map((peer) => [peer.key, peer])),
    links: new Map(links.map((link) => [link.id, link])),
  };
}
