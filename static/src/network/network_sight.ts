/** What there is to see at all: the network, or why there is none. */
import type { LiveStatus } from "../page/live.ts";
import type { LiveState } from "./picture.ts";

/** `plain`: a lecture node that dials nobody. `alone`: a node of the network that knows nobody yet. */
export type NetworkSight = "connecting" | "lost" | "plain" | "alone" | "network";

/** Which of them it is. A lost stream is told whatever was seen before. */
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
