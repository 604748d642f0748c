/** Whether a node keeps what it acknowledged: addresses that it took with 202 and must list later. */
import { setTimeout as delay } from "node:timers/promises";
import type { Asker } from "./asker.ts";

/** Addresses that are registered at each node before each fault: far fewer than what makes others leave the list. */
export const acknowledged_each_time = 20;

const page_rows = 1_000;
/** Nodes that share a store tell each other what is new within a second. */
const patience_ms = 5_000;
const again_ms = 200;

let given = 0;

/**
 * An address of this computer where nobody listens. None is given twice: what a node had before the fault shows nothing. They
 * are scattered over the order of the keys, so that each changes other pages of a database.
 *
 * @example
 * ```ts
 * import { freshAddress } from "./acknowledged.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(freshAddress(), /^ws:\/\/127\.66\.\d+\.\d+:9\/ws$/);
 * assert.equal(new Set(Array.from({ length: 70_000 }, freshAddress)).size, 70_000);
 * ```
 */
export function freshAddress(): string {
  const n = given++;
  // An odd factor leads each number below 2^16 to another one.
  const scattered = n * 40_503 & 0xffff;
  return `ws://127.${66 + (n >> 16)}.${scattered >> 8}.${scattered & 255}:9/ws`;
}

/** Registers a few addresses at once. Returns those that were accepted: all or none. */
export async function acknowledge(asker: Pick<Asker, "ask">): Promise<string[]> {
  const addresses = Array.from({ length: acknowledged_each_time }, freshAddress);
  const answer = await asker.ask("register", { addr: addresses });
  return answer?.status === 202 ? addresses : [];
}

/** What a node lists of some addresses. */
export interface Kept {
  /** How many of them it does not list, also some seconds later. */
  readonly missing: number;
  /** All that it lists. */
  readonly listed: number;
}

/** Looks for addresses at a node; undefined where it does not answer. */
export async function lookFor(
  asker: Pick<Asker, "ask">,
  addresses: readonly string[],
  { pause = () => delay(again_ms), now_ms = () => performance.now() }: {
    readonly pause?: () => Promise<unknown>;
    readonly now_ms?: () => number;
  } = {},
): Promise<Kept | undefined> {
  const start_ms = now_ms();
  for (;;) {
    const listed = await list(asker);
    const missing = listed && addresses.filter((address) => !listed.has(address)).length;
    if (missing === 0 || now_ms() - start_ms > patience_ms) {
      return listed && { missing: missing!, listed: listed.size };
    }
    await pause();
  }
}

async function list(asker: Pick<Asker, "ask">): Promise<Set<string> | undefined> {
  const listed = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const answer = await asker.ask("peers", { limit: page_rows, after });
    const peers = answer?.response?.peers;
    if (peers === undefined) return undefined;
    for (const address of peers) listed.add(address);
    if (peers.length < page_rows) return listed;
    after = peers.at(-1);
  }
}
