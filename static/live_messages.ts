/**
 * What a node sends to its page at `GET /events`, and takes from it at `POST /control/...`. Both ends share these
 * types. A string from the network is only ever shown as text.
 */

/** The state of an address in the book; `listed`: only the store has it. */
export type PeerStateName = "heard" | "tried" | "good" | "suspect" | "stale" | "listed";

/** The node that serves the page. */
export interface NodeView {
  /** Program and version, e.g. `foxchain/0.1.0`. */
  readonly agent: string;
  /** Name of the network; null for a plain lecture node, which takes part in none. */
  readonly net: string | null;
  /** Addresses under which the node believes that it can be reached, narrowest scope first. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly started_ms: number;
  /** Outbound connections it wants to hold. */
  readonly outbound: number;
  /** Open or being dialled, by direction. */
  readonly connections: { readonly out: number; readonly in: number };
  /** Addresses known, by state; `listed` counts those that only the store has. */
  readonly counts: Readonly<Record<PeerStateName, number>>;
  /** Ops that students wrote; left out where the node has no folder of them. */
  readonly own_ops?: readonly OwnOpView[];
  /** Left out while there is nothing to tell of the store. */
  readonly store?: StoreView;
}

/** What the node has to tell of the place where it keeps addresses. `/readyz` tells the same, to anybody. */
export interface StoreView {
  /** Why new addresses are not kept; left out while they are. */
  readonly fault?: BothLanguages;
  /** What the owner should know of a store that works, e.g. that a power cut loses what was acknowledged. */
  readonly note?: BothLanguages;
}

/** A sentence of the node's own in both languages of the page. */
export interface BothLanguages {
  readonly en: string;
  readonly zh: string;
}

/** The state of a student's op. */
export type OwnOpState =
  /** Its file is being loaded for the first time. */
  | "loading"
  | "running"
  /** Its file has a fault. */
  | "broken"
  /** It took too long too often: off until the file is saved. */
  | "off"
  /** Its Worker can't be ended: off until the node is started anew. */
  | "lost";

/** What is wrong with a student's file, and where. */
export interface OpFault {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** A sentence for a person. */
  readonly sentence: string;
  /** From 1; left out where the fault has no place. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** That line of the file. */
  readonly text?: string;
}

/** One example of a student's file that was run. */
export interface ExampleResult {
  /** From 1. */
  readonly number: number;
  readonly passed: boolean;
  /** For a failed example: what was expected and what came. */
  readonly sentence?: string;
}

/** One op of a student, at this moment. */
export interface OwnOpView {
  readonly name: string;
  readonly file: string;
  readonly state: OwnOpState;
  /** In the states `broken`, `off` and `lost`; in `running` where its tick is off. */
  readonly fault?: OpFault;
  readonly examples: readonly ExampleResult[];
}

/** The `node` of this node's own addresses and connections. */
export const self_node = "self";

/** One address that the node knows. Times are milliseconds since 1970, or null for never. */
export interface PeerView {
  /** Canonical form: names the row in changes and controls. */
  readonly key: string;
  /** As it was first written. */
  readonly addr: string;
  /**
   * The node to which it leads: all rows of one node have the same. {@linkcode self_node} for this node's own
   * addresses.
   */
  readonly node: string;
  readonly state: PeerStateName;
  /** `plain` and `lecture` are lecture nodes, the first one drops the connection on hello. */
  readonly speaks: "unknown" | "network" | "lecture" | "plain";
  readonly agent: string | null;
  /** The last round trip measured. */
  readonly latency_ms: number | null;
  readonly last_heard_ms: number | null;
  readonly last_try_ms: number | null;
  readonly last_success_ms: number | null;
  readonly failures: number;
  readonly successes: number;
  /** 0 to 1: share of the last hours in which it answered. */
  readonly reliability: number;
  readonly group: string;
  /** Group of the peer that told it first. */
  readonly source_group: string;
  /** Address or IP of the peer that told it, if that is remembered. */
  readonly learned_from: string | null;
  /** Given by --join. */
  readonly is_seed: boolean;
  /** Blocked by the person until then. */
  readonly blocked_until_ms: number | null;
  /** Ids of the connections with its node, open or being dialled. */
  readonly links: readonly number[];
}

/** One connection of the network, open or being dialled. Clients that only speak the lecture's ops are none. */
export interface LinkView {
  readonly id: number;
  readonly direction: "out" | "in";
  /** The address dialled, or the one that an inbound peer says it has; null where it says none. */
  readonly addr: string | null;
  /** Row of the peer table, if there is one. */
  readonly key: string | null;
  /** The node to which it leads, as in {@linkcode PeerView.node}; `link:ID` for a node without a row. */
  readonly node: string;
  readonly ip: string;
  readonly agent: string | null;
  /** What the connection is for, e.g. `anchor`, `fresh`, `feeler`, `inbound`; see docs/protocol.md. */
  readonly role: string;
  /** How far the conversation is. */
  readonly stage: "dialling" | "handshake" | "network" | "lecture";
  readonly latency_ms: number | null;
  /** When it opened; null while dialling. */
  readonly opened_ms: number | null;
  /**
   * Addresses that the peer is known to know, in the canonical form of `key`: those that it told in samples and
   * announcements, newest first, then those that this node told it. It need not be connected with them. At most 24.
   */
  readonly knows: readonly string[];
}

/** What kind of thing happened. */
export type EventKind =
  | "joined"
  | "left"
  | "learned"
  | "verified"
  | "suspect"
  | "down"
  | "healed"
  | "forgotten"
  | "announced"
  | "blocked"
  | "unblocked"
  /** A student's op wrote a line. */
  | "said";

/** Something that happened in the network around this node. */
export interface LiveEvent {
  /** Counts up from 1 since the start. */
  readonly id: number;
  readonly at_ms: number;
  readonly kind: EventKind;
  /** The address (or IP) it is about. `said`: the op. */
  readonly about: string;
  /** `said`: the line. */
  readonly text?: string;
  /** `learned`: how many addresses. */
  readonly count: number | null;
  /** `joined` and `left`: which way the connection went. */
  readonly direction: "out" | "in" | null;
  /** `left`: true when the peer broke off. Otherwise one side wanted the end, or it was only a client. */
  readonly lost?: true;
}

/** A network message that passed, for the picture. */
export interface TrafficView {
  readonly link: number;
  readonly direction: "out" | "in";
  readonly op: string;
  readonly kind: "request" | "answer";
}

/** SSE event `snapshot`: everything, once at the start of each stream. */
export interface Snapshot {
  readonly node: NodeView;
  /** At most 500: connected ones, then reached ones, then the newest. */
  readonly peers: readonly PeerView[];
  readonly links: readonly LinkView[];
  /** The last ones, oldest first, at most 200. */
  readonly events: readonly LiveEvent[];
}

/** SSE event `change`: what is new since the last one; at most four a second. */
export interface Change {
  readonly node?: NodeView;
  /** New or changed rows. */
  readonly peers?: readonly PeerView[];
  /** Keys of rows that went. */
  readonly peers_gone?: readonly string[];
  readonly links?: readonly LinkView[];
  readonly links_gone?: readonly number[];
  readonly events?: readonly LiveEvent[];
  /** Only on `/events?traffic=1`; at most 100, the rest is left out. */
  readonly traffic?: readonly TrafficView[];
}

/** Body (JSON) of `POST /control/NAME`, by name. The header `x-foxchain-key` bears the node's key. */
export interface Controls {
  /** Dials now, whatever the record says. */
  readonly dial: { readonly addr: string };
  /** Removes the address from the book and from the store. */
  readonly forget: { readonly addr: string };
  /** Closes a connection and what else is open with the same node. */
  readonly disconnect: { readonly link: number };
  /** Closes every connection with the address and makes none for so long (1 to 86,400 s), in either direction. */
  readonly block: { readonly addr: string; readonly seconds: number };
  readonly unblock: { readonly addr: string };
}

/** Answer of a control: 200 and `{}`; otherwise the status says so and `error` is a sentence for a person. */
export interface ControlAnswer {
  readonly error?: string;
}

/** Body (JSON) of `POST /key`: the code of a link that `--open` made. Without one it asks about the header of controls. */
export interface CodeExchange {
  readonly code?: string;
}

/** The name of a student's node, from the class list that `--names` gave. */
export interface NodeName {
  /** Canonical form of the node's address, as {@linkcode PeerView.key} is. */
  readonly key: string;
  readonly name: string;
  /** 学号; may be empty. */
  readonly number: string;
  /** 班级; may be empty. */
  readonly class_name: string;
}

/** Answer of `GET /names`, for a page with the key; empty where the node was given no class list. */
export interface NamesAnswer {
  readonly names: readonly NodeName[];
}

/** The header by which a page names the tag of its connection; see {@linkcode SaidAnswer}. */
export const page_header = "x-foxchain-page";

/**
 * Answer of `GET /said?request=N`: what a student's op wrote to its log for the request with that number, counted from 1 on
 * the connection that the page opened at `/ws?page=TAG`. Told once.
 */
export interface SaidAnswer {
  readonly lines: readonly string[];
  /** Lines for which there was no room. */
  readonly left_out: number;
}

/** Answer of `POST /key`. */
export interface KeyAnswer {
  /** Whether the key, or the code, was the right one. */
  readonly fits: boolean;
  /** What a right code stood for. */
  readonly key?: string;
}
