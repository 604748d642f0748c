/** Reads all that Redis has of a network: at the start, and after news were missed. */
import { redis_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { Reply } from "./server/connection.ts";
import { lastHeardOf, type Own, ownOf, rowFrom, sharedOf } from "./rows/row_texts.ts";
import type { RedisSession } from "./session.ts";
import type { SharedClock } from "./server/shared_clock.ts";

/** All of it, as this node sees it. */
export interface Loaded {
  /** By key, in no order. The caller's own. */
  readonly rows: Map<string, PeerRow>;
  /** What this node has forgotten: key -> when the address was last heard of then. */
  readonly forgotten: ReadonlyMap<string, number>;
  /** Keys of own parts whose address has left for all. */
  readonly orphans: readonly string[];
  /** Keys whose texts foxchain did not write. They count as not there. */
  readonly foreign: readonly string[];
}

/**
 * Reads shared and own parts.
 *
 * @throws {StorageError} `away` or `unwritable`.
 */
export async function loadRows(session: RedisSession, clock: SharedClock): Promise<Loaded> {
  const { peers, heard, own } = session.keys;
  const own_parts = new Map<string, Own | undefined>();
  for await (const [key, text] of pairs(session, "HSCAN", own)) own_parts.set(key, ownOf(text));
  const heard_ms = new Map<string, number>();
  for await (const [key, score] of pairs(session, "ZSCAN", heard)) heard_ms.set(key, Number(score));
  // A scan may give a field twice. The rows are put together meanwhile: all at once would hold up clients.
  const rows = new Map<string, PeerRow>();
  const forgotten = new Map<string, number>();
  const foreign = new Set<string>();
  for await (const [key, text] of pairs(session, "HSCAN", peers)) {
    const shared = sharedOf(key, text);
    if (shared === undefined) {
      foreign.add(key);
      continue;
    }
    const last_heard_ms = clock.read(lastHeardOf(heard_ms.get(key), shared));
    const part = own_parts.get(key);
    const is_dialled = part !== undefined && !("forgotten_ms" in part);
    if (part !== undefined && !is_dialled && part.forgotten_ms >= last_heard_ms) {
      forgotten.set(key, part.forgotten_ms);
    } else rows.set(key, rowFrom(key, shared, last_heard_ms, is_dialled ? part : undefined));
  }
  const orphans = [...own_parts.keys()].filter((key) =>
    !rows.has(key) && !forgotten.has(key) && !foreign.has(key)
  );
  return { rows, forgotten, orphans, foreign: [...foreign] };
}

/** The pairs of a hash or a sorted set, in pieces, so that Redis answers others meanwhile. */
async function* pairs(
  session: RedisSession,
  scan: "HSCAN" | "ZSCAN",
  key: string,
): AsyncGenerator<readonly [name: string, value: string]> {
  let cursor = "0";
  do {
    const reply = await session.send([scan, key, cursor, "COUNT", String(redis_rows_at_once_max)]);
    const [next, flat] = reply as readonly [string, readonly Reply[]];
    for (let at = 0; at < flat.length; at += 2) yield [String(flat[at]), String(flat[at + 1])];
    cursor = next;
  } while (cursor !== "0");
}
