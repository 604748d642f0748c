/** Makes the larger parts of a node from its options, and ties them together. `node.ts` alone uses them. */
import { rememberProbe } from "./readiness.ts";
import { outbound_default } from "../discovery/limits.ts";
import {
  descriptor_check_ms,
  memory_at_rest_bytes,
  metrics_readiness_kept_ms,
  opening_check_ms,
  stalled_check_ms,
  unread_part,
  unread_total_bytes_max,
} from "./limits.ts";
import { locate, type Target } from "../discovery/address/group.ts";
import { scopeOfIp } from "../discovery/address/scope.ts";
import { networksOf, sourceKeys } from "../discovery/address/source.ts";
import type { MembershipOptions } from "../discovery/state/options.ts";
import type { PeerStore } from "../storage/storage.ts";
import type { Log } from "../ops/context.ts";
import type { LiveTable } from "../ops/live_table.ts";
import { OwnOps } from "./own_ops/own_ops.ts";
import { Clients, type SaidLines } from "./sockets/clients.ts";
import { dial as dialTcp } from "./sockets/dialer.ts";
import type { EventStreams } from "./page/event_streams.ts";
import type { LiveFeed } from "./page/live_feed.ts";
import type { LivePictureOptions } from "./page/live_picture.ts";
import type { Meter } from "./meter.ts";
import type { MetricsSource } from "./page/metrics.ts";
import { logOf } from "./logging.ts";
import { MembershipHost } from "./membership/membership_host.ts";
import type { ListeningPlace } from "./membership/own_addresses.ts";
import type { PeerList } from "./membership/peer_list.ts";
import { checkDescriptors } from "./sockets/descriptor_check.ts";
import type { Listener } from "./sockets/listener.ts";
import { hostWithoutBrackets } from "./sockets/places.ts";
import { MemoryWatch } from "./sockets/memory_watch.ts";
import type { SteadyClock } from "./steady_clock.ts";
import { SystemClock } from "./system_clock.ts";
import { ownSources } from "./sockets/own_sources.ts";
import { default_agent, type NetworkOptions, type NodeOptions } from "./node_options.ts";

/** Where a node listens. */
type ListeningAt = Pick<ListeningPlace, "host" | "port" | "tls">;

/** The sockets of a node, and the watch that keeps suspects from them when memory fills up. */
export function guardedClients(
  { memory_max_bytes, idle_timeout_s }: NodeOptions,
  { peers, table, log, meter, listener, said_lines }: {
    readonly peers: PeerList;
    readonly table: LiveTable;
    readonly log: Log;
    readonly meter: Meter;
    readonly listener: Listener;
    readonly said_lines: SaidLines | undefined;
  },
): { readonly clients: Clients; readonly memory: MemoryWatch | undefined } {
  const keysOf = ownSources(ownIps, () => performance.now());
  const clients = new Clients({
    peers,
    table,
    clock: new SystemClock(),
    log,
    meter,
    idle_timeout_s,
    unread_bytes_max: memory_max_bytes && (() => unreadMax_bytes(memory_max_bytes())),
    keysOf,
    said_lines,
  });
  if (memory_max_bytes === undefined) return { clients, memory: undefined };
  const memory = new MemoryWatch({
    max_bytes: memory_max_bytes,
    log,
    keysOf,
    restart: (detail) => listener.restart("memory", detail),
    silentSources: (duration_ms) => clients.silentSources(duration_ms),
  });
  clients.guardBy(memory);
  return { clients, memory };
}

/** The membership, known to the sockets and the page, and not started yet; undefined for a plain lecture node. */
export function hostMembership(
  { network, agent = default_agent }: NodeOptions,
  { place, own, readable, clock, feed, clients }: {
    readonly place: ListeningAt;
    readonly own: readonly Target[];
    readonly readable: PeerStore;
    readonly clock: SteadyClock;
    readonly feed: LiveFeed;
    readonly clients: Clients;
  },
): MembershipHost | undefined {
  if (network === undefined) return undefined;
  const own_networks = networksOf(ownIps());
  const own_interfaces = new Set(ownIps());
  const membership = new MembershipHost({
    membership: {
      ...membershipOptions(network, place),
      own,
      agent,
      keysOf: (ip) => sourceKeys(ip, own_networks),
      isOwnIp: (ip) => scopeOfIp(ip) === "loopback" || own_interfaces.has(ip),
    },
    storage: readable,
    dial: network.dial ?? dialTcp,
    clock,
    log: logOf("membership"),
    watcher: feed,
    connect: (socket, source, end) => clients.connect(socket, source, end),
  });
  clients.attach(membership);
  feed.attach(membership.membership);
  return membership;
}

/** What the node's metrics are read from. */
export function counts(
  { storage, memory_max_bytes }: NodeOptions,
  { meter, feed, clients, streams, own_ops, listener }: {
    readonly meter: Meter;
    readonly feed: LiveFeed;
    readonly clients: Clients;
    readonly streams: EventStreams;
    readonly own_ops: OwnOps | undefined;
    readonly listener: Listener;
  },
): MetricsSource {
  const ready = rememberProbe(() => storage.probe(), () => performance.now(), metrics_readiness_kept_ms);
  return {
    meter,
    node: () => feed.node(),
    clients: () => clients.count,
    streams: () => streams.size,
    memory_max_bytes,
    ...(own_ops === undefined ? {} : { own_ops }),
    restarts: () => listener.restarts,
    service: {
      isReady() {
        try {
          ready();
          return true;
        } catch {
          return false;
        }
      },
      places: () => clients.places,
      addresses: () => feed.node().addresses,
    },
    memory: () => Deno.memoryUsage(),
  };
}

/** Makes the ops of students, without starting them. */
export function ownOps(
  { own_ops }: NodeOptions,
  { table, peers, feed }: { table: LiveTable; peers: PeerList; feed: LiveFeed },
): OwnOps | undefined {
  if (own_ops === undefined) return undefined;
  const students = new OwnOps({
    folder: own_ops.folder,
    table,
    reach: {
      values: own_ops.values,
      peers: (limit) => (JSON.parse(peers.page(limit).text) as { peers: string[] }).peers,
    },
    log: logOf("ops"),
    said: (op, text) => feed.said(op, text),
    changed: () => feed.changedNode(),
  });
  feed.attachOwnOps(() => students.views);
  return students;
}

/** Dials an address for the person at this node; returns why not, as a sentence. */
export function dialOnce(membership: MembershipHost | undefined, addr: string): string | undefined {
  const target = locate(addr);
  if (target === undefined) return "This is no address of a node.";
  if (membership === undefined) return "This node dials nobody.";
  return membership.order((operator, now_ms) => operator.dial(now_ms, target))?.error;
}

/** What the page shows of the node itself. */
export function introduction(
  { agent = default_agent, network }: NodeOptions,
  own: readonly Target[],
  port: number,
): LivePictureOptions["node"] {
  return {
    agent,
    net: network === undefined ? null : network.net ?? "foxchain",
    addresses: own.map(({ addr }) => addr),
    port,
    outbound: network === undefined ? 0 : network.outbound ?? outbound_default,
  };
}

/** Starts the timers for what no event announces. Returns a function that ends them. */
export function checkNowAndThen(clients: Clients, log: Log): () => void {
  const stalled = setInterval(() => clients.checkStalled(), stalled_check_ms);
  const opening = setInterval(() => clients.checkOpening(), opening_check_ms);
  const end = new AbortController();
  const descriptors = setTimeout(
    () => void checkDescriptors(log, clients.count, end.signal),
    descriptor_check_ms,
  );
  return () => {
    clearInterval(stalled);
    clearInterval(opening);
    clearTimeout(descriptors);
    end.abort();
  };
}

function ownIps(): string[] {
  return Deno.networkInterfaces().map(({ address }) => address);
}

function membershipOptions(
  { join = [], advertise: _advertise, dial: _dial, clock: _clock, ...limits }: NetworkOptions,
  place: ListeningAt,
): Omit<MembershipOptions, "now_ms" | "random" | "nonce"> {
  return {
    ...limits,
    seeds: join.map(locate).filter((target) => target !== undefined),
    // Others can only confirm a plain port. A node with a certificate has a name to advertise.
    port: place.tls || isThisMachine(place.host) ? 0 : place.port,
  };
}

/** Bytes that may wait for readers: a sixth of the memory that an idle node leaves free, or the usual limit. */
function unreadMax_bytes(memory_max_bytes: number): number {
  return Math.min(unread_total_bytes_max, (memory_max_bytes - memory_at_rest_bytes) / unread_part);
}

function isThisMachine(host: string): boolean {
  return host.toLowerCase() === "localhost" || scopeOfIp(hostWithoutBrackets(host)) === "loopback";
}
