/** The clock by which nodes over one Redis compare times: their own, as long as it agrees with that of the server. */
import type { Words } from "../../../discovery/words.ts";
import { forget_reached_s } from "../../../discovery/book/limits.ts";
import { redis_clock_apart_max_ms } from "../../limits.ts";
import type { Command, Reply } from "./connection.ts";
import { unlessForbidden } from "./durability.ts";

/**
 * This node's clock, compared with the server's.
 *
 * @example
 * ```ts
 * import { SharedClock } from "./shared_clock.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = new SharedClock(() => 1_000_000_000_000);
 * clock.compare(1_700_000_000_000);
 * assert.equal(clock.shared(999_999_999_000), 1_699_999_999_000);
 * assert.equal(clock.old_ms, 0);
 * ```
 */
export class SharedClock {
  /** Milliseconds since 1970, as this computer has them. */
  readonly now_ms: () => number;
  #behind_ms = 0;

  /** @param now_ms Milliseconds since 1970, as this computer has them. */
  constructor(now_ms: () => number) {
    this.now_ms = now_ms;
  }

  /** What the operator should know; undefined while the clocks agree. */
  get note(): Words | undefined {
    if (!this.#is_apart) return undefined;
    const apart_h = (Math.abs(this.#behind_ms) / 3_600_000).toFixed(1);
    const is_behind = this.#behind_ms > 0;
    return {
      en: `This computer's clock is ${apart_h} hours ${is_behind ? "behind" : "ahead of"} Redis's: ` +
        "this node removes no old addresses for the others. Set the clock.",
      zh: `本机的时钟比 Redis 的${
        is_behind ? "慢" : "快"
      } ${apart_h} 小时：本节点不替其他节点删除旧地址。请校准时钟。`,
    };
  }

  /** Times before this one are so long ago that an address leaves for all nodes; 0 where this node can't judge that. */
  get old_ms(): number {
    return this.#is_apart ? 0 : this.now_ms() - forget_reached_s * 1000;
  }

  /** The server's clock was read just now. */
  compare(server_ms: number): void {
    this.#behind_ms = server_ms - this.now_ms();
  }

  /** A time of this node as all nodes are told of it, in whole milliseconds. */
  shared(time_ms: number): number {
    return Math.max(0, Math.floor(time_ms + (this.#is_apart ? this.#behind_ms : 0)));
  }

  /** A time that was read. One from the future would never grow old. */
  read(time_ms: number): number {
    const server_ms = this.now_ms() + (this.#is_apart ? this.#behind_ms : 0);
    return Math.min(Math.floor(time_ms), server_ms + redis_clock_apart_max_ms);
  }

  get #is_apart(): boolean {
    return Math.abs(this.#behind_ms) > redis_clock_apart_max_ms;
  }
}

/** Asks the server for its time. Where that is forbidden the clocks count as alike. */
export async function compareClock(
  clock: SharedClock,
  send: (command: Command) => Promise<Reply>,
): Promise<void> {
  const time = await unlessForbidden(send(["TIME"])) as readonly string[] | undefined;
  if (time !== undefined) clock.compare(Number(time[0]) * 1000 + Math.floor(Number(time[1]) / 1000));
}
