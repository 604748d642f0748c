/** Lists the limits of discovery that a membership has broken, for tests and scenarios. */
import * as limits from "../discovery/limits.ts";
import type { Link } from "../discovery/state/link.ts";
import type { Membership } from "../discovery/membership.ts";
import type { PeerBook } from "../discovery/book/peer_book.ts";

/** Names of the broken limits; empty when all is well. */
export function brokenLimits({ book, links }: Membership): string[] {
  const held = (fits: (link: Link) => boolean) => [...links.values()].filter(fits).length;
  const role = (name: string) => held((link) => link.kind !== "client" && link.role === name);
  return [
    ...brokenBookLimits(book),
    ...broken([
      ["inbound", role("inbound"), limits.inbound_max],
      ["outbound", held((link) => link.outbound && link.holdsSlot), limits.outbound_default],
      ["extra", role("extra"), limits.extra_links_max],
      ["reserved", role("reserved"), limits.lecture_links_max],
    ]),
  ];
}

/** The same for a peer book alone. */
export function brokenBookLimits({ heard, local, tried, near, size, pending_evictions }: PeerBook): string[] {
  const most = (name: string, keys: Iterable<string | null>, limit: number): Check[] => {
    const counts = new Map<string | null, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    counts.delete(null);
    return [...counts].map(([key, count]) => [`${name} ${key}`, count, limit]);
  };
  return broken([
    ["rows", size, limits.peers_default_max],
    ["heard", heard.rows.length, limits.heard_max],
    ["local", local.rows.length, limits.local_max],
    ["tried", tried.rows.length, limits.tried_max],
    ["near", near.rows.length, limits.near_max],
    ["pending evictions", pending_evictions.length, limits.pending_evictions_max],
    ...most("heard from", heard.rows.map(({ source }) => source.group), limits.heard_per_source_group_max),
    ...most("heard in", heard.rows.map(({ group }) => group), limits.heard_per_group_max),
    ...most("tried on", tried.rows.map(({ ip }) => ip), limits.tried_per_ip_max),
  ]);
}

type Check = readonly [name: string, value: number, most: number];

function broken(checks: readonly Check[]): string[] {
  return checks.filter(([, value, most]) => value > most).map(([name, value, most]) =>
    `${name}: ${value} > ${most}`
  );
}
