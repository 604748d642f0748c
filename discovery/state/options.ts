/** What a node's operator and its host decide about a membership. Everything random or outside comes in through here. */
import { groupOf, locate, type Target } from "../address/group.ts";
import type { Tell } from "./happening.ts";
import * as limits from "../limits.ts";
import type { AddressSource } from "../book/entry.ts";
import type { PeerBookOptions } from "../book/peer_book.ts";
import { scopeOfIp } from "../address/scope.ts";
import { sourceKeys } from "../address/source.ts";

/** The operator's word counts as much as this machine's own. */
export const OPERATOR: AddressSource = { group: "operator", scope: "loopback" };

/** The options; those with a question mark have a default. */
export interface MembershipOptions extends PeerBookOptions {
  /** Drawn per start. */
  readonly nonce: string;
  readonly now_ms: number;
  readonly net?: string;
  readonly agent?: string;
  /** The name that this node gives itself towards private and loopback peers; "" for none. */
  readonly name?: string;
  /** Addresses to join through; they are redialled forever. */
  readonly seeds?: readonly Target[];
  /** Own addresses that need no confirmation: `--advertise`, and the interfaces' towards their own scope. */
  readonly own?: readonly Target[];
  /** Port under which the node listens, for finding its public address; 0 where it doesn't. */
  readonly port?: number;
  /** False: never dial, like the plain lecture node. */
  readonly dial?: boolean;
  readonly outbound?: number;
  readonly inbound?: number;
  /** Reads addresses; the simulator brings one that remembers, so that 10,000 nodes parse each text once. */
  readonly locate?: typeof locate;
  readonly groupOf?: typeof groupOf;
  readonly scopeOfIp?: typeof scopeOfIp;
  /** Whether an IP is one of this machine's. Without it only loopback is. */
  readonly isOwnIp?: (ip: string) => boolean;
  readonly tell?: Tell;
}

/** The options, with the defaults where nothing was said. */
export function withDefaults(options: MembershipOptions): Required<MembershipOptions> {
  return {
    net: "foxchain",
    agent: "foxchain",
    name: "",
    seeds: [],
    own: [],
    port: 0,
    dial: true,
    outbound: limits.outbound_default,
    inbound: limits.inbound_max,
    peers_max: limits.peers_default_max,
    watch: () => {},
    recall: () => undefined,
    locate,
    groupOf,
    keysOf: sourceKeys,
    scopeOfIp,
    isOwnIp: (ip) => scopeOfIp(ip) === "loopback",
    tell: () => {},
    ...options,
  };
}
