/** The sockets of a node, accepted and dialled: lets clients in, makes connections, and ends them all. */
import { GOING_AWAY, RESTARTING, TRY_LATER } from "../../discovery/close_codes.ts";
import { refused_wait_ms, unread_total_bytes_max } from "../limits.ts";
import type { KeysOf } from "../../discovery/address/source.ts";
import type { Clock, Context, Log, Peers, Source } from "../../ops/context.ts";
import { noAccess } from "../../ops/network_access.ts";
import type { LiveTable } from "../../ops/live_table.ts";
import { Admission, type Places } from "./admission.ts";
import type { Caller } from "./caller.ts";
import { Connection, type PeerEnd, type Socket } from "./connection.ts";
import type { Meter } from "../meter.ts";
import { Accepted } from "./accepted.ts";
import { type Allowance, Allowances } from "./allowances.ts";
import { Openings } from "./openings.ts";
import { pageTag } from "./page_tag.ts";
import { idleTimeout_s, longestSilent } from "./silence.ts";
import { UnreadBudget } from "./unread_budget.ts";

/** Takes the lines that ops write for requests of a page. */
export interface SaidLines {
  /**
   * @param page The tag of the page's connection.
   * @param request Counts from 1 on that connection.
   */
  keep(page: string, request: number, line: string): void;
}

/** What every connection of a node shares. */
export interface ClientsOptions {
  readonly peers: Peers;
  /** The ops that are answered. The table may change between two requests. */
  readonly table: LiveTable;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  /** Left out where no ops of students are. */
  readonly said_lines?: SaidLines | undefined;
  /** Names the source of an IP; by default by IP, /64 and /48. */
  readonly keysOf?: KeysOf;
  /** Bytes that may wait for the readers of all connections together; by default {@linkcode unread_total_bytes_max}. */
  readonly unread_bytes_max?: () => number;
  /** Silence after which a public client is closed, in seconds. A test makes it shorter. */
  readonly idle_timeout_s?: number;
  /** For tests: fewer places. */
  readonly places?: Partial<Places>;
}

/** What a connection needs of the membership. */
export interface MembershipEnds {
  /** The membership's end of an accepted connection, which becomes a peer's at its first network op. */
  inboundEnd(source: Source): PeerEnd & { attach(connection: Connection): void };
  /** Dials the address of a requester back. */
  readonly dialBack: Context["dialBack"];
}

/** Says whether a source may connect now, apart from the number of places. */
export interface Guard {
  admits(source: Source): boolean;
}

/** Every connection of one node. */
export class Clients {
  readonly #options: ClientsOptions;
  readonly #admission: Admission;
  readonly #allowances: Allowances;
  readonly #connections = new Set<Connection>();
  readonly #accepted: Accepted<Connection>;
  readonly #openings: Openings;
  readonly #unread: UnreadBudget;
  #membership: MembershipEnds | undefined;
  #guard: Guard | undefined;
  #lastGone = () => {};

  constructor(options: ClientsOptions) {
    this.#options = options;
    this.#admission = new Admission(options.places, options.keysOf);
    this.#accepted = new Accepted(options.keysOf);
    this.#openings = new Openings(options.keysOf);
    this.#allowances = new Allowances(() => performance.now(), options.keysOf);
    this.#unread = new UnreadBudget(
      options.unread_bytes_max ?? (() => unread_total_bytes_max),
      () => this.#connections,
    );
  }

  /** Connections made from now on have an end at the membership. */
  attach(membership: MembershipEnds): void {
    this.#membership = membership;
  }

  /** From now on a source may connect only if the guard admits it, too. */
  guardBy(guard: Guard): void {
    this.#guard = guard;
  }

  /** Clients that are let in. */
  get count(): number {
    return this.#admission.clients;
  }

  /** Places for clients, taken and in all. */
  get places(): Admission["places"] {
    return this.#admission.places;
  }

  /** Makes a checked request a WebSocket, or answers why there is no place for it. */
  upgrade(request: Request, caller: Caller): Response {
    const { log, idle_timeout_s } = this.#options;
    if (this.#allowances.waits(caller)) return sentAway();
    if (this.#guard?.admits(caller) === false) {
      return new Response("The node's memory was full while you were connected. Come again in a minute.\n", {
        status: 503,
        headers: { "retry-after": "5" },
      });
    }
    if (!this.#openings.hasRoom(caller, performance.now())) {
      return new Response("Too many of your connections ended as they began. Try again in a second.\n", {
        status: 503,
        headers: { "retry-after": "1" },
      });
    }
    const place = this.#admission.admit(caller);
    if (this.#admission.isShort(caller)) this.#makeRoom(caller.scope);
    if (place === undefined) {
      log.info("No place for client: {ip}", { ip: caller.ip });
      return new Response("This node has no place for more clients. Try again later.\n", { status: 503 });
    }
    try {
      const { socket, response } = Deno.upgradeWebSocket(request, {
        idleTimeout: idleTimeout_s(caller.scope, idle_timeout_s),
      });
      const end = this.#membership?.inboundEnd(caller);
      const page = this.#options.said_lines && pageTag(request.url);
      const connection = this.connect(socket, caller, end, (code) => {
        this.#accepted.delete(connection);
        forgetOpening();
        place.release();
        log.info("Client disconnected: {ip} ({code})", { ip: caller.ip, code });
      }, page);
      this.#accepted.add(connection);
      const forgetOpening = this.#openings.add(caller, connection);
      end?.attach(connection);
      log.info("Client connected: {ip}", { ip: caller.ip });
      return response;
    } catch (error) {
      place.release();
      log.fault("upgrade", error);
      return new Response("The connection could not be upgraded.\n", { status: 400 });
    }
  }

  /**
   * Makes a connection of a socket, accepted or dialled.
   *
   * @param gone Called once, with the close code.
   * @param page The tag of a page that asked for the lines that ops write for it.
   */
  connect(
    socket: Socket,
    source: Source,
    end: PeerEnd | undefined,
    gone: (code: number) => void = () => {},
    page?: string,
  ): Connection {
    const { said_lines } = this.#options;
    const allowance = this.#allowances.of(source);
    const connection = new Connection(socket, {
      context: this.#contextOf(source, end, allowance),
      mayGoOn: (refused_tokens) => allowance.mayGoOn(refused_tokens),
      table: end === undefined ? this.#options.table.lecture : this.#options.table.all,
      meter: this.#options.meter,
      ...(page !== undefined && said_lines !== undefined
        ? { said: (request, line) => said_lines.keep(page, request, line) }
        : {}),
      end,
      keysOf: this.#options.keysOf,
      added: (bytes) => this.#unread.add(bytes, connection),
      closed: (code) => {
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#lastGone();
        gone(code);
        end?.closed(code);
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  /** Closes stalled sockets that have drained meanwhile. */
  checkStalled(): void {
    for (const connection of this.#connections) connection.checkStalled();
  }

  /** Gives up sockets that never opened, and notes their sources. */
  checkOpening(): void {
    this.#openings.check(performance.now());
  }

  /** Asks every accepted client to connect again, since the server ends soon. Returns how many there are. */
  interrupt(): number {
    return this.#accepted.close(RESTARTING, "The node's server starts anew. Connect again.");
  }

  /** Public sources that may hold half a message; see {@linkcode Accepted.silentSources}. */
  silentSources(duration_ms: number): Set<string> {
    return this.#accepted.silentSources(duration_ms);
  }

  /** The server has ended, and with it all that it had accepted. */
  forgetAccepted(): void {
    this.#accepted.abandon();
  }

  /** Closes every connection; settles when all are gone. */
  close(): Promise<void> {
    const all_gone = new Promise<void>((resolve) => this.#lastGone = resolve);
    if (this.#connections.size === 0) this.#lastGone();
    this.#openings.abandon();
    for (const connection of this.#connections) connection.close(GOING_AWAY, "The node is shutting down.");
    return all_gone;
  }

  /**
   * Closes one silent client for each newcomer. A client that reads no close keeps its place until the system gives it
   * up.
   */
  #makeRoom(newcomer: Source["scope"]): void {
    const { idle_timeout_s, log } = this.#options;
    const silent = longestSilent(this.#accepted.all, newcomer, performance.now(), idle_timeout_s);
    if (silent === undefined) return;
    log.info("Places run short; the longest silent client is closed: {ip}", { ip: silent.source });
    silent.close(TRY_LATER, "Places ran short and you were silent for longest. Connect again.");
  }

  #contextOf(source: Source, end: PeerEnd | undefined, allowance: Allowance): Omit<Context, "signal"> {
    const { peers, clock, log } = this.#options;
    return {
      peers,
      clock,
      log,
      network: end?.network ?? noAccess,
      dialBack: (back) => this.#membership!.dialBack(back),
      source,
      charge: (tokens) => allowance.charge(tokens),
    };
  }
}

function sentAway(): Response {
  const wait_s = refused_wait_ms / 1000;
  return new Response(
    `Your address went on asking although it was refused. Wait ${wait_s} s, then connect again and ask less.\n`,
    { status: 429, headers: { "retry-after": String(wait_s) } },
  );
}
