/** The registers of one turn of the event loop on their way to Redis. */
import type { PeerRow } from "../peer_row.ts";
import type { Command } from "./server/connection.ts";
import type { RedisKeys } from "./rows/keys.ts";
import { tellOf, toldOf } from "./rows/news.ts";
import { firstCommands, heardCommands } from "./rows/row_commands.ts";
import type { SharedClock } from "./server/shared_clock.ts";

/** The rows, and what their callers wait for. */
export class RegisterBatch {
  /** Keys that Redis has not acknowledged before. */
  readonly waiting = new Set<string>();
  readonly #rows = new Map<string, PeerRow>();
  /** Keys that this node had forgotten. */
  readonly #recalled = new Set<string>();
  readonly #done = Promise.withResolvers<void>();

  /** Settles with Redis's word. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  get keys(): readonly string[] {
    return [...this.#rows.keys()];
  }

  /**
   * Adds a row. Of two with one key the first one's text counts, and the later time.
   *
   * @param was.waiting Redis has not acknowledged it before.
   * @param was.forgotten This node had forgotten it.
   */
  add(row: PeerRow, was: { readonly waiting: boolean; readonly forgotten: boolean }): void {
    const { key } = row;
    const before = this.#rows.get(key);
    const last_heard_ms = Math.max(row.last_heard_ms, before?.last_heard_ms ?? 0);
    this.#rows.set(key, { ...before ?? row, last_heard_ms });
    if (was.waiting) this.waiting.add(key);
    if (was.forgotten) this.#recalled.add(key);
  }

  /**
   * All commands: first one HSETNX for each key, then the others.
   *
   * @param mark By which this node knows its own news again.
   */
  commands(keys: RedisKeys, clock: SharedClock, mark: string): Command[] {
    const told = [...this.#rows.values()].map((row) => toldOf(row, clock));
    return [
      ...firstCommands(told, keys),
      ...heardCommands(told, keys),
      ...tellOf(told, keys, mark),
      ...(this.#recalled.size === 0 ? [] : [["HDEL", keys.own, ...this.#recalled]]),
    ];
  }

  /** The callers hear the end. */
  settle(error?: Error): void {
    if (error === undefined) this.#done.resolve();
    else this.#done.reject(error);
  }
}
