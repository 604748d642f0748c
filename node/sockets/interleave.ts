/** The order in which the IPs of one name are tried (RFC 8305, section 4). */

/**
 * The IPs, each once, IPv4 and IPv6 in turns, beginning with the kind of the first. If one kind does not work at all,
 * the second attempt already tries the other.
 *
 * @param ips IP literals, best first.
 *
 * @example
 * ```ts
 * import { interleave } from "./interleave.ts";
 * import assert from "node:assert/strict";
 *
 * const ips = ["192.0.2.1", "192.0.2.2", "2001:db8::1", "192.0.2.1"];
 * assert.deepEqual(interleave(ips), ["192.0.2.1", "2001:db8::1", "192.0.2.2"]);
 * ```
 */
export function interleave(ips: readonly string[]): string[] {
  const unique = [...new Set(ips)];
  const kinds = Object.groupBy(unique, (ip) => isIpv6(ip) === isIpv6(unique[0]!) ? "first" : "other");
  const { first = [], other = [] } = kinds;
  const longest = Math.max(first.length, other.length);
  const turns = Array.from({ length: longest }, (_, n) => [first[n], other[n]]);
  return turns.flat().filter((ip) => ip !== undefined);
}

function isIpv6(ip: string): boolean {
  return ip.includes(":");
}
