/** Puts the parts of a node together: store, clock, log, routes, sockets; starts and stops them. */
import { idle_timeout_s, shutdown_grace_ms, stalled_check_ms } from "../discovery/limits.ts";
import type { Context } from "../ops/context.ts";
import { lectureOnly } from "../ops/visit.ts";
import type { Storage } from "../storage/storage.ts";
import { Admission } from "./admission.ts";
import { createApp } from "./app.ts";
import type { Caller } from "./caller.ts";
import { Connection } from "./connection.ts";
import { logOf } from "./logging.ts";
import { PeerList } from "./peer_list.ts";
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
}

/** A running node. */
export interface Node {
  readonly port: number;
  /** Addresses in the store. */
  readonly peers_count: number;
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
export function startNode({ port, host, storage, tls }: NodeOptions): Node {
  const log = logOf("node");
  const admission = new Admission();
  const connections = new Set<Connection>();
  const clock = new SystemClock();
  const peers = new PeerList(storage, Date.now);

  function upgrade(request: Request, caller: Caller): Response {
    const place = admission.admit(caller);
    if (place === undefined) {
      log.info("No place for client: {ip}", { ip: caller.ip });
      return new Response("This node has no place for more clients. Try again later.\n", { status: 503 });
    }
    try {
      const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: idle_timeout_s });
      const context: Omit<Context, "signal"> = {
        peers,
        membership: lectureOnly,
        dialBack: () => Promise.resolve(undefined),
        clock,
        source: caller,
        log,
        mayAsk: () => admission.mayAsk(caller, performance.now()),
      };
      const connection = new Connection(socket, {
        context,
        closed(code) {
          place.release();
          connections.delete(connection);
          log.info("Client disconnected: {ip} ({code})", { ip: caller.ip, code });
        },
      });
      connections.add(connection);
      log.info("Client connected: {ip}", { ip: caller.ip });
      return response;
    } catch (error) {
      place.release();
      log.fault("upgrade", error);
      return new Response("The connection could not be upgraded.\n", { status: 400 });
    }
  }

  const app = createApp({
    host_names: [host.toLowerCase()],
    upgrade,
    probe: () => storage.probe(),
    fault: log.fault,
  });
  const server = Deno.serve(
    { port, hostname: host, onListen: () => {}, ...tls },
    (request, info) => app.fetch(request, { remoteAddr: info.remoteAddr }),
  );
  const stalled_check = setInterval(() => {
    for (const connection of connections) connection.checkStalled();
  }, stalled_check_ms);

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    clearInterval(stalled_check);
    for (const connection of connections) connection.close(1001, "The node is shutting down.");
    await withinGrace(server.shutdown());
    storage.close();
  }
  return {
    port: server.addr.port,
    get peers_count() {
      return storage.count();
    },
    stop: () => stopped ??= stop(),
  };
}

/** Waits for what may hang on a client that does not answer, but not for long. */
async function withinGrace(work: Promise<void>): Promise<void> {
  let timer;
  const grace = new Promise<void>((resolve) => timer = setTimeout(resolve, shutdown_grace_ms));
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
