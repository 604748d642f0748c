/** What a node is started with, and what a running one offers. */
import type { Membership } from "../discovery/membership.ts";
import type { Board } from "./page/board_routes.ts";
import type { NodeName } from "../static/live_messages.ts";
import type { PeerStore } from "../storage/storage.ts";
import type { OpValues } from "../storage/op_values.ts";
import type { Dial } from "./sockets/dialer.ts";
import type { SteadyClock } from "./steady_clock.ts";
import type { SteeringKey } from "./page/steering_key.ts";

/** The agent of a node that is given none. */
export const default_agent = "foxchain";

/** What a node is started with. */
export interface NodeOptions {
  /** TCP port. With 0 the system picks one; see {@linkcode RunningNode.port}. */
  readonly port: number;
  /** Interface or name to listen on, e.g. `::`, which is every one of IPv6 and IPv4. */
  readonly host: string;
  /** Where peers are kept; the node closes it when it stops. */
  readonly storage: PeerStore;
  /** PEM texts; with them the node speaks https and wss. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * Gives the memory that the process may take, in bytes: 192 MiB or more. Called once, when it is first needed: to ask
   * for a container's limit loads node:process, which the first answer doesn't need. Without this option memory is not
   * watched.
   */
  readonly memory_max_bytes?: () => number;
  /** Program and version, as others see them. */
  readonly agent?: string;
  /** The key that gives the right to steer the node. By default one is drawn for this start. */
  readonly key?: SteeringKey;
  /** IPs of proxies whose word on their caller is believed, for limits only; see `sockets/proxies.ts`. */
  readonly proxies?: readonly string[];
  /** Silence after which a public client is closed, in seconds. A test makes it shorter. */
  readonly idle_timeout_s?: number;
  /** Ops that students write; none where left out. */
  readonly own_ops?: {
    /** Path of a folder. */
    readonly folder: string;
    /** The store of their values. */
    readonly values: OpValues;
  };
  /** Names of the node's own ops that are left out. */
  readonly without?: readonly string[];
  /** Names of the nodes of a class, for a page that has the key. They may change while the node runs. */
  readonly names?: () => readonly NodeName[];
  /** The class board of a lecturer's node. */
  readonly board?: Board;
  /** How the node takes part in the network; undefined for a plain lecture node, which never dials. */
  readonly network?: NetworkOptions;
}

/** How a node takes part in the network. Addresses are `ws:` or `wss:` URLs. */
export interface NetworkOptions {
  /** Addresses to join through. They are redialled for ever. */
  readonly join?: readonly string[];
  /** Addresses under which others reach this node. They are told to others without confirmation. */
  readonly advertise?: readonly string[];
  /** Name of the network: a label, not a password. */
  readonly net?: string;
  /** The name that this node gives itself towards private and loopback peers. */
  readonly name?: string;
  /** Number of outbound connections to keep. */
  readonly outbound?: number;
  /** Most rows of the peer book. */
  readonly peers_max?: number;
  /** Opens sockets; a test may bring one that cuts links. */
  readonly dial?: Dial;
  /** Time as the membership sees it; a test may bring a faster one. */
  readonly clock?: SteadyClock;
}

/** A running node. */
export interface RunningNode {
  readonly port: number;
  /** Addresses in the store. */
  readonly peers_count: number;
  /** Its peer book and connections, for reading only; undefined for a plain lecture node. */
  readonly membership: Pick<Membership, "book" | "links"> | undefined;
  /**
   * Dials an address once, for the person at this node.
   *
   * @param addr A `ws:` or `wss:` URL.
   * @returns Why not, as a sentence; undefined when it is being dialled.
   */
  dial(addr: string): string | undefined;
  /** Settles when every file in the folder of ops was loaded once. */
  readonly own_ops_loaded: Promise<void>;
  /**
   * Stops accepting, closes sockets with 1001 and flushes the store, within about 2 s. Later calls wait for the first.
   */
  stop(): Promise<void>;
}
