/**
 * Owns the listening servers of a node: starts and ends them, and listens again after an end. Deno ends a server when
 * accept fails. Only the end of a server frees what strangers hold: silent connections, half a request, half a message.
 */
import type { Log } from "../../ops/context.ts";
import { restart_close_ms, restart_pause_max_ms, restart_pause_min_ms } from "../limits.ts";
import { type SteadyClock, steadyClock } from "../steady_clock.ts";
import { DescriptorReserve } from "./descriptor_reserve.ts";
import { InFlight } from "./in_flight.ts";
import { localPlaces, type Place, placesOf } from "./places.ts";
import { restartPause_ms } from "./restart_pause.ts";
import { type Handle, Server } from "./server.ts";

/** Why the server was restarted: descriptors ran out, memory filled up, or accept failed for another reason. */
export type RestartCause = "descriptors" | "memory" | "accept";

const causes: readonly RestartCause[] = ["descriptors", "memory", "accept"];

/** Where it listens. */
export interface ListenerOptions {
  readonly host: string;
  /** With 0 the system picks one, which is kept over restarts. */
  readonly port: number;
  /** PEM texts; with them the server speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly log: Log;
  /** Time; a test brings its own. */
  readonly clock?: SteadyClock;
  readonly reserve?: DescriptorReserve;
}

/** What the server serves. */
export interface Served {
  readonly handle: Handle;
  /**
   * The server ends soon: asks all accepted clients to connect again (WebSocket close code 1012). Returns how many
   * there are.
   */
  interrupt(): number;
  /** The server has ended, and with it everything that it accepted. For some connections no event tells so. */
  ended(): void;
}

/** The listening servers of one node: one, or one for each family of addresses. */
export class Listener {
  /** The same before and after a restart. */
  readonly port: number;
  readonly #options: ListenerOptions;
  readonly #clock: SteadyClock;
  readonly #reserve: DescriptorReserve;
  readonly #restarts = new Map(causes.map((cause) => [cause, 0]));
  readonly #in_flight = new InFlight();
  readonly #places: readonly Place[];
  #servers: Server[] = [];
  #served: Served | undefined;
  /** Set while the server is away; settles when it listens again. */
  #returning: Promise<void> | undefined;
  #stopping = false;
  #listening_since_ms = 0;
  #pause_ms: number | undefined;
  /** Ends a wait. The next one cancels the return for callers from elsewhere. */
  #wake = () => {};
  #keepLocal = () => {};

  /**
   * Listens at once.
   *
   * @throws {Deno.errors.AddrInUse} The port is taken, be it for one family only.
   * @throws {Deno.errors.AddrNotAvailable} This machine has no such interface.
   */
  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? steadyClock();
    this.#reserve = options.reserve ?? new DescriptorReserve();
    try {
      this.#listen(placesOf(options.host, options.port));
    } catch (error) {
      // The first of two may be listening already.
      this.#catch(this.#endServers());
      throw error;
    }
    this.#places = this.#servers.map(({ place }) => place);
    this.port = this.#places[0]!.port;
    this.#reserve.take();
  }

  /**
   * Sets what answers. It comes after the constructor, since it may need the port. Requests come from the next turn of
   * the event loop on, so none is missed if it is attached in the same turn.
   */
  attach(served: Served): void {
    this.#served = served;
  }

  /** Number of restarts by cause. */
  get restarts(): ReadonlyMap<RestartCause, number> {
    return this.#restarts;
  }

  /**
   * Ends the server with everything that it accepted, and listens again on the same port. When restarts recur, it
   * listens for callers of this computer first. Settles when it listens, or when the node stops. A call during a
   * restart waits for the same one.
   *
   * @param detail Logged beside the cause.
   */
  restart(cause: RestartCause, detail?: string): Promise<void> {
    return this.#leave(() => this.#restart(cause, detail));
  }

  /** Takes no new request; settles when the running ones have been answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#keepLocal();
    this.#wake();
    await this.#returning;
    await this.#in_flight.none();
  }

  /** Ends every connection; the port is free then. */
  async end(): Promise<void> {
    await this.#endServers();
    this.#reserve.give();
  }

  #leave(work: () => Promise<void>): Promise<void> {
    if (this.#stopping) return this.#returning ?? Promise.resolve();
    return this.#returning ??= work().finally(() => this.#returning = undefined);
  }

  async #restart(cause: RestartCause, detail: string | undefined): Promise<void> {
    this.#keepLocal();
    this.#restarts.set(cause, this.#restarts.get(cause)! + 1);
    const pause_ms = restartPause_ms(this.#pause_ms, this.#clock.now_ms() - this.#listening_since_ms);
    this.#pause_ms = pause_ms;
    // With a full memory there is no wait: 50 ms took 300 ms of a busy loop, and 300 MiB more. The frames are out by
    // then.
    const asked = await this.#end(cause === "memory" ? 0 : restart_close_ms);
    const local = localPlaces(this.#places);
    const local_pause_ms = local.length > 0 ? restart_pause_min_ms : pause_ms;
    this.#options.log.info(
      "The server starts anew ({cause}): {asked} WebSockets were asked to come again, back in {pause_ms} ms",
      { cause: detail === undefined ? cause : `${cause}: ${detail}`, asked, pause_ms },
    );
    await this.#wait(local_pause_ms);
    const wait_ms = pause_ms - local_pause_ms;
    await this.#listenUntilItWorks(wait_ms > 0 ? local : this.#places);
    if (wait_ms > 0) this.#keepLocal = this.#clock.after(wait_ms, () => this.#returnForAll());
  }

  #returnForAll(): void {
    this.#catch(this.#leave(async () => {
      await this.#end(restart_close_ms);
      await this.#listenUntilItWorks(this.#places);
    }));
  }

  /**
   * Ends the servers, for which the reserve gives descriptors. Returns how many clients were asked to connect again.
   */
  async #end(close_ms: number): Promise<number> {
    this.#reserve.give();
    const asked = this.#served?.interrupt() ?? 0;
    if (close_ms > 0) await this.#wait(close_ms);
    await this.#endServers();
    this.#served?.ended();
    return asked;
  }

  async #endServers(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.end()));
  }

  async #listenUntilItWorks(places: readonly Place[]): Promise<void> {
    for (let pause_ms = restart_pause_min_ms; !this.#stopping; pause_ms = 2 * pause_ms) {
      try {
        if (!this.#reserve.take()) throw new Error("all file descriptors are still taken");
        return this.#listen(places);
      } catch (error) {
        await this.#endServers();
        this.#options.log.info("The server can't listen again yet: {error}", { error: String(error) });
        await this.#wait(Math.min(pause_ms, restart_pause_max_ms));
      }
    }
  }

  #listen(places: readonly Place[]): void {
    this.#servers = [];
    for (const place of places) {
      const handle: Handle = (request, info) => this.#handle(request, info);
      this.#servers.push(new Server(place, this.#options.tls, handle, (error) => this.#acceptFailed(error)));
    }
    this.#listening_since_ms = this.#clock.now_ms();
  }

  #handle(...[request, info]: Parameters<Handle>): Response | Promise<Response> {
    // Port 0 means that the client is gone already. If it were upgraded, Deno would never free its socket.
    if (info.remoteAddr.port === 0) return new Response(null, { status: 400 });
    if (this.#returning !== undefined || this.#stopping || this.#served === undefined) {
      return new Response("This node's server starts anew or stops. Try again in a moment.\n", {
        status: 503,
        headers: { "retry-after": "1", connection: "close" },
      });
    }
    this.#in_flight.add(info.completed);
    return this.#served.handle(request, info);
  }

  /** Deno's server ends when accept fails. */
  #acceptFailed(error: Error): void {
    this.#catch(this.restart(isOutOfDescriptors(error) ? "descriptors" : "accept", error.message));
  }

  #catch(work: Promise<void>): void {
    work.catch((error) => this.#options.log.fault("listener", error));
  }

  #wait(delay_ms: number): Promise<void> {
    if (this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const callOff = this.#clock.after(delay_ms, resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
  }
}

/** EMFILE and ENFILE; WSAEMFILE on Windows. Deno has no error class for them. */
function isOutOfDescriptors({ message }: Error): boolean {
  return /os error (23|24|10024)\)/.test(message);
}
