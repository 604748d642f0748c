/**
 * Owns the listening server: starts it, ends it, and makes it come back. Deno ends a server when accept fails, and only
 * ending it frees what strangers hold: silent connections, half a request, half a message.
 */
import type { Log } from "../../ops/context.ts";
import { restart_close_ms, restart_pause_max_ms } from "../limits.ts";
import { type SteadyClock, steadyClock } from "../steady_clock.ts";
import { DescriptorReserve } from "./descriptor_reserve.ts";
import { type Place, placesOf } from "./places.ts";
import { restartPause_ms } from "./restart_pause.ts";
import { type Handle, Server } from "./server.ts";

/** Why the server came back: descriptors ran out, memory filled up, or accept failed for another reason. */
export type RestartCause = "descriptors" | "memory" | "accept";

const causes: readonly RestartCause[] = ["descriptors", "memory", "accept"];

/** What the server is for. */
export interface ListenerOptions {
  readonly host: string;
  /** 0 lets the system pick one; it is kept over restarts. */
  readonly port: number;
  /** PEM texts; with them the server speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly log: Log;
  /** Answers a request. */
  readonly handle: Handle;
  /**
   * The server will end soon: asks all that it accepted to come again (WebSocket close code 1012). Returns how many
   * these are.
   */
  interrupt(): number;
  /** The server has ended, and with it everything that it accepted; of some of that no event will tell. */
  ended(): void;
  /** Time; a test brings its own. */
  readonly clock?: SteadyClock;
  readonly reserve?: DescriptorReserve;
}

/** The listening server of one node. */
export class Listener {
  /** The same before and after a restart. */
  readonly port: number;
  readonly #options: ListenerOptions;
  readonly #clock: SteadyClock;
  readonly #reserve: DescriptorReserve;
  readonly #restarts = new Map(causes.map((cause) => [cause, 0]));
  #places: readonly Place[];
  #servers: Server[] = [];
  #restarting: Promise<void> | undefined;
  #stopping = false;
  #listening_since_ms = 0;
  #pause_ms: number | undefined;
  #wake = () => {};

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
    this.#places = placesOf(options.host, options.port);
    this.#listen();
    this.#places = this.#servers.map(({ place }) => place);
    this.port = this.#places[0]!.port;
    this.#reserve.take();
  }

  /** How often the server came back, by cause. */
  get restarts(): ReadonlyMap<RestartCause, number> {
    return this.#restarts;
  }

  /** Whether the server is away just now. */
  get restarting(): boolean {
    return this.#restarting !== undefined;
  }

  /**
   * Ends the server with everything that it accepted, and listens again on the same port. Settles when it does, or when
   * the node stops. Calls while it is away wait for the same.
   */
  restart(cause: RestartCause, detail?: string): Promise<void> {
    if (this.#stopping) return this.#restarting ?? Promise.resolve();
    return this.#restarting ??= this.#restart(cause, detail).finally(() => this.#restarting = undefined);
  }

  /** Takes no new connection; settles when those that are open have ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#restarting;
    await Promise.all(this.#servers.map((server) => server.shutdown()));
    this.#reserve.give();
  }

  /** Ends what is still open; settles when it is. */
  async end(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.end()));
  }

  async #restart(cause: RestartCause, detail: string | undefined): Promise<void> {
    this.#restarts.set(cause, this.#restarts.get(cause)! + 1);
    this.#pause_ms = restartPause_ms(this.#pause_ms, this.#clock.now_ms() - this.#listening_since_ms);
    this.#reserve.give();
    const asked = this.#options.interrupt();
    this.#options.log.info(
      "The server starts anew ({cause}): {asked} WebSockets were asked to come again, it listens again in {pause_ms} ms",
      {
        cause: detail === undefined ? cause : `${cause}: ${detail}`,
        asked,
        pause_ms: restart_close_ms + this.#pause_ms,
      },
    );
    await this.#wait(restart_close_ms);
    await this.end();
    this.#options.ended();
    this.#reserve.take();
    await this.#wait(this.#pause_ms);
    while (!this.#stopping && !await this.#listenAgain()) await this.#wait(restart_pause_max_ms);
  }

  async #listenAgain(): Promise<boolean> {
    try {
      this.#listen();
      return true;
    } catch (error) {
      await this.end();
      this.#options.log.info("The server can't listen again yet: {error}", { error: String(error) });
      return false;
    }
  }

  #listen(): void {
    this.#servers = [];
    for (const place of this.#places) {
      const handle: Handle = (request, info) => this.#handle(request, info);
      this.#servers.push(new Server(place, this.#options.tls, handle, (error) => this.#acceptFailed(error)));
    }
    this.#listening_since_ms = this.#clock.now_ms();
  }

  #handle(...[request, info]: Parameters<Handle>): Response | Promise<Response> {
    if (this.#restarting === undefined) return this.#options.handle(request, info);
    return new Response("This node's server starts anew. Try again in a moment.\n", {
      status: 503,
      headers: { "retry-after": "1", connection: "close" },
    });
  }

  /** Deno's server ends when accept fails. */
  #acceptFailed(error: Error): void {
    const cause = isOutOfDescriptors(error) ? "descriptors" : "accept";
    this.restart(cause, error.message).catch((fault) => this.#options.log.fault("listener", fault));
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

/** EMFILE and ENFILE; Windows' WSAEMFILE. Deno gives such an error no class of its own. */
function isOutOfDescriptors({ message }: Error): boolean {
  return /os error (23|24|10024)\)/.test(message);
}
