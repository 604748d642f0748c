/**
 * Sources: whom every limit 'per IP' counts as one. Whoever rents an IPv6 host gets a /64 of addresses, and often a /48 of
 * such networks, so one address says nothing there. How far a source reaches (its scope) is not decided here.
 */
import { embeddedIpv4, type Ip, readIp, scopeOf } from "./scope.ts";

/** Under which keys a source is counted. */
export interface SourceKeys {
  /** The IP, or the /64 of a public IPv6 address: one customer at least. */
  readonly narrow: string;
  /** The /48 of a public IPv6 address, one site: it gets four times as much. Null elsewhere. */
  readonly wide: string | null;
}

/** Finds the keys of an IP; see {@linkcode sourceKeys}. */
export type KeysOf = (ip: string) => SourceKeys;

/**
 * The keys of a source. Only for limits: nothing is trusted, dialled or told because of them.
 *
 * @param ip IP literal, IPv4-mapped IPv6 as IPv4.
 * @param own_networks The /64s of this machine's own interfaces, from {@linkcode networksOf}: a class on one campus LAN
 * has one of them together, so there each address counts by itself. So do private and link-local addresses.
 *
 * @example
 * ```ts
 * import { sourceKeys } from "./source.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(sourceKeys("203.0.113.7"), { narrow: "203.0.113.7", wide: null });
 * assert.deepEqual(sourceKeys("2600:1:2:3::7"), { narrow: "2600:1:2:3::/64", wide: "2600:1:2::/48" });
 * assert.deepEqual(sourceKeys("fd00::7"), { narrow: "fd00::7", wide: null });
 * ```
 */
export function sourceKeys(ip: string, own_networks: ReadonlySet<string> = no_networks): SourceKeys {
  const address = ip.includes(":") ? readIp(ip) : undefined;
  if (address?.kind() !== "ipv6") return { narrow: ip, wide: null };
  // A translator (NAT64) or 6to4: the IPv4 address inside says who it is.
  const inside = embeddedIpv4(ip);
  if (inside !== undefined) return { narrow: inside, wide: null };
  if (scopeOf(address) !== "public") return { narrow: ip, wide: null };
  const narrow = prefixOf(address, 64);
  return own_networks.has(narrow) ? { narrow: ip, wide: null } : { narrow, wide: prefixOf(address, 48) };
}

/**
 * The /64s of some IPv6 addresses; other texts are skipped.
 *
 * @example
 * ```ts
 * import { networksOf, sourceKeys } from "./source.ts";
 * import assert from "node:assert/strict";
 *
 * const own = networksOf(["192.168.1.7", "2600:1:2:3::1"]);
 * assert.equal(sourceKeys("2600:1:2:3::7", own).narrow, "2600:1:2:3::7");
 * ```
 */
export function networksOf(ips: Iterable<string>): ReadonlySet<string> {
  const addresses = [...ips].map(readIp).filter((address) => address?.kind() === "ipv6");
  return new Set(addresses.map((address) => prefixOf(address!, 64)));
}

const no_networks: ReadonlySet<string> = new Set();

function prefixOf(ip: Ip, bits: 48 | 64): string {
  const { parts } = ip as Extract<Ip, { parts: number[] }>;
  let text = "";
  for (let at = 0; at < bits / 16; at++) text += (at > 0 ? ":" : "") + parts[at]!.toString(16);
  return `${text}::/${bits}`;
}
