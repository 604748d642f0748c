/** Rows for the database of a measured node. */
import { locate } from "../discovery/address/group.ts";
import { tried_max } from "../discovery/limits.ts";
import { never_dialled, type PeerRow } from "../storage/peer_row.ts";

const now_ms = Date.now();

/** What a row says of an address that answers. */
export const reached = {
  last_try_ms: now_ms,
  last_success_ms: now_ms,
  first_success_ms: now_ms - 1e6,
  successes: 5,
  reliability: 0.9,
  state: "tried",
  speaks: "network",
} as const;

/**
 * The row of an address that was heard of just now.
 *
 * @param rest What else is known of it.
 */
export function rowOf(
  addr: string,
  source_group: string,
  source_scope: PeerRow["source_scope"],
  rest: Partial<PeerRow> = {},
): PeerRow {
  const { key, host, group } = locate(addr)!;
  return {
    ...never_dialled,
    key,
    addr,
    ip: host,
    group,
    source_group,
    source_scope,
    first_heard_ms: now_ms,
    last_heard_ms: now_ms,
    ...rest,
  };
}

/** A full table of public addresses that answered: as many groups and IPs as the book asks for. */
export function triedRows(): PeerRow[] {
  return Array.from(
    { length: tried_max },
    (_, n) => rowOf(`ws://${20 + (n >> 8)}.${n & 63}.${n >> 6}.1:9000/ws`, "20.0", "public", reached),
  );
}
