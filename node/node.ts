/** Puts the parts of a node together: store, clock, log, routes, sockets; starts and stops them. */
import { outbound_default } from "../discovery/limits.ts";
import {
  descriptor_check_ms,
  memory_at_rest_bytes,
  opening_check_ms,
  shutdown_grace_ms,
  stalled_check_ms,
  unread_part,
  unread_total_bytes_max,
} from "./limits.ts";
import { groupOf, locate, type Target } from "../discovery/address/group.ts";
import { scopeOfIp } from "../discovery/address/scope.ts";
import { networksOf, sourceKeys } from "../discovery/address/source.ts";
import type { Membership } from "../discovery/membership.ts";
import type { MembershipOptions } from "../discovery/options.ts";
import type { NodeName } from "../static/live_messages.ts";
import type { PeerStore } from "../storage/storage.ts";
import type { Log } from "../ops/context.ts";
import { LiveTable } from "../ops/live_table.ts";
import type { OpValues } from "../storage/op_values.ts";
import { OwnOps } from "./own_ops/own_ops.ts";
import { createApp } from "./app.ts";
import { Clients } from "./sockets/clients.ts";
import { type Dial, dial as dialTcp } from "./sockets/dialer.ts";
import { EventStreams } from "./page/event_streams.ts";
import { LiveFeed } from "./page/live_feed.ts";
import type { LivePictureOptions } from "./page/live_picture.ts";
import type { Steering } from "./page/controls.ts";
import { Meter } from "./meter.ts";
import { createMetrics, type MetricsSource } from "./page/metrics.ts";
import { MetricsHistory } from "./page/metrics_history.ts";
import { logOf } from "./logging.ts";
import { MembershipHost } from "./membership/membership_host.ts";
import { ownAddresses } from "./membership/own_addresses.ts";
import { PeerList } from "./membership/peer_list.ts";
import { checkDescriptors } from "./sockets/descriptor_check.ts";
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
  /** 0 lets the system pick one; see {@linkcode RunningNode.port}. */
  readonly port: number;
  /** Interface or name to listen on, e.g. `::`, which is every one of IPv6 and IPv4. */
  readonly host: string;
  /** Where peers are kept; the node closes it when it stops. */
  readonly storage: PeerStore;
  /** PEM texts; with them the node speaks https and wss. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * What the process may take, in bytes: 192 MiB or more. Nothing watches its memory where this is left out. Asked once, when
   * it is first needed: to find out what a container has loads node:process, which no first answer needs.
   */
  readonly memory_max_bytes?: () => number;
  /** Program and version, as others see them. */
  readonly agent?: string;
  /** Gives the right to steer the node; drawn for this start where left out. */
  readonly key?: SteeringKey;
  /** IPs of proxies that are believed when they name their caller, for limits only; see {@linkcode Proxies}. */
  readonly proxies?: readonly string[];
  /** After how much silence a public client is closed, in seconds; a test makes it shorter. */
  readonly idle_timeout_s?: number;
  /** Ops that students write; none where left out. */
  readonly own_ops?: {
    /** Path of a folder. */
    readonly folder: string;
    /** Where they keep their values. */
    readonly values: OpValues;
  };
  /** Names of ops that the node has only if a student wrote them. */
  readonly without?: readonly string[];
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
  /** The name that this node gives itself towards private and loopback peers. */
  readonly name?: string;
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
export interface RunningNode {
  readonly port: number;
  /** Addresses in the store. */
  readonly peers_count: number;
  /** What it knows of the network and its connections, to be read; undefined for a plain lecture node. */
  readonly membership: Pick<Membership, "book" | "links"> | undefined;
  /**
   * Dials an address once because the person here wants it; what is reached stays known.
   *
   * @param addr A `ws:` or `wss:` URL.
   * @returns Why not, as a sentence; undefined when it is being dialled.
   */
  dial(addr: string): string | undefined;
  /** Settles when every file of the folder of ops has been run once. */
  readonly own_ops_loaded: Promise<void>;
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
export function startNode(options: NodeOptions): RunningNode {
  const { storage, network, agent = "foxchain" } = options;
  const memory_max_bytes = options.memory_max_bytes && once(options.memory_max_bytes);
  const log = logOf("node");
  const clock = network?.clock ?? steadyClock();
  const meter = new Meter();
  const readable = new TolerantStore(storage, log);
  // Takes the port, which others tell; what it serves is attached at the end.
  const listener = new Listener({ host: options.host, port: options.port, tls: options.tls, log });
  const place = { host: options.host, port: listener.port, tls: options.tls !== undefined };
  const own = ownAddresses({
    ...place,
    advertise: network?.advertise ?? [],
    interfaces: Deno.networkInterfaces(),
  });
  const feed = new LiveFeed({
    storage: readable,
    clock,
    node: introduction(agent, own, place.port, network),
  });
  const streams = new EventStreams({ feed, log });
  const peers = new PeerList(storage, Date.now, log);
  const table = new LiveTable(options.without);
  const own_ops = ownOps(options, { table, peers, feed });
  const keysOf = ownSources(ownIps, () => performance.now());
  const clients = new Clients({
    peers,
    table,
    clock: new SystemClock(),
    log,
    meter,
    idle_timeout_s: options.idle_timeout_s,
    unread_bytes_max: memory_max_bytes && (() => unreadMax_bytes(memory_max_bytes())),
    keysOf,
  });
  const memory = memory_max_bytes === undefined ? undefined : new MemoryWatch({
    max_bytes: memory_max_bytes,
    log,
    keysOf,
    restart: (detail) => listener.restart("memory", detail),
    silentSources: (duration_ms) => clients.silentSources(duration_ms),
  });
  if (memory !== undefined) clients.guardBy(memory);
  const own_networks = networksOf(ownIps());
  const own_interfaces = new Set(ownIps());
  const membership = network === undefined ? undefined : new MembershipHost({
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
  if (membership !== undefined) {
    clients.attach(membership);
    own_ops?.attach(membership);
    feed.attach(membership.membership);
  }
  peers.attach((targets, source, are_new) => {
    membership?.registered(targets, source, are_new);
    feed.registered(targets, groupOf(source.ip, 0));
  });
  const counted: MetricsSource = {
    meter,
    node: () => feed.node(),
    clients: () => clients.count,
    streams: () => streams.size,
    memory_max_bytes,
    ...(own_ops === undefined ? {} : { own_ops }),
    restarts: () => listener.restarts,
    memory: () => Deno.memoryUsage(),
  };
  const history = new MetricsHistory(counted);
  const app = routes(options, { log, feed, streams, clients, membership, table, counted, history });
  listener.attach({
    handle: (request, { remoteAddr }) => app.fetch(request, { remoteAddr }),
    interrupt() {
      streams.interrupt();
      return clients.interrupt();
    },
    ended: () => clients.forgetAccepted(),
  });
  const own_ops_loaded = own_ops?.start() ?? Promise.resolve();
  membership?.start().catch((error) => log.fault("membership", error));
  const endChecks = checkNowAndThen(clients, log);
  const endHistory = history.start(Date.now);
  const stop = once(async () => {
    endChecks();
    endHistory();
    memory?.end();
    membership?.stop();
    streams.end();
    await withinGrace(Promise.all([clients.close(), listener.stop(), own_ops?.end()]));
    await listener.end();
    membership?.end();
    storage.close();
  });
  return {
    port: listener.port,
    get peers_count() {
      return storage.count();
    },
    membership: membership?.membership,
    own_ops_loaded,
    dial: (addr) => dialOnce(membership, addr),
    stop,
  };
}

/** What the routes need of a node. */
interface Parts {
  readonly log: Log;
  readonly counted: MetricsSource;
  readonly history: MetricsHistory;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  readonly clients: Clients;
  readonly membership: MembershipHost | undefined;
  readonly table: LiveTable;
}

/** All that a node answers over HTTP. */
function routes(
  { host, storage, network, names = [], proxies = [], key = new SteeringKey() }: NodeOptions,
  { log, feed, streams, clients, membership, table, counted, history }: Parts,
): ReturnType<typeof createApp> {
  return createApp({
    host_names: [
      hostWithoutBrackets(host).toLowerCase(),
      ...(network?.advertise ?? []).map((addr) => locate(addr)?.host ?? ""),
    ],
    proxies: new Proxies(proxies),
    upgrade: (request, caller) => clients.upgrade(request, caller),
    table,
    live: {
      key,
      events: (c, caller) => streams.answer(c, caller),
      // Line numbers and the like are nobody's business.
      names: names.map(({ key, name, number, class_name }) => ({ key, name, number, class_name })),
      metrics: once(() => createMetrics(counted)),
      history: () => history.read(),
      steering: () => membership && steeringOf(membership, feed),
    },
    probe: rememberProbe(() => storage.probe(), () => performance.now()),
    fault: log.fault,
  });
}

/** The ops of students, not started yet. */
function ownOps(
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

function steeringOf(membership: MembershipHost, feed: LiveFeed): Steering {
  return {
    order: (give) => membership.order(give),
    forget(key) {
      const forgotten = membership.forget(key);
      feed.removed(key);
      return forgotten;
    },
  };
}

function dialOnce(membership: MembershipHost | undefined, addr: string): string | undefined {
  const target = locate(addr);
  if (target === undefined) return "This is no address of a node.";
  if (membership === undefined) return "This node dials nobody.";
  return membership.order((operator, now_ms) => operator.dial(now_ms, target))?.error;
}

/** What the page is told of the node itself. */
function introduction(
  agent: string,
  own: readonly Target[],
  port: number,
  network: NetworkOptions | undefined,
): LivePictureOptions["node"] {
  return {
    agent,
    net: network === undefined ? null : network.net ?? "foxchain",
    addresses: own.map(({ addr }) => addr),
    port,
    outbound: network === undefined ? 0 : network.outbound ?? outbound_default,
  };
}

/** Looks after what no event tells. Returns what ends that. */
function checkNowAndThen(clients: Clients, log: Log): () => void {
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

/** Does the work at the first call; later calls get the same. */
function once<Result extends NonNullable<unknown>>(work: () => Result): () => Result {
  let result: Result | undefined;
  return () => result ??= work();
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
function unreadMax_bytes(memory_max_bytes: number): number {
  return Math.min(unread_total_bytes_max, (memory_max_bytes - memory_at_rest_bytes) / unread_part);
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
