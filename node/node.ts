/** Puts the parts of a node together: store, clock, log, routes, sockets; starts and stops them. */
import type { Registry } from "prom-client";
import { outbound_default } from "../discovery/limits.ts";
import {
  memory_at_rest_bytes,
  opening_check_ms,
  shutdown_grace_ms,
  stalled_check_ms,
  unread_total_bytes_max,
} from "./limits.ts";
import { groupOf, locate } from "../discovery/address/group.ts";
import { scopeOfIp } from "../discovery/address/scope.ts";
import { networksOf, sourceKeys } from "../discovery/address/source.ts";
import type { Membership } from "../discovery/membership.ts";
import type { MembershipOptions } from "../discovery/options.ts";
import type { NodeName } from "../static/live_messages.ts";
import type { PeerStore } from "../storage/storage.ts";
import { createApp } from "./app.ts";
import { Clients } from "./sockets/clients.ts";
import { type Dial, dial as dialTcp } from "./sockets/dialer.ts";
import { EventStreams } from "./page/event_streams.ts";
import { LiveFeed } from "./page/live_feed.ts";
import { Meter } from "./meter.ts";
import { createMetrics, type MetricsSource } from "./page/metrics.ts";
import { logOf } from "./logging.ts";
import { MembershipHost } from "./membership/membership_host.ts";
import { ownAddresses } from "./membership/own_addresses.ts";
import { PeerList } from "./membership/peer_list.ts";
import { Listener } from "./sockets/listener.ts";
import { hostWithoutBrackets } from "./sockets/places.ts";
import { MemoryWatch } from "./sockets/memory_watch.ts";
import { rememberProbe } from "./readiness.ts";
import { Proxies } from "./sockets/proxies.ts";
import { type SteadyClock, steadyClock } from "./steady_clock.ts";
import { SteeringKey } from "./page/steering_key.ts";
import { SystemClock } from "./system_clock.ts";
import { ownSources } from "./sockets/own_sources.ts";
import { TolerantStore } from "./membership/tolerant_store.ts";

/** What a node is started with. */
export interface NodeOptions {
  /** 0 lets the system pick one; see {@linkcode Node.port}. */
  readonly port: number;
  /** Interface or name to listen on, e.g. `::`, which is every one of IPv6 and IPv4. */
  readonly host: string;
  /** Where peers are kept; the node closes it when it stops. */
  readonly storage: PeerStore;
  /** PEM texts; with them the node speaks https and wss. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** What the process may take, in bytes: 192 MiB or more. Nothing watches its memory where this is left out. */
  readonly memory_max_bytes?: number;
  /** Program and version, as others see them. */
  readonly agent?: string;
  /** Gives the right to steer the node; drawn for this start where left out. */
  readonly key?: SteeringKey;
  /** IPs of proxies that are believed as to whom they call for, for limits only; see {@linkcode Proxies}. */
  readonly proxies?: readonly string[];
  /** After how much silence a public client is closed, in seconds; a test makes it shorter. */
  readonly idle_timeout_s?: number;
  /** Names of the nodes of a class, for a page that has the key. */
  readonly names?: readonly NodeName[];
  /** How the node takes part in the network; undefined for a plain lecture node, which never dials. */
  readonly network?: NetworkOptions;
}

/** How a node takes part in the network. Addresses are `ws:` or `wss:` URLs. */
export interface NetworkOptions {
  /** Addresses to join through; they are redialled forever. */
  readonly join?: readonly string[];
  /** Addresses under which others reach this node, told without having them confirmed. */
  readonly advertise?: readonly string[];
  /** Name of the network: a label, not a password. */
  readonly net?: string;
  /** Outbound connections to hold. */
  readonly outbound?: number;
  /** Rows of the peer book at most. */
  readonly peers_max?: number;
  /** Opens sockets; a test may bring one that cuts links. */
  readonly dial?: Dial;
  /** Time as the membership sees it; a test may bring a faster one. */
  readonly clock?: SteadyClock;
}

/** A running node. */
export interface Node {
  readonly port: number;
  /** Addresses in the store. */
  readonly peers_count: number;
  /** What it knows of the network and whom it is connected to, to be read; undefined for a plain lecture node. */
  readonly membership: Pick<Membership, "book" | "links"> | undefined;
  /**
   * Dials an address once because the person here wants it; what is reached stays known.
   *
   * @param addr A `ws:` or `wss:` URL.
   * @returns Why not, as a sentence; undefined when it is being dialled.
   */
  dial(addr: string): string | undefined;
  /** Stops accepting, closes sockets with 1001, flushes the store. Done within about 2 s. Later calls wait for the first. */
  stop(): Promise<void>;
}

/**
 * Starts a node.
 *
 * @throws {Deno.errors.AddrInUse} The port is taken.
 * @throws {Deno.errors.AddrNotAvailable} This machine has no such interface.
 *
 * @example
 * ```ts
 * import { startNode } from "./node.ts";
 * import { MemoryStorage } from "../storage/memory.ts";
 *
 * const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage() });
 * await node.stop();
 * ```
 */
export function startNode(
  {
    port,
    host,
    storage,
    tls,
    network,
    memory_max_bytes,
    idle_timeout_s,
    key = new SteeringKey(),
    proxies = [],
    names = [],
    agent = "foxchain",
  }: NodeOptions,
): Node {
  const log = logOf("node");
  const steady = network?.clock ?? steadyClock();
  const peers = new PeerList(storage, Date.now, (targets, source, are_new) => {
    membership?.registered(targets, source, are_new);
    feed.registered(targets, groupOf(source.ip, 0));
  }, log);
  const meter = new Meter();
  const own_ips = () => Deno.networkInterfaces().map(({ address }) => address);
  const keysOf = ownSources(own_ips, () => performance.now());
  const clients: Clients = new Clients({
    peers,
    clock: new SystemClock(),
    log,
    meter,
    idle_timeout_s,
    unread_bytes_max: unreadMax_bytes(memory_max_bytes),
    admits: (source) => memory?.admits(source) ?? true,
    keysOf,
  });
  const counted: MetricsSource = {
    meter,
    node: () => feed.node(),
    clients: () => clients.count,
    streams: () => streams.size,
    memory_max_bytes,
    restarts: () => listener.restarts,
  };
  let metrics: Promise<Registry> | undefined;
  const app = createApp({
    host_names: [
      hostWithoutBrackets(host).toLowerCase(),
      ...(network?.advertise ?? []).map((addr) => locate(addr)?.host ?? ""),
    ],
    proxies: new Proxies(proxies),
    upgrade: (request, caller) => clients.upgrade(request, caller),
    live: {
      key,
      events: (c, caller) => streams.answer(c, caller),
      // Line numbers and the like are nobody's business.
      names: names.map(({ key, name, number, class_name }) => ({ key, name, number, class_name })),
      metrics: () => metrics ??= createMetrics(counted),
      steering: () =>
        membership && {
          order: (give) => membership.order(give),
          forget(key) {
            const forgotten = membership.forget(key);
            feed.removed(key);
            return forgotten;
          },
        },
    },
    probe: rememberProbe(() => storage.probe(), () => performance.now()),
    fault: log.fault,
  });
  const listener = new Listener({
    host,
    port,
    tls,
    log,
    handle: (request, { remoteAddr }) => app.fetch(request, { remoteAddr }),
    interrupt() {
      streams.interrupt();
      return clients.interrupt();
    },
    ended: () => clients.forgetAccepted(),
  });
  const memory = memory_max_bytes === undefined ? undefined : new MemoryWatch({
    max_bytes: memory_max_bytes,
    log,
    keysOf,
    restart: (detail) => listener.restart("memory", detail),
    silentSources: (duration_ms) => clients.silentSources(duration_ms),
  });
  const place = { host, port: listener.port, tls: tls !== undefined };
  const own = ownAddresses({
    ...place,
    advertise: network?.advertise ?? [],
    interfaces: Deno.networkInterfaces(),
  });
  const own_networks = networksOf(own_ips());
  const readable = new TolerantStore(storage, log);
  const feed = new LiveFeed({
    storage: readable,
    clock: steady,
    node: {
      agent,
      net: network === undefined ? null : network.net ?? "foxchain",
      addresses: own.map(({ addr }) => addr),
      port: place.port,
      outbound: network === undefined ? 0 : network.outbound ?? outbound_default,
    },
  });
  const streams = new EventStreams({ feed, log });
  const membership = network === undefined ? undefined : new MembershipHost({
    membership: {
      ...membershipOptions(network, place),
      own,
      agent,
      keysOf: (ip) => sourceKeys(ip, own_networks),
    },
    storage: readable,
    dial: network.dial ?? dialTcp,
    clock: steady,
    log: logOf("membership"),
    watcher: feed,
    connect: (socket, source, end) => clients.connect(socket, source, end),
  });
  if (membership !== undefined) {
    clients.attach(membership);
    feed.attach(membership.membership);
  }
  membership?.start().catch((error) => log.fault("membership", error));
  const stalled_check = setInterval(() => clients.checkStalled(), stalled_check_ms);
  const opening_check = setInterval(() => clients.checkOpening(), opening_check_ms);

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    clearInterval(stalled_check);
    clearInterval(opening_check);
    memory?.end();
    membership?.stop();
    streams.end();
    await withinGrace(Promise.all([clients.close(), listener.stop()]));
    await listener.end();
    membership?.end();
    storage.close();
  }
  return {
    port: listener.port,
    get peers_count() {
      return storage.count();
    },
    membership: membership?.membership,
    dial(addr) {
      const target = locate(addr);
      if (target === undefined) return "This is no address of a node.";
      if (membership === undefined) return "This node dials nobody.";
      return membership.order((operator, now_ms) => operator.dial(now_ms, target))?.error;
    },
    stop: () => stopped ??= stop(),
  };
}

function membershipOptions(
  { join = [], advertise: _advertise, dial: _dial, clock: _clock, ...limits }: NetworkOptions,
  place: { readonly host: string; readonly port: number; readonly tls: boolean },
): Omit<MembershipOptions, "now_ms" | "random" | "nonce"> {
  return {
    ...limits,
    seeds: join.map(locate).filter((target) => target !== undefined),
    // Only a plain port can be found out by asking others; a node with a certificate has a name to advertise.
    port: place.tls || isThisMachine(place.host) ? 0 : place.port,
  };
}

/** What may wait for readers is a part of what a node at rest leaves. */
function unreadMax_bytes(memory_max_bytes = Infinity): number {
  return Math.min(unread_total_bytes_max, (memory_max_bytes - memory_at_rest_bytes) / 6);
}

function isThisMachine(host: string): boolean {
  return host.toLowerCase() === "localhost" || scopeOfIp(hostWithoutBrackets(host)) === "loopback";
}

/** Waits for what may hang on a client that does not answer, but not for long. */
async function withinGrace(work: Promise<unknown>): Promise<void> {
  let timer;
  const grace = new Promise<void>((resolve) => timer = setTimeout(resolve, shutdown_grace_ms));
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
