/** How long a silent client is kept, and which one goes when places run short. */
import { idle_timeout_s, silence_spared_from_strangers_s } from "../limits.ts";
import type { Scope } from "../../discovery/address/scope.ts";

/** What of a connection is looked at. */
export interface Silent {
  readonly scope: Scope;
  /** When it last sent a message, in milliseconds; Infinity for one that is to be left alone. */
  readonly silent_since_ms: number;
}

/**
 * The idle time-out of a client in seconds, which is fixed at its upgrade; 0: it is kept. A synchronous program reads
 * neither ping nor close while it thinks, and a program of this computer or site may think for as long as it likes.
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
 * The client that makes room for a newcomer: of those that hold the same kind of place, the one that has sent nothing for
 * longest, and at least for as long as a public client may leave a ping unanswered. For a stranger, only a client is closed that
 * has been silent for very long. Undefined where none is to go. Whether a silent one still reads is not known: it is
 * not pinged.
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
