/** Accepted WebSockets whose upgrade has not been answered yet. No event tells when the answer fails. */
import { CUT_OFF } from "../../discovery/close_codes.ts";
import type { Connection } from "./connection.ts";
import { opening_checks_max } from "../limits.ts";

/** The parts of a connection that are used here. */
export type Opening = Pick<Connection, "opened" | "abandon">;

/**
 * Unopened connections by their source.
 *
 * @example
 * ```ts
 * import { Unopened } from "./unopened.ts";
 * import assert from "node:assert/strict";
 *
 * const unopened = new Unopened();
 * unopened.add("203.0.113.7", { opened: false, abandon: () => {} });
 * assert.equal(unopened.count("203.0.113.7"), 1);
 * assert.deepEqual([unopened.check(), unopened.check()], [[], []]);
 * assert.deepEqual(unopened.check(), ["203.0.113.7"]);
 * assert.equal(unopened.count("203.0.113.7"), 0);
 * ```
 */
export class Unopened {
  /** By source: its unopened connections, each with the number of looks at it. */
  readonly #sources = new Map<string, Map<Opening, number>>();

  add(source: string, connection: Opening): void {
    this.#sources.set(source, (this.#sources.get(source) ?? new Map<Opening, number>()).set(connection, 0));
  }

  delete(source: string, connection: Opening): void {
    const connections = this.#sources.get(source);
    if (connections?.delete(connection) && connections.size === 0) this.#sources.delete(source);
  }

  /** How many connections of a source have not opened. */
  count(source: string): number {
    const connections = this.#sources.get(source);
    if (connections === undefined) return 0;
    for (const connection of connections.keys()) if (connection.opened) connections.delete(connection);
    if (connections.size === 0) this.#sources.delete(source);
    return connections.size;
  }

  /** Gives up the connections that were unopened at {@linkcode opening_checks_max} looks. Returns the source of each. */
  check(): string[] {
    return this.#giveUp((connection, connections) => {
      const looks = connections.get(connection)! + 1;
      connections.set(connection, looks);
      return looks >= opening_checks_max;
    });
  }

  /** Gives up all of them. */
  abandon(): void {
    this.#giveUp(() => true);
  }

  #giveUp(isLost: (connection: Opening, connections: Map<Opening, number>) => boolean): string[] {
    const lost: [string, Opening][] = [];
    for (const [source, connections] of this.#sources) {
      this.count(source);
      for (const connection of connections.keys()) {
        if (isLost(connection, connections)) lost.push([source, connection]);
      }
    }
    for (const [source, connection] of lost) {
      this.delete(source, connection);
      connection.abandon(CUT_OFF, "It never opened.");
    }
    return lost.map(([source]) => source);
  }
}
