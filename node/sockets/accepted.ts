/** The WebSockets that the server has accepted. They end with the server. */
import { RESTARTING } from "../../discovery/close_codes.ts";
import type { KeysOf } from "../../discovery/address/source.ts";
import type { Connection } from "./connection.ts";
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
 * const codes: number[] = [];
 * accepted.add({
 *   ip: "203.0.113.7",
 *   scope: "public" as const,
 *   stalled: false,
 *   wasSilentFor: () => true,
 *   close: (code: number) => void codes.push(code),
 *   abandon: (code: number) => void codes.push(code),
 * });
 * assert.equal(accepted.close(1012, "Connect again."), 1);
 * accepted.abandon();
 * assert.deepEqual(codes, [1012, 1012]);
 * ```
 */
export class Accepted<Each extends AcceptedConnection = AcceptedConnection> {
  readonly #connections = new Set<Each>();
  readonly #keysOf: KeysOf | undefined;

  /**
   * @param keysOf Names the source of an IP.
   */
  constructor(keysOf?: KeysOf) {
    this.#keysOf = keysOf;
  }

  /** All of them. */
  get all(): Iterable<Each> {
    return this.#connections;
  }

  add(connection: Each): void {
    this.#connections.add(connection);
  }

  delete(connection: Each): void {
    this.#connections.delete(connection);
  }

  /**
   * Public sources with a connection that may hold half a message or answers that nobody reads.
   *
   * @param duration_ms How long such a connection must have sent nothing.
   */
  silentSources(duration_ms: number): Set<string> {
    const silent = new Set<string>();
    for (const connection of this.#connections) {
      if (connection.scope !== "public") continue;
      if (!connection.stalled && !connection.wasSilentFor(duration_ms)) continue;
      silent.add(suspectOf(connection.ip, this.#keysOf));
    }
    return silent;
  }

  /** Sends each a close frame. Returns how many there are. */
  close(code: number, reason: string): number {
    for (const connection of this.#connections) connection.close(code, reason);
    return this.#connections.size;
  }

  /** Ends all of them, after the server has ended. */
  abandon(): void {
    for (const connection of this.#connections) connection.abandon(RESTARTING, "");
  }
}

/** The parts of a connection that are used here. */
export type AcceptedConnection = Pick<
  Connection,
  "close" | "abandon" | "ip" | "scope" | "stalled" | "wasSilentFor"
>;
