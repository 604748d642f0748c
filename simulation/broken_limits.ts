/** Which limits of discovery a membership has broken: for tests and scenarios that say no table grows past its limit. */
import * as limits from "../discovery/limits.ts";
import type { Membership } from "../discovery/membership.ts";
import type { PeerBook } from "../discovery/book/peer_book.ts";

/** Names of the broken limits; empty when all is well. */
export function brokenLimits({ book, links }: Membership): string[] {
  const inbound =
    [...links.values()].filter((link) => link.kind === "inbound" && link.role === "inbound").length;
  const outbound = [...links.values()].filter((link) => link.outbound && link.holdsSlot).length;
  const broken = brokenBookLimits(book);
  if (inbound > limits.inbound_max) broken.push("inbound");
  if (outbound > limits.outbound_default) broken.push("outbound");
  return broken;
}

/** The same for a peer book alone. */
export function brokenBookLimits({ heard, tried, pending_evictions }: PeerBook): string[] {
  const broken: string[] = [];
  const check = (name: string, value: number, most: number) => {
    if (value > most) broken.push(`${name}: ${value} > ${most}`);
  };
  check("heard", heard.rows.length, limits.heard_max);
  check("tried", tried.rows.length, limits.tried_max);
  check("pending_evictions", pending_evictions.length, limits.pending_evictions_max);
  const sources = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const entry of heard.rows) {
    sources.set(entry.source.group, (sources.get(entry.source.group) ?? 0) + 1);
    groups.set(entry.group, (groups.get(entry.group) ?? 0) + 1);
  }
  for (const [source, count] of sources) {
    check(`heard from ${source}`, count, limits.heard_per_source_group_max);
  }
  for (const [group, count] of groups) check(`heard in ${group}`, count, limits.heard_per_group_max);
  const ips = new Map<string | null, number>();
  for (const { ip } of tried.rows) ips.set(ip, (ips.get(ip) ?? 0) + 1);
  for (const [ip, count] of ips) if (ip !== null) check(`tried on ${ip}`, count, limits.tried_per_ip_max);
  return broken;
}
