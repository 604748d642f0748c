/** One `Deno.serve`, with an end that may come at any time and more than once. */
import type { Place } from "./places.ts";

/** What a server answers with. */
export type Handle = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** A server on one address. */
export class Server {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #abort = new AbortController();
  readonly #ended: Promise<void>;
  /** It has ended without an error. Then nothing is left to abort, and Deno would throw at an abort. */
  #is_over = false;

  /**
   * Listens at once.
   *
   * @param failed Called when accept fails. Accepted connections live on until {@linkcode end}.
   * @throws {Deno.errors.AddrInUse} The port is taken.
   */
  constructor(
    { hostname, port }: Place,
    tls: { readonly cert: string; readonly key: string } | undefined,
    handle: Handle,
    failed: (error: Error) => void,
  ) {
    const { signal } = this.#abort;
    this.#server = Deno.serve({ hostname, port, signal, onListen: () => {}, ...tls }, handle);
    this.#ended = this.#server.finished.then(() => void (this.#is_over = true), (error) => {
      if (!signal.aborted) failed(error);
    });
  }

  /** Its address, with the port that the system picked. */
  get place(): Place {
    const { hostname, port } = this.#server.addr;
    return { hostname, port };
  }

  /**
   * Ends every connection; then the address is free. Deno's gentle `shutdown` is not used: it waits for ever for a
   * client that was reset at the wrong moment, and can't be cut short.
   */
  async end(): Promise<void> {
    if (!this.#is_over) this.#abort.abort();
    await this.#ended;
  }
}
