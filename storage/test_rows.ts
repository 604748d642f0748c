/** Rows for the tests and benchmarks of stores. */
import { parseAddress } from "../discovery/address/address.ts";
import { never_dialled, type PeerRow } from "./peer_row.ts";

/**
 * A row that was just heard from a private source.
 *
 * @param addr A valid address.
 *
 * @example
 * ```ts
 * import { row } from "./test_rows.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(row("ws://A").key, "ws://a/");
 * ```
 */
export function row(addr: string, rest: Partial<PeerRow> = {}): PeerRow {
  const { address } = parseAddress(addr);
  if (address === undefined) throw new Error(`expected an address, got ${addr}`);
  return {
    ...never_dialled,
    key: address.key,
    addr,
    ip: null,
    group: address.host,
    source_group: "10.0.0.7",
    source_scope: "private",
    first_heard_ms: 1_700_000_000_000,
    last_heard_ms: 1_700_000_000_000,
    ...rest,
  };
}

/** Rows `ws://peer-N.example:9000/ws`, `count` of them, N from `from` on. */
export function rows(count: number, from = 0): PeerRow[] {
  return Array.from({ length: count }, (_, index) => row(`ws://peer-${from + index}.example:9000/ws`));
}
