/** Accepted WebSockets whose upgrade has not been answered yet. When that fails no event ever tells. */
import type { Connection } from "../connection.ts";
import { opening_checks_max } from "../limits.ts";

/** What of a connection is used. */
export type Opening = Pick<Connection, "source" | "opened" | "abandon">;

/**
 * Unopened connections by their source.
 *
 * @example
 * ```ts
 * import { Unopened } from "./unopened.ts";
 * import assert from "node:assert/strict";
 *
 * const unopened = new Unopened();
 * const reset = { source: "203.0.113.7", opened: false, abandon: () => unopened.delete(reset) };
 * unopened.add(reset);
 * assert.equal(unopened.count("203.0.113.7"), 1);
 * assert.deepEqual([unopened.check(), unopened.check()], [[], []]);
 * assert.deepEqual(unopened.check(), [reset]);
 * assert.equal(unopened.count("203.0.113.7"), 0);
 * ```
 */
export class Unopened<Each extends Opening = Opening> {
  /** Those that had not opened when it was last looked, with the number of looks. */
  readonly #sources = new Map<string, Map<Each, number>>();

  add(connection: Each): void {
    const { source } = connection;
    this.#sources.set(source, (this.#sources.get(source) ?? new Map<Each, number>()).set(connection, 0));
  }

  delete(connection: Each): void {
    const { source } = connection;
    this.#sources.get(source)?.delete(connection);
    this.count(source);
  }

  /** How many connections of a source have not opened. */
  count(source: string): number {
    const connections = this.#sources.get(source);
    if (connections === undefined) return 0;
    for (const connection of connections.keys()) if (connection.opened) connections.delete(connection);
    if (connections.size === 0) this.#sources.delete(source);
    return connections.size;
  }

  /** Gives up the connections that were unopened at {@linkcode opening_checks_max} looks, and returns them. */
  check(): Each[] {
    const given_up: Each[] = [];
    for (const [source, connections] of this.#sources) {
      this.count(source);
      for (const [connection, looks] of connections) {
        connections.set(connection, looks + 1);
        if (looks + 1 >= opening_checks_max) given_up.push(connection);
      }
    }
    return abandoned(given_up);
  }

  /** Gives up every one. */
  abandon(): void {
    const unopened = [...this.#sources].filter(([source]) => this.count(source) > 0);
    abandoned(unopened.flatMap(([, connections]) => [...connections.keys()]));
  }
}

function abandoned<Each extends Opening>(connections: Each[]): Each[] {
  for (const connection of connections) connection.abandon(1006, "It never opened.");
  return connections;
}
