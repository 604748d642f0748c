/**
 * Which addresses and connections are one node. Addresses with one IP and port are. A nonce says it only where nobody else
 * could gain by repeating it: of an inbound connection and an address on one IP, and of addresses that are all this
 * machine's own. It decides what is drawn and counted as one, and nothing about who may connect.
 */
import { endpointOf } from "./address/endpoint.ts";
import type { Target } from "./address/group.ts";
import type { Entry } from "./book/entry.ts";
import { type InboundLink, isPeer, type Link } from "./state/link.ts";
import type { State } from "./state/state.ts";

/** The name of this node. */
export const SELF = "self";

/** Where an address leads, as far as it is known. */
interface Place {
  readonly ip: string;
  readonly port: number;
}

/** One machine for all IPs of this one; else the IP. */
export function machineOf({ options }: State, ip: string): string {
  return options.isOwnIp(ip) ? "this machine" : ip;
}

/** Where an address leads: its literal IP, or the one that its name led to at the last dial. */
export function placeOfTarget(state: State, { key, literal, host, port }: Target): Place | undefined {
  const ip = literal ? host : state.book.get(key)?.ip ?? null;
  return ip === null ? undefined : { ip, port };
}

/**
 * Where an inbound peer says it listens, if that is on the machine that it calls from; undefined where it says nothing
 * of use. Anybody may claim an address elsewhere.
 */
export function claimedPlace(state: State, ip: string, claimed: Target | null): Place | undefined {
  const place = claimed === null ? undefined : placeOfTarget(state, claimed);
  return place && machineOf(state, place.ip) === machineOf(state, ip) ? place : undefined;
}

/** The dialled connection that is open and leads to the same node as this one, and is the older of the two. */
export function olderTwin(state: State, link: Link): Link | undefined {
  if (!link.outbound) return undefined;
  const { port } = link.entry.target;
  return state.linksOf("outbound", "lecture").find((other) => {
    if (other.id >= link.id || other.entry.target.port !== port || other.kind !== link.kind) return false;
    if (link.kind === "lecture") return other.ip === link.ip;
    // A node that was started anew has another nonce: the older connection is dead, and nobody has noticed yet.
    return other.kind === "outbound" && isPeer(other) && other.nonce === link.nonce &&
      machineOf(state, other.ip) === machineOf(state, link.ip);
  });
}

/** True when a dialled connection with the node of this row is open under another address. */
export function isConnectedOtherwise(state: State, entry: Entry): boolean {
  const { ip, contact, target } = entry;
  if (ip === null) return false;
  for (const link of state.links.values()) {
    if (!link.outbound || link.entry === entry || link.entry.target.port !== target.port) continue;
    if (link.kind === "outbound" && link.stage === "dialling") continue;
    if (link.ip === ip) return true;
    if (link.kind !== "outbound" || !contact?.nonce || link.nonce !== contact.nonce) continue;
    if (state.options.isOwnIp(ip) && state.options.isOwnIp(link.ip)) return true;
  }
  return false;
}

/** Names for nodes at one moment: what has the same name is one node. */
export class Identities {
  readonly #state: State;
  /** Endpoint of this machine -> name of the node that was met there. */
  readonly #local = new Map<string, string>();
  /** Machine and nonce -> name of the node that was met there with it. */
  readonly #met = new Map<string, string>();
  /** Endpoint -> nonce of the open connection that was dialled there. */
  readonly #open = new Map<string, string>();

  constructor(state: State) {
    this.#state = state;
    const met = [...metPlaces(state)];
    this.#joinLocal(met.filter(({ ip }) => state.options.isOwnIp(ip)));
    for (const { ip, endpoint, nonce } of met) {
      const key = `${machineOf(state, ip)} ${nonce}`;
      if (!this.#met.has(key)) this.#met.set(key, this.#named(endpoint));
    }
    for (const link of state.linksOf("outbound")) {
      if (isPeer(link)) this.#open.set(endpointOf(link.ip, link.entry.target.port), link.nonce);
    }
  }

  /** The node of an address; its key for one whose IP nobody knows yet. */
  ofTarget(target: Target): string {
    if (this.#state.own.is(target.key)) return SELF;
    const place = placeOfTarget(this.#state, target);
    return place === undefined ? target.key : this.#named(endpointOf(place.ip, place.port));
  }

  /** The node at the other end of a connection; `link:ID` for an inbound peer of which no address is known. */
  ofLink(link: Link): string {
    const { options } = this.#state;
    if (link.kind === "client") return `link:${link.id}`;
    const nonce = link.kind === "lecture" ? "" : link.nonce;
    if (nonce === options.nonce && options.isOwnIp(link.ip)) return SELF;
    if (link.entry !== null) return this.ofTarget(link.entry.target);
    return this.#ofInbound(link as InboundLink);
  }

  /** A claim on the peer's own machine stands unless another node is connected there. */
  #ofInbound({ id, ip, claimed, nonce }: InboundLink): string {
    const place = claimedPlace(this.#state, ip, claimed);
    if (place !== undefined) {
      const endpoint = endpointOf(place.ip, place.port);
      const open = this.#open.get(endpoint);
      if (open === undefined || open === nonce) return this.#named(endpoint);
    }
    return this.#met.get(`${machineOf(this.#state, ip)} ${nonce}`) ?? `link:${id}`;
  }

  #named(endpoint: string): string {
    return this.#state.own.isEndpoint(endpoint) ? SELF : this.#local.get(endpoint) ?? endpoint;
  }

  /** Of this machine's own endpoints those that were met with one nonce are one node, named by the one known longest. */
  #joinLocal(met: readonly Met[]): void {
    const first = new Map<string, string>();
    for (const { endpoint, nonce } of met) {
      const name = first.get(nonce) ?? this.#local.get(endpoint) ?? endpoint;
      first.set(nonce, name);
      this.#local.set(endpoint, name);
    }
  }
}

interface Met extends Place {
  readonly endpoint: string;
  readonly nonce: string;
}

/** Where nodes were met by dialling, and with which nonce: of several rows of one endpoint the latest counts. */
function metPlaces(state: State): Iterable<Met> {
  const rows = state.book.reached.flatMap(({ rows }) => rows.filter(({ contact }) => contact!.nonce !== ""))
    .sort((a, b) => b.contact!.last_success_s - a.contact!.last_success_s);
  const latest = new Map<string, { met: Met; since_s: number }>();
  for (const { ip, contact, target, first_heard_s } of rows) {
    if (ip === null) continue;
    const endpoint = endpointOf(ip, target.port);
    if (latest.has(endpoint)) continue;
    const met = { ip, port: target.port, endpoint, nonce: contact!.nonce };
    latest.set(endpoint, { met, since_s: first_heard_s });
  }
  // In the order of the endpoints, so that the second sort, which keeps the order of equals, always ends alike.
  return [...latest.keys()].sort().map((endpoint) => latest.get(endpoint)!)
    .sort((a, b) => a.since_s - b.since_s).map(({ met }) => met);
}

/** Ports at which a node with this nonce was met on the machine of an IP. */
export function portsMet(state: State, ip: string, nonce: string): Set<number> {
  const ports = new Set<number>();
  if (nonce === "") return ports;
  const machine = machineOf(state, ip);
  for (const { rows } of state.book.reached) {
    for (const { contact, target, ip } of rows) {
      if (contact!.nonce === nonce && ip !== null && machineOf(state, ip) === machine) ports.add(target.port);
    }
  }
  return ports;
}
