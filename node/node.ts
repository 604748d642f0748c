/** Puts the parts of a node together: store, clock, log, routes, sockets; starts and stops them. */
import { idle_timeout_s, shutdown_grace_ms, stalled_check_ms } from "../discovery/limits.ts";
import { locate } from "../discovery/group.ts";
import { scopeOfIp } from "../discovery/scope.ts";
import type { Membership } from "../discovery/membership.ts";
import type { MembershipOptions } from "../discovery/state.ts";
import type { Source } from "../ops/context.ts";
import { isNetworkOp, lectureTable, table } from "../ops/table.ts";
import { lectureOnly } from "../ops/visit.ts";
import type { Storage } from "../storage/storage.ts";
import { Admission } from "./admission.ts";
import { createApp } from "./app.ts";
import type { Caller } from "./caller.ts";
import { Connection, type PeerEnd, type Socket } from "./connection.ts";
import { type Dial, dial as dialTcp } from "./dialer.ts";
import { logOf } from "./logging.ts";
import { MembershipHost } from "./membership_host.ts";
import { ownAddresses } from "./own_addresses.ts";
import { PeerList } from "./peer_list.ts";
import { rememberProbe } from "./readiness.ts";
import { type SteadyClock, steadyClock } from "./steady_clock.ts";
import { SystemClock } from "./system_clock.ts";

/** What a node is started with. */
export interface NodeOptions {
  /** 0 lets the system pick one; see {@linkcode Node.port}. */
  readonly port: number;
  /** Interface or name to listen on, e.g. `0.0.0.0`. */
  readonly host: string;
  /** Where peers are kept; the node closes it when it stops. */
  readonly storage: Storage;
  /** PEM texts; with them the node speaks https and wss. */
  readonly tls?: { readonly cert: string; readonly key: string };
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
  /** Program and version, as others see them. */
  readonly agent?: string;
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
export function startNode({ port, host, storage, tls, network }: NodeOptions): Node {
  const log = logOf("node");
  const admission = new Admission();
  const connections = new Set<Connection>();
  let lastGone = () => {};
  const clock = new SystemClock();
  const peers = new PeerList(storage, Date.now, (targets, source) => membership?.registered(targets, source));

  function connect(
    socket: Socket,
    source: Source,
    end: PeerEnd | undefined,
    gone: (code: number) => void,
  ): Connection {
    const connection = new Connection(socket, {
      context: {
        peers,
        membership: end?.visit ?? lectureOnly,
        dialBack: (back) => membership!.dialBack(back),
        clock,
        source,
        log,
        mayAsk: (op) =>
          admission.mayAsk(source, performance.now()) &&
          (!isNetworkOp(op) || (end?.visit.allows(op!) ?? true)),
      },
      table: end === undefined ? lectureTable : table,
      end,
      closed(code) {
        connections.delete(connection);
        if (connections.size === 0) lastGone();
        gone(code);
        end?.closed(code);
      },
    });
    connections.add(connection);
    return connection;
  }

  function upgrade(request: Request, caller: Caller): Response {
    const place = admission.admit(caller);
    if (place === undefined) {
      log.info("No place for client: {ip}", { ip: caller.ip });
      return new Response("This node has no place for more clients. Try again later.\n", { status: 503 });
    }
    try {
      const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: idle_timeout_s });
      const end = membership?.inboundEnd(caller);
      const connection = connect(socket, caller, end, (code) => {
        place.release();
        log.info("Client disconnected: {ip} ({code})", { ip: caller.ip, code });
      });
      end?.attach(connection);
      log.info("Client connected: {ip}", { ip: caller.ip });
      return response;
    } catch (error) {
      place.release();
      log.fault("upgrade", error);
      return new Response("The connection could not be upgraded.\n", { status: 400 });
    }
  }

  const app = createApp({
    host_names: [host.toLowerCase(), ...(network?.advertise ?? []).map((addr) => locate(addr)?.host ?? "")],
    upgrade,
    probe: rememberProbe(() => storage.probe(), () => performance.now()),
    fault: log.fault,
  });
  const server = Deno.serve(
    { port, hostname: host, onListen: () => {}, ...tls },
    (request, info) => app.fetch(request, { remoteAddr: info.remoteAddr }),
  );
  const membership = network === undefined ? undefined : new MembershipHost({
    membership: membershipOptions(network, { host, port: server.addr.port, tls: tls !== undefined }),
    storage,
    dial: network.dial ?? dialTcp,
    clock: network.clock ?? steadyClock(),
    log: logOf("membership"),
    connect: (socket, source, end) => connect(socket, source, end, () => {}),
  });
  membership?.start().catch((error) => log.fault("membership", error));
  const stalled_check = setInterval(() => {
    for (const connection of connections) connection.checkStalled();
  }, stalled_check_ms);

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    clearInterval(stalled_check);
    membership?.stop();
    const all_gone = new Promise<void>((resolve) => lastGone = resolve);
    if (connections.size === 0) lastGone();
    for (const connection of connections) connection.close(1001, "The node is shutting down.");
    await withinGrace(Promise.all([server.shutdown(), all_gone]));
    membership?.end();
    storage.close();
  }
  return {
    port: server.addr.port,
    get peers_count() {
      return storage.count();
    },
    membership: membership?.membership,
    stop: () => stopped ??= stop(),
  };
}

function membershipOptions(
  { join = [], advertise = [], dial: _dial, clock: _clock, ...limits }: NetworkOptions,
  place: { readonly host: string; readonly port: number; readonly tls: boolean },
): Omit<MembershipOptions, "now_ms" | "random" | "nonce"> {
  return {
    ...limits,
    seeds: join.map(locate).filter((target) => target !== undefined),
    own: ownAddresses({ ...place, advertise, interfaces: Deno.networkInterfaces() }),
    // Only a plain port can be found out by asking others; a node with a certificate has a name to advertise.
    port: place.tls || isThisMachine(place.host) ? undefined : place.port,
  };
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || scopeOfIp(host) === "loopback";
}

/** Waits for what may hang on a client that does not answer, but not for long. */
async function withinGrace(work: Promise<unknown>): Promise<void> {
  let timer;
  const grace = new Promise<void>((resolve) => timer = setTimeout(resolve, shutdown_grace_ms));
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
