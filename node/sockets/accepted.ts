/** The WebSockets that the server has accepted. They end with it, and of some no event ever tells. */
import { opening_checks_max } from "../limits.ts";
import type { Connection } from "../connection.ts";
import { suspectOf } from "./quarantine.ts";

/**
 * Accepted connections, each from its upgrade request to its end.
 *
 * @example
 * ```ts
 * import { Accepted } from "./accepted.ts";
 * import assert from "node:assert/strict";
 *
 * const accepted = new Accepted();
 * const ends: number[] = [];
 * const reset = {
 *   opened: false,
 *   ip: "203.0.113.7",
 *   scope: "public" as const,
 *   stalled: false,
 *   wasSilentFor: () => true,
 *   close: () => {},
 *   abandon: (code: number) => void ends.push(code),
 * };
 * accepted.add(reset);
 * for (let look = 0; look < 3; look++) accepted.checkOpening();
 * assert.deepEqual(ends, [1006]);
 * ```
 */
export class Accepted<Each extends AcceptedConnection = AcceptedConnection> {
  /** With the number of looks at which each was still unopened. */
  readonly #connections = new Map<Each, number>();

  /** All of them. */
  get all(): Iterable<Each> {
    return this.#connections.keys();
  }

  add(connection: Each): void {
    this.#connections.set(connection, 0);
  }

  delete(connection: Each): void {
    this.#connections.delete(connection);
  }

  /** Gives up the connections that were unopened at {@linkcode opening_checks_max} looks. */
  checkOpening(): void {
    for (const [connection, looks] of this.#connections) {
      if (connection.opened) continue;
      if (looks + 1 < opening_checks_max) this.#connections.set(connection, looks + 1);
      else connection.abandon(1006, "It never opened.");
    }
  }

  /** Gives up every connection that has not opened. */
  abandonUnopened(): void {
    for (const connection of this.#connections.keys()) {
      if (!connection.opened) connection.abandon(1006, "It never opened.");
    }
  }

  /**
   * Public sources with a connection that may hold half a message or answers that nobody reads.
   *
   * @param duration_ms For how long such a connection has said nothing.
   */
  silentSources(duration_ms: number): Set<string> {
    const silent = new Set<string>();
    for (const connection of this.#connections.keys()) {
      if (connection.scope !== "public") continue;
      if (connection.stalled || connection.wasSilentFor(duration_ms)) silent.add(suspectOf(connection.ip));
    }
    return silent;
  }

  /** Sends each a close frame. Returns how many there are. */
  close(code: number, reason: string): number {
    for (const connection of this.#connections.keys()) connection.close(code, reason);
    return this.#connections.size;
  }

  /** Ends all that the server took along. */
  abandon(): void {
    for (const connection of this.#connections.keys()) connection.abandon(1012, "");
  }
}

/** What of a connection is used. */
export type AcceptedConnection = Pick<
  Connection,
  "opened" | "close" | "abandon" | "ip" | "scope" | "stalled" | "wasSilentFor"
>;
