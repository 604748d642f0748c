/** Decides whether a source may have one more WebSocket, by how many of its earlier ones never opened. */
import type { Source } from "../../ops/context.ts";
import { type KeysOf, sourceKeys } from "../../discovery/address/source.ts";
import { lost_sockets_limit, lost_sockets_local_limit } from "../limits.ts";
import { LostSockets } from "./lost_sockets.ts";
import { type Opening, Unopened } from "./unopened.ts";

/**
 * Upgrades that are being answered, and upgrades that never were.
 *
 * @example
 * ```ts
 * import { Openings } from "./openings.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { ip: "203.0.113.7", scope: "public" } as const;
 * const openings = new Openings();
 * for (let reset = 0; reset < 32; reset++) {
 *   assert.ok(openings.hasRoom(source, 0));
 *   openings.add(source, { opened: false, abandon: () => {} });
 * }
 * assert.equal(openings.hasRoom(source, 0), false);
 * ```
 */
export class Openings {
  readonly #unopened = new Unopened();
  readonly #lost = new LostSockets();
  readonly #keysOf: KeysOf;

  /**
   * @param keysOf Names the source of an IP.
   */
  constructor(keysOf: KeysOf = sourceKeys) {
    this.#keysOf = keysOf;
  }

  /** Whether a source may have an upgrade now. */
  hasRoom(source: Source, now_ms: number): boolean {
    const key = this.#keyOf(source);
    const limit = source.scope === "loopback" ? lost_sockets_local_limit : lost_sockets_limit;
    return this.#unopened.count(key) < limit.unopened_max && this.#lost.mayUpgrade(key, limit, now_ms);
  }

  /** An upgrade of this source is being answered. Returns a function to call when its connection is gone. */
  add(source: Source, connection: Opening): () => void {
    const key = this.#keyOf(source);
    this.#unopened.add(key, connection);
    return () => this.#unopened.delete(key, connection);
  }

  /** Gives up connections that had not opened at several looks, and counts them as lost by their sources. */
  check(now_ms: number): void {
    for (const source of this.#unopened.check()) this.#lost.add(source, now_ms);
  }

  /** Gives up every connection that has not opened. */
  abandon(): void {
    this.#unopened.abandon();
  }

  /** A page of another site counts as public, also on this computer. So the person here does not pay for its losses. */
  #keyOf({ ip, scope }: Source): string {
    return scope === "loopback" ? "this computer" : this.#keysOf(ip).narrow;
  }
}
