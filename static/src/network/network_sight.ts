/** What the panel can show: the network, or why there is none. */
import type { LiveStatus } from "../page/live.ts";
import type { LiveState } from "./picture.ts";

/** `plain`: a lecture node that dials nobody. `alone`: a node of the network that knows nobody yet. */
export type NetworkSight = "connecting" | "lost" | "plain" | "alone" | "network";

/** Decides which. A lost stream is always shown. */
export function networkSightOf(
  { status, node, peers, links }: LiveState & { readonly status: LiveStatus },
): NetworkSight {
  if (status === "lost") return "lost";
  if (node === undefined) return "connecting";
  if (node.net === null) return "plain";
  return peers.size === 0 && links.size === 0 ? "alone" : "network";
}

/** The command with which somebody joins through an address. */
export function joinCommand(addr: string): string {
  return `foxchain --join ${addr}`;
}
