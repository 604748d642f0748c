/** Puts the parts of a node together, and starts and stops them. */
import { shutdown_grace_ms, shutdown_max_ms } from "./limits.ts";
import { groupOf } from "../discovery/address/group.ts";
import type { Log } from "../ops/context.ts";
import { LiveTable } from "../ops/live_table.ts";
import { type PeerStore, StorageError } from "../storage/storage.ts";
import { EventStreams } from "./page/event_streams.ts";
import { LiveFeed } from "./page/live_feed.ts";
import { Meter } from "./meter.ts";
import { MetricsHistory } from "./page/metrics_history.ts";
import { logOf } from "./logging.ts";
import { ownAddresses } from "./membership/own_addresses.ts";
import { PeerList } from "./membership/peer_list.ts";
import { Listener } from "./sockets/listener.ts";
import { steadyClock } from "./steady_clock.ts";
import { TolerantStore } from "./membership/tolerant_store.ts";
import {
  checkNowAndThen,
  counts,
  dialOnce,
  guardedClients,
  hostMembership,
  introduction,
  ownOps,
} from "./node_parts.ts";
import type { NodeOptions, RunningNode } from "./node_options.ts";
import { routes } from "./node_routes.ts";
import { PageLines } from "./page/page_lines.ts";
import { once } from "./once.ts";
import { StoreWatch } from "./page/store_watch.ts";

export type { NetworkOptions, NodeOptions, RunningNode } from "./node_options.ts";

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
export function startNode(given: NodeOptions): RunningNode {
  const options = { ...given, memory_max_bytes: given.memory_max_bytes && once(given.memory_max_bytes) };
  const { storage, network } = options;
  const log = logOf("node");
  const clock = network?.clock ?? steadyClock();
  const readable = new TolerantStore(storage, log);
  // Takes the port, which others need; what it serves is attached at the end.
  const listener = new Listener({ host: options.host, port: options.port, tls: options.tls, log });
  const place = { host: options.host, port: listener.port, tls: options.tls !== undefined };
  const advertise = network?.advertise ?? [];
  const own = ownAddresses({ ...place, advertise, interfaces: Deno.networkInterfaces() });
  const store_watch = new StoreWatch(storage, clock);
  const feed = new LiveFeed({
    storage: readable,
    store_watch,
    clock,
    node: introduction(options, own, place.port),
  });
  const streams = new EventStreams({ feed, log });
  const peers = new PeerList(storage, Date.now, log);
  const table = new LiveTable(options.without);
  const own_ops = ownOps(options, { table, peers, feed });
  const meter = new Meter();
  const said_lines = own_ops && new PageLines();
  const { clients, memory } = guardedClients(options, { peers, table, log, meter, listener, said_lines });
  const membership = hostMembership(options, { place, own, readable, clock, feed, clients });
  if (membership !== undefined) own_ops?.attach(membership);
  peers.attach((targets, source, are_new) => {
    store_watch.accepted();
    membership?.registered(targets, source, are_new);
    feed.registered(targets, groupOf(source.ip, 0));
  }, (fault) => store_watch.refused(fault));
  const counted = counts(options, { meter, feed, clients, streams, own_ops, listener });
  const history = new MetricsHistory(counted);
  const app = routes(options, {
    ...{ log, feed, streams, clients, membership, table, counted, history, said_lines },
  });
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
  const ends = [checkNowAndThen(clients, log), history.start(Date.now)];
  const stop = once(async () => {
    const began_ms = performance.now();
    for (const end of ends) end();
    memory?.end();
    membership?.stop();
    streams.end();
    await withinGrace(Promise.all([clients.close(), listener.stop(), own_ops?.end()]));
    await listener.end();
    membership?.end();
    await close(storage, shutdown_max_ms - (performance.now() - began_ms), log);
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

/** Closes the store. What was lost with that must be in the log: there is no later time to tell it. */
async function close(storage: PeerStore, limit_ms: number, log: Log): Promise<void> {
  try {
    await storage.close(limit_ms);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    log.warn("Not all was kept: {cause}", { cause: error.message });
  }
}

/** Waits for work that a silent client may delay, but not for long. */
async function withinGrace(work: Promise<unknown>): Promise<void> {
  let timer;
  const grace = new Promise<void>((resolve) => timer = setTimeout(resolve, shutdown_grace_ms));
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
