/** What the picture shows: nodes and edges, made of the live state. It holds no positions and draws nothing. */
import { type LinkView, type NodeView, type PeerView, self_node } from "../../live_messages.ts";
import { type PeerMark, peerMark } from "../page/peer_mark.ts";

/** The direction of the connections with a node, or how far one is. */
export type Tie = "none" | "dialling" | "out" | "in" | "both";

/** What is first seen of a node; the record of its addresses is a detail. */
export type Sight = "self" | "connected" | "dialling" | "blocked" | "dead" | "known";

/** One node of the network, whatever addresses it has. */
export interface PictureNode {
  /** `self`, or as the node that serves the page names it. */
  readonly id: string;
  /** The address to name it by; the IP of one that says none. */
  readonly addr: string;
  /** Keys of its rows, the one of `addr` first; reached ones before others. */
  readonly keys: readonly string[];
  readonly sight: Sight;
  /** The record. `unlisted`: it is connected, and there is no row about it. */
  readonly mark: PeerMark | "self" | "unlisted";
  readonly tie: Tie;
  /** Ids of its connections, those being dialled included. */
  readonly links: readonly number[];
}

/** A line between two nodes: this node's connections with one other, or 'one knows the address of the other'. */
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
export { self_node };

/** Role of a peer that gets no place, e.g. because it is blocked. */
const refused_role = "overflow";

/** Lines that are drawn: with more no single one can be followed, and each costs time in every frame. */
export const edges_max = 400;

/** Makes the picture of this moment. */
export function makePicture({ node, peers, links }: LiveState, now_ms: number): Picture {
  if (node === undefined) return { nodes: [], edges: [] };
  const rows_of = Map.groupBy(peers.values(), (peer) => peer.node);
  const links_of = Map.groupBy(links.values().filter(isTold), nodeOf);
  const own_rows = rows_of.get(self_node) ?? [];
  rows_of.delete(self_node);
  links_of.delete(self_node);
  const ids = new Set([...rows_of.keys(), ...links_of.keys()]);
  const others = [...ids].map((id) => pictureNode(id, rows_of.get(id) ?? [], links_of.get(id) ?? [], now_ms));
  others.sort((one, other) =>
    Number(isConnected(other)) - Number(isConnected(one)) || compare(one.addr, other.addr)
  );
  const nodes: PictureNode[] = [selfNode(node, own_rows), ...others];
  const connected = connections(others).slice(0, edges_max);
  return { nodes, edges: [...connected, ...knowledge(links_of, nodes, peers, edges_max - connected.length)] };
}

/** Whether there is an open connection with it. */
export function isConnected({ tie }: Pick<PictureNode, "tie">): boolean {
  return tie === "out" || tie === "in" || tie === "both";
}

/** Ids of the nodes that a line leads to from this one. */
export function neighboursOf(id: string, { edges }: Picture): Set<string> {
  return new Set(edges.flatMap(({ from, to }) => from === id ? [to] : to === id ? [from] : []));
}

/** Which node a connection leads to. */
export function nodeOf({ node }: LinkView): string {
  return node;
}

/** False for a connection without a hello yet: most are gone within a second, and the picture would flicker. */
function isTold({ key, addr, stage }: LinkView): boolean {
  return stage !== "handshake" || key !== null || addr !== null;
}

function selfNode(node: NodeView, rows: readonly PeerView[]): PictureNode {
  const addr = node.addresses.at(-1) ?? `:${node.port}`;
  const keys = [...new Set([...node.addresses, ...rows.map(({ key }) => key)])];
  return { id: self_node, addr, keys, sight: "self", mark: "self", tie: "none", links: [] };
}

function pictureNode(
  id: string,
  rows: readonly PeerView[],
  all_links: readonly LinkView[],
  now_ms: number,
): PictureNode {
  const mark = markOf(rows, all_links, now_ms);
  const links = mark === "blocked" ? all_links.filter(({ role }) => role !== refused_role) : all_links;
  const tie = tieOf(links);
  // The order does not depend on what changes. So a node that ends, or is dialled under another address, keeps its
  // name.
  const ordered = rows.toSorted((one, other) =>
    Number(isReached(other)) - Number(isReached(one)) || compare(one.addr, other.addr)
  );
  const [link] = links;
  return {
    id,
    addr: ordered[0]?.addr ?? link?.addr ?? link?.ip ?? id,
    keys: ordered.map(({ key }) => key),
    sight: sightOf(tie, mark),
    mark,
    tie,
    links: links.map(({ id }) => id),
  };
}

/** An open connection outranks the record. */
function sightOf(tie: Tie, mark: PictureNode["mark"]): Sight {
  if (isConnected({ tie })) return "connected";
  if (mark === "blocked") return "blocked";
  if (tie === "dialling") return "dialling";
  return mark === "suspect" || mark === "stale" ? "dead" : "known";
}

/**
 * A block counts for every address of a node. Otherwise the address that is connected, or was tried last, gives the
 * mark.
 */
function markOf(
  rows: readonly PeerView[],
  links: readonly LinkView[],
  now_ms: number,
): PictureNode["mark"] {
  const keys = new Set(links.map(({ key }) => key));
  const newest = rows.toSorted((one, other) =>
    Number(keys.has(other.key)) - Number(keys.has(one.key)) || tried_ms(other) - tried_ms(one)
  );
  const marks = newest.map((peer) => peerMark(peer, now_ms));
  return marks.includes("blocked") ? "blocked" : marks[0] ?? "unlisted";
}

function isReached({ last_success_ms }: PeerView): boolean {
  return last_success_ms !== null;
}

function tried_ms({ last_try_ms, last_success_ms }: PeerView): number {
  return Math.max(last_try_ms ?? 0, last_success_ms ?? 0);
}

function tieOf(links: readonly LinkView[]): Tie {
  const open = links.filter(({ stage }) => stage !== "dialling");
  const [out, inbound] = ["out", "in"].map((way) => open.some(({ direction }) => direction === way));
  return out && inbound ? "both" : out ? "out" : inbound ? "in" : links.length > 0 ? "dialling" : "none";
}

function connections(others: readonly PictureNode[]): PictureEdge[] {
  return others.filter(({ tie }) => tie !== "none")
    .map(({ id, tie }) => ({ id: `${self_node} ${id}`, from: self_node, to: id, kind: "connection", tie }));
}

/**
 * The known 'knows' lines: one for both directions, and none to this node, which all of them know. Each node gets its
 * first line before any gets a second one.
 */
function knowledge(
  links_of: ReadonlyMap<string, LinkView[]>,
  nodes: readonly PictureNode[],
  peers: ReadonlyMap<string, PeerView>,
  lines_max: number,
): PictureEdge[] {
  const shown = new Map(nodes.flatMap(({ id, addr }) => [[id, id], [addr, id]]));
  const edges = new Map<string, PictureEdge>();
  const known = [...links_of].map(([from, links]) => ({ from, keys: links.flatMap(({ knows }) => knows) }));
  const longest = Math.max(0, ...known.map(({ keys }) => keys.length));
  for (let turn = 0; turn < longest; turn++) {
    for (const { from, keys } of known) {
      const key = keys[turn];
      const to = key && shown.get(peers.get(key)?.node ?? key);
      if (!to || to === from || to === self_node) continue;
      const id = [from, to].sort(compare).join(" ");
      if (edges.size >= lines_max) return [...edges.values()];
      edges.set(id, { id, from, to, kind: "knows", tie: "none" });
    }
  }
  return [...edges.values()];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
