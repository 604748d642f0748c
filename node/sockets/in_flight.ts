/** Counts the requests that are being answered, so that a stop can wait for them. */

/**
 * The requests of one server.
 *
 * @example
 * ```ts
 * import { InFlight } from "./in_flight.ts";
 *
 * const in_flight = new InFlight();
 * const { promise, resolve } = Promise.withResolvers<void>();
 * in_flight.add(promise);
 * resolve();
 * await in_flight.none();
 * ```
 */
export class InFlight {
  #count = 0;
  #ended = () => {};

  /** @param completed Settles when the answer has been sent, or could not be. */
  add(completed: Promise<unknown>): void {
    this.#count++;
    const end = () => {
      if (--this.#count === 0) this.#ended();
    };
    completed.then(end, end);
  }

  /** Settles when no request is being answered. */
  none(): Promise<void> {
    return new Promise((resolve) => {
      this.#ended = resolve;
      if (this.#count === 0) resolve();
    });
  }
}
