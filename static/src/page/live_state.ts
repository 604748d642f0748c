/** What a page knows of its node: a snapshot, and every change since. Pure. */
import type { Change, LinkView, LiveEvent, NodeView, PeerView, Snapshot } from "../../live_messages.ts";

/** Events kept for the page's list; older ones go. */
export const events_kept = 1_000;

/**
 * The state as the node tells it.
 *
 * @example
 * ```ts
 * import { LiveState } from "./live_state.ts";
 * import assert from "node:assert/strict";
 *
 * const state = new LiveState();
 * assert.equal(state.snapshot(), undefined); // nothing was told yet
 * ```
 */
export class LiveState {
  node: NodeView | undefined;
  readonly peers = new Map<string, PeerView>();
  readonly links = new Map<number, LinkView>();
  /** Oldest first. */
  events: readonly LiveEvent[] = [];

  /** Begins anew. Returns what that changes. */
  restart({ node, peers, links, events }: Snapshot): Change {
    const peers_gone = [...this.peers.keys()];
    const links_gone = [...this.links.keys()];
    this.peers.clear();
    this.links.clear();
    // A node that was started anew counts from 1 again.
    this.events = [];
    const change = { node, peers, links, events, peers_gone, links_gone };
    this.apply(change);
    return change;
  }

  /** Takes up what is new. */
  apply(change: Change): void {
    if (change.node !== undefined) this.node = change.node;
    for (const key of change.peers_gone ?? []) this.peers.delete(key);
    for (const id of change.links_gone ?? []) this.links.delete(id);
    for (const peer of change.peers ?? []) this.peers.set(peer.key, peer);
    for (const link of change.links ?? []) this.links.set(link.id, link);
    if (change.events?.length) this.events = [...this.events, ...change.events].slice(-events_kept);
  }

  /** All of it; undefined before the first snapshot. */
  snapshot(): Snapshot | undefined {
    const { node, events } = this;
    if (node === undefined) return undefined;
    return { node, peers: [...this.peers.values()], links: [...this.links.values()], events };
  }
}
