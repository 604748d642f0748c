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
  /** It ended in good order: then there is nothing left to abort, and Deno throws when somebody tries. */
  #is_over = false;

  /**
   * Listens at once.
   *
   * @param failed Called when accept fails. What was accepted lives on until {@linkcode end}.
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

  /** Where it listens, with the port that the system picked. */
  get place(): Place {
    const { hostname, port } = this.#server.addr;
    return { hostname, port };
  }

  /**
   * Ends every connection; then the address is free. There is no gentle way before: Deno's `shutdown` waits forever for
   * a client that has reset its connection at the wrong moment, and can't be cut short.
   */
  async end(): Promise<void> {
    if (!this.#is_over) this.#abort.abort();
    await this.#ended;
  }
}
