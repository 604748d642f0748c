/** How long a silent client is kept, and which one is closed when places run short. */
import { idle_timeout_s, silence_spared_from_strangers_s } from "../limits.ts";
import type { Scope } from "../../discovery/address/scope.ts";

/** The parts of a connection that are used here. */
export interface Silent {
  readonly scope: Scope;
  /** When it last sent a message, in milliseconds; Infinity for one that must not be closed. */
  readonly silent_since_ms: number;
}

/**
 * The idle time-out of a client in seconds, fixed at its upgrade; 0: it is kept. A synchronous program reads neither
 * ping nor close while it computes. A program of this computer or site may compute for any time.
 *
 * @example
 * ```ts
 * import { idleTimeout_s } from "./silence.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([idleTimeout_s("public"), idleTimeout_s("private"), idleTimeout_s("loopback")], [120, 0, 0]);
 * ```
 */
export function idleTimeout_s(scope: Scope, timeout_s: number = idle_timeout_s): number {
  return scope === "public" ? timeout_s : 0;
}

/**
 * The client that makes room for a newcomer: of those with the same kind of place, the one that has sent nothing for
 * longest. It must have been silent for the idle time-out, or for a public newcomer for an hour ({@linkcode
 * silence_spared_from_strangers_s}). Undefined where there is none. Such a client is not pinged, so it is not known
 * whether it still reads.
 *
 * @example
 * ```ts
 * import { longestSilent } from "./silence.ts";
 * import assert from "node:assert/strict";
 *
 * const [first, second] = [10, 20].map((silent_since_ms) => ({ scope: "private" as const, silent_since_ms }));
 * assert.equal(longestSilent([second!, first!], "private", 130_000), first);
 * assert.equal(longestSilent([second!, first!], "public", 130_000), undefined);
 * ```
 */
export function longestSilent<Client extends Silent>(
  clients: Iterable<Client>,
  newcomer: Scope,
  now_ms: number,
  timeout_s: number = idle_timeout_s,
): Client | undefined {
  const spared_s = newcomer === "public" ? silence_spared_from_strangers_s : timeout_s;
  let since_ms = now_ms - spared_s * 1000;
  let longest: Client | undefined;
  for (const client of clients) {
    if ((client.scope === "loopback") !== (newcomer === "loopback")) continue;
    if (client.silent_since_ms > since_ms) continue;
    since_ms = client.silent_since_ms;
    longest = client;
  }
  return longest;
}
