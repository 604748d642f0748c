/** How long it takes until one node lists what was registered on another one, at a steady rate. */
import { RawClient } from "./raw_client.ts";
import { askOn, register } from "./redis_nodes.ts";

/** What is done. */
export interface NewsPlan {
  /** Port of the node that takes the registers. */
  readonly told: number;
  /** Port of the node that is to list them. */
  readonly listing: number;
  readonly registers_per_second: number;
  readonly duration_s: number;
  /** Connections among which the registers take turns. */
  readonly connections: number;
}

/** What was seen. */
export interface NewsDelays {
  readonly registers: number;
  readonly duration_ms: number;
  /** From the answer 202 to the first list of the other node that has the address, sorted. 0 where that list came first. */
  readonly from_answer_ms: readonly number[];
  /** The same from the moment when the register was sent. */
  readonly from_request_ms: readonly number[];
}

/** Addresses that the other node is asked for at once: those of more than a second, newest first. */
const asked_seconds = 3;

/** Longer than any limit that is measured against. */
const give_up_ms = 30_000;

/**
 * Registers and looks.
 *
 * @throws {Error} A register was refused, or the other node does not list all within half a minute.
 */
export async function measureNewsDelays(plan: NewsPlan): Promise<NewsDelays> {
  const times = new Map<string, { request_ms: number; answer_ms?: number; listed_ms?: number }>();
  const unlisted = new Set<string>();
  const began_ms = performance.now();
  let ended_ms: number | undefined;

  const watch = async () => {
    using client = await RawClient.connect(plan.listing);
    const request = { op: "peers", args: { limit: asked_seconds * plan.registers_per_second } };
    while (ended_ms === undefined || unlisted.size > 0) {
      const { response } = await askOn(client, request);
      const now_ms = performance.now();
      for (const addr of (response as { peers: string[] }).peers) {
        if (unlisted.delete(addr)) times.get(addr)!.listed_ms = now_ms;
      }
      if (now_ms - (ended_ms ?? now_ms) > give_up_ms) throw new Error(`${unlisted.size} were never listed`);
      await pause(5);
    }
  };
  const registerAll = async (number: number) => {
    using client = await RawClient.connect(plan.told);
    const each_ms = 1_000 / plan.registers_per_second;
    for (let n = number; n < plan.registers_per_second * plan.duration_s; n += plan.connections) {
      await pause(began_ms + n * each_ms - performance.now());
      const addr = `ws://news-${n}.example:9000/ws`;
      const time: { request_ms: number; answer_ms?: number } = { request_ms: performance.now() };
      times.set(addr, time);
      unlisted.add(addr);
      const { status, error } = await askOn(client, register(addr));
      if (status !== 202) throw new Error(`${status} ${error}`);
      time.answer_ms = performance.now();
    }
  };
  const registering = Promise.all(
    Array.from({ length: plan.connections }, (_, number) => registerAll(number)),
  )
    .finally(() => ended_ms = performance.now());
  await Promise.all([registering, watch()]);
  const all = [...times.values()];
  const sorted = (delay_ms: (time: typeof all[number]) => number) => all.map(delay_ms).sort((a, b) => a - b);
  return {
    registers: all.length,
    duration_ms: ended_ms! - began_ms,
    from_answer_ms: sorted(({ answer_ms, listed_ms }) => Math.max(0, listed_ms! - answer_ms!)),
    from_request_ms: sorted(({ request_ms, listed_ms }) => listed_ms! - request_ms),
  };
}

/**
 * The value that a share of sorted values does not exceed.
 *
 * @example
 * ```ts
 * import { quantile } from "./news_delay.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quantile([1, 2, 3, 100], 0.5), 2);
 * ```
 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
