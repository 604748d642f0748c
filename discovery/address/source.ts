/**
 * Sources: what every limit 'per IP' counts as one, and how much each holds. An IPv6 host is rented with a /64 of
 * addresses, and often with a /48 of such networks, so one address says nothing there. Scope is not decided here.
 */
import { wide_factor } from "./limits.ts";
import { embeddedIpv4, type Ip, readIp, scopeOf } from "./scope.ts";

/** The keys under which a source is counted. */
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
 * shares one of them, so there each address counts by itself. So do private and link-local addresses.
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
  // Through a translator (NAT64) or 6to4 the IPv4 address inside tells the source.
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

/**
 * How many of something each source has.
 *
 * @example A /48 gets four times what each /64 of it gets
 * ```ts
 * import { SourceCounts, sourceKeys } from "./source.ts";
 * import assert from "node:assert/strict";
 *
 * const counts = new SourceCounts();
 * for (const network of [1, 2, 3, 4]) counts.add(sourceKeys(`2600:1:2:${network}::7`));
 * assert.equal(counts.hasRoom(sourceKeys("2600:1:2:5::7"), 1), false);
 * assert.equal(counts.hasRoom(sourceKeys("2600:1:3:5::7"), 1), true);
 * ```
 */
export class SourceCounts {
  readonly #counts = new Map<string, number>();

  /** @param held The sources of what is there already. */
  constructor(held: Iterable<SourceKeys> = []) {
    for (const keys of held) this.add(keys);
  }

  /** Whether the source may have one more, if each may have `each_max`. */
  hasRoom({ narrow, wide }: SourceKeys, each_max: number): boolean {
    return this.#of(narrow) < each_max && (wide === null || this.#of(wide) < wide_factor * each_max);
  }

  add(keys: SourceKeys): void {
    this.#change(keys, 1);
  }

  /** Takes back one {@linkcode add}. */
  remove(keys: SourceKeys): void {
    this.#change(keys, -1);
  }

  #of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  #change({ narrow, wide }: SourceKeys, by: number): void {
    for (const key of wide === null ? [narrow] : [narrow, wide]) {
      const count = this.#of(key) + by;
      if (count === 0) this.#counts.delete(key);
      else this.#counts.set(key, count);
    }
  }
}
