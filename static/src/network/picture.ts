/** What the picture shows: nodes and edges, made of the live state. It holds no positions and draws nothing. */
import type { LinkView, NodeView, PeerView } from "../../live_messages.ts";
import { type PeerMark, peerMark } from "../page/peer_mark.ts";

/** Which way the connections with a node go, or how far one is. */
export type Tie = "none" | "dialling" | "out" | "in" | "both";

/** One node of the network. */
export interface PictureNode {
  /** `self`, the key of its row, or `link:7` for a peer that says no address. */
  readonly id: string;
  /** Its address; the IP of one that says none. */
  readonly addr: string;
  /** `unlisted`: it is connected, and there is no row about it. */
  readonly mark: PeerMark | "self" | "unlisted";
  readonly tie: Tie;
  /** Ids of its connections, those being dialled included. */
  readonly links: readonly number[];
}

/** A line between two nodes: this node's connections with one other, or 'they know each other's address'. */
export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: "connection" | "knows";
  /** Seen from this node; `none` for 'knows'. */
  readonly tie: Tie;
}

/** Nodes: this one first, then those with a connection, then the others, each by address. */
export interface Picture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

/** The part of the page's live state that the picture is made of. */
export interface LiveState {
  readonly node: NodeView | undefined;
  readonly peers: ReadonlyMap<string, PeerView>;
  readonly links: ReadonlyMap<number, LinkView>;
}

/** Id of the node that serves the page. */
export const self = "self";

/** Makes the picture of this moment. */
export function makePicture({ node, peers, links }: LiveState, now_ms: number): Picture {
  if (node === undefined) return { nodes: [], edges: [] };
  const links_of = Map.groupBy(links.values().filter(isTold), nodeOf);
  const others: PictureNode[] = [];
  for (const peer of peers.values()) {
    const { key, addr } = peer;
    others.push({ id: key, addr, mark: peerMark(peer, now_ms), ...tieOf(links_of.get(key) ?? []) });
  }
  for (const [id, [link, ...more]] of links_of) {
    if (link === undefined || peers.has(id)) continue;
    others.push({ id, addr: link.addr ?? link.ip, mark: "unlisted", ...tieOf([link, ...more]) });
  }
  others.sort((one, other) =>
    Number(isConnected(other)) - Number(isConnected(one)) || compare(one.addr, other.addr)
  );
  const addr = node.addresses.at(-1) ?? `:${node.port}`;
  const nodes: PictureNode[] = [{ id: self, addr, mark: "self", tie: "none", links: [] }, ...others];
  return { nodes, edges: [...connections(others), ...knowledge(links_of, nodes)] };
}

/** Whether there is an open connection with it. */
export function isConnected({ tie }: PictureNode): boolean {
  return tie === "out" || tie === "in" || tie === "both";
}

/** False for one that has not said who it is: most are gone again within the second, and the picture would flicker. */
function isTold({ key, addr, stage }: LinkView): boolean {
  return stage !== "handshake" || key !== null || addr !== null;
}

/** Which node a connection leads to: a row or an address, else nothing but the connection itself. */
export function nodeOf({ id, key, addr }: LinkView): string {
  return key ?? addr ?? `link:${id}`;
}

function tieOf(links: readonly LinkView[]): Pick<PictureNode, "tie" | "links"> {
  const open = links.filter(({ stage }) => stage !== "dialling");
  const [out, inbound] = ["out", "in"].map((way) => open.some(({ direction }) => direction === way));
  const tie = out && inbound ? "both" : out ? "out" : inbound ? "in" : links.length > 0 ? "dialling" : "none";
  return { tie, links: links.map(({ id }) => id) };
}

function connections(others: readonly PictureNode[]): PictureEdge[] {
  return others.filter(({ tie }) => tie !== "none")
    .map(({ id, tie }) => ({ id: `${self} ${id}`, from: self, to: id, kind: "connection", tie }));
}

/** Who knows whom, as far as they told; one line for both ways, and none to this node, which all of them know. */
function knowledge(links_of: ReadonlyMap<string, LinkView[]>, nodes: readonly PictureNode[]): PictureEdge[] {
  const ids = new Map(nodes.flatMap(({ id, addr }) => [[id, id], [addr, id]]));
  const edges = new Map<string, PictureEdge>();
  for (const [from, links] of links_of) {
    for (const to of new Set(links.flatMap(({ knows }) => knows).map((addr) => ids.get(addr)))) {
      if (to === undefined || to === from || to === self) continue;
      const id = [from, to].sort(compare).join(" ");
      edges.set(id, { id, from, to, kind: "knows", tie: "none" });
    }
  }
  return [...edges.values()];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
