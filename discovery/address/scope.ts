/** How far an IP address reaches: this machine, this site, or the whole internet. Names are not looked up here. */
import ipaddr from "ipaddr.js";
import { groupsOf, mappedOctets, octetsOf } from "./ip_text.ts";

/** Ordered from narrow to wide: an address must never be told to a peer of wider scope. */
export type Scope = "loopback" | "private" | "public";

/** All scopes, from narrow to wide. */
export const SCOPES: readonly Scope[] = ["loopback", "private", "public"];

/**
 * The scope of an IP literal. Link-local, CGNAT (RFC 6598), unique local and the unspecified address count as
 * private. A text that is no IP literal counts as public: that is the most cautious answer.
 *
 * @example
 * ```ts
 * import { scopeOfIp } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(scopeOfIp("127.0.0.1"), "loopback");
 * assert.equal(scopeOfIp("::ffff:192.168.1.7"), "private");
 * assert.equal(scopeOfIp("8.8.8.8"), "public");
 * ```
 */
export function scopeOfIp(ip: string): Scope {
  const address = readIp(ip);
  return address === undefined ? "public" : scopeOf(address);
}

/** An IP address that was read, as ipaddr.js has it; IPv4-mapped IPv6 is IPv4. */
export type Ip = ReturnType<typeof ipaddr.process>;

/**
 * Reads an IP literal once, for several questions about it. Undefined for names and other texts.
 *
 * @example
 * ```ts
 * import { readIp, scopeOf } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(scopeOf(readIp("::ffff:10.0.0.7")!), "private");
 * assert.equal(readIp("peer7.example"), undefined);
 * ```
 */
export function readIp(text: string): Ip | undefined {
  // Names are told apart here: ipaddr needs 9 µs for one.
  if (!IP_LIKE.test(text)) return undefined;
  const octets = octetsOf(text);
  if (octets !== undefined) return new ipaddr.IPv4(octets);
  const groups = groupsOf(text);
  if (groups === undefined) return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
  const mapped = mappedOctets(groups);
  return mapped === undefined ? new ipaddr.IPv6(groups) : new ipaddr.IPv4(mapped);
}

/** The scope of an IP that was read; see {@linkcode scopeOfIp}. */
export function scopeOf(ip: Ip): Scope {
  const range = ip.range();
  const inside = embeddedIn(ip, range);
  if (inside !== undefined) return scopeOfIp(inside);
  if (range === "loopback") return "loopback";
  return PRIVATE_RANGES.has(range) ? "private" : "public";
}

/**
 * The IPv4 address that an IPv6 address leads to (NAT64, SIIT, 6to4); undefined where there is none.
 *
 * @param ip An IP literal.
 *
 * @example
 * ```ts
 * import { embeddedIpv4 } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(embeddedIpv4("64:ff9b::203.0.113.7"), "203.0.113.7");
 * assert.equal(embeddedIpv4("2600::1"), undefined);
 * ```
 */
export function embeddedIpv4(ip: string): string | undefined {
  const address = readIp(ip);
  return address === undefined ? undefined : embeddedIn(address);
}

function embeddedIn(address: Ip, range = address.range()): string | undefined {
  const at = EMBEDDED_IPV4.get(range);
  return at === undefined ? undefined : address.toByteArray().slice(at, at + 4).join(".");
}

/** The address that an IP leads to: an IPv6 address that holds an IPv4 one becomes that one. */
function unwrapped(ip: Ip): Ip {
  const inside = ip.kind() === "ipv6" ? embeddedIn(ip) : undefined;
  return inside === undefined ? ip : unwrapped(readIp(inside)!);
}

/** How the ranges below begin, as the URL parser and the system write them; most addresses end here. */
const MAY_BE_UNDIALABLE = /^(?:(?:0|22[4-9]|2[3-5][0-9])\.|::|ff|fe[89ab]|2002:|64:ff9b:)/i;

/**
 * What makes an IP one that nobody can dial; undefined where somebody can, and for names. IPv6 link-local addresses
 * need a zone, and a URL has no place for it. Ranges for documentation are let through: lessons and tests use them.
 *
 * @param host IP literal without brackets, or a name.
 *
 * @example
 * ```ts
 * import { undialableKind } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(undialableKind("224.0.0.1"), "multicast address");
 * assert.equal(undialableKind("203.0.113.7"), undefined);
 * assert.equal(undialableKind("node.example"), undefined);
 * ```
 */
export function undialableKind(host: string): string | undefined {
  const ip = MAY_BE_UNDIALABLE.test(host) ? readIp(host) : undefined;
  if (ip === undefined) return undefined;
  const address = unwrapped(ip);
  const range = address.range();
  if (range === "multicast" || range === "broadcast") return `${range} address`;
  if (range === "unspecified") return "unspecified address";
  if (address.kind() === "ipv6") {
    return range === "linkLocal" ? "link-local address without a zone" : undefined;
  }
  // In "reserved" are the ranges for documentation, too.
  return address.toByteArray()[0]! >= 240 ? "reserved address" : undefined;
}

/** IPv6 ranges that lead to the IPv4 address inside, and at which byte it begins. */
const EMBEDDED_IPV4: ReadonlyMap<string, number> = new Map([["rfc6052", 12], ["rfc6145", 12], ["6to4", 2]]);

/** What an IP literal looks like: a colon, or digits and dots only. */
const IP_LIKE = /:|^[0-9.]+$/;

/**
 * True for IP literals without brackets; names and other texts are none.
 *
 * @example
 * ```ts
 * import { isIp } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isIp("192.168.1.7"), true);
 * assert.equal(isIp("peer7.example"), false);
 * ```
 */
export function isIp(text: string): boolean {
  return readIp(text) !== undefined;
}

/**
 * True when an address of scope `about` may be told to (or taken from) a peer of scope `peer`: never outwards.
 *
 * @example
 * ```ts
 * import { reaches } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(reaches("public", "private"), true);
 * assert.equal(reaches("loopback", "public"), false);
 * ```
 */
export function reaches(about: Scope, peer: Scope): boolean {
  return about === peer || about === "public" || peer === "loopback";
}

const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  "private",
  "uniqueLocal",
  "linkLocal",
  "carrierGradeNat",
  "unspecified",
]);

/**
 * An IP literal in one spelling: IPv4-mapped IPv6 (`::ffff:127.0.0.1`, also `::ffff:7f00:1`) becomes IPv4.
 * Other texts come back unchanged.
 *
 * @example
 * ```ts
 * import { unmap } from "./scope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(unmap("::ffff:127.0.0.1"), "127.0.0.1");
 * assert.equal(unmap("localhost"), "localhost");
 * ```
 */
export function unmap(ip: string): string {
  return ip.includes(":") ? readIp(ip)?.toString() ?? ip : ip;
}
