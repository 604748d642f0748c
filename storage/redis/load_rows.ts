/** Reads all that Redis has of a network: at the start, and after news were missed. */
import { redis_rows_at_once_max } from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import type { Reply } from "./connection.ts";
import { damagedRow } from "./faults.ts";
import { type Own, ownOf, rowFrom, sharedOf } from "./row_texts.ts";
import type { RedisSession } from "./session.ts";

/** All of it, as this node sees it. */
export interface Loaded {
  /** By key; in the order in which they were first heard of. */
  readonly rows: ReadonlyMap<string, PeerRow>;
  /** What this node has forgotten: key -> when the address was last heard of then. */
  readonly forgotten: ReadonlyMap<string, number>;
}

/**
 * Reads shared and own parts.
 *
 * @throws {StorageError} `away`, `unwritable`, or `damaged` where a row is none of ours.
 */
export async function loadRows(session: RedisSession): Promise<Loaded> {
  const { peers, heard, own } = session.keys;
  const own_parts = new Map<string, Own>();
  for await (const [key, text] of pairs(session, "HSCAN", own)) {
    const part = ownOf(text);
    if (part !== undefined) own_parts.set(key, part);
  }
  const heard_ms = new Map<string, number>();
  for await (const [key, score] of pairs(session, "ZSCAN", heard)) heard_ms.set(key, Number(score));
  const found: PeerRow[] = [];
  const forgotten = new Map<string, number>();
  for await (const [key, text] of pairs(session, "HSCAN", peers)) {
    const shared = sharedOf(text);
    if (shared === undefined) throw damagedRow(session.place, peers, key);
    const last_heard_ms = heard_ms.get(key) ?? shared.first_heard_ms;
    const part = own_parts.get(key);
    if (part !== undefined && "forgotten_ms" in part) {
      if (part.forgotten_ms >= last_heard_ms) forgotten.set(key, part.forgotten_ms);
      else found.push(rowFrom(key, shared, last_heard_ms));
    } else found.push(rowFrom(key, shared, last_heard_ms, part));
  }
  found.sort((one, other) => one.first_heard_ms - other.first_heard_ms);
  // A scan may give a field twice.
  return { rows: new Map(found.map((row) => [row.key, row])), forgotten };
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
