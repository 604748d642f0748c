/** The local networks that this computer is in, and which addresses are on their link. */
import ipaddr from "ipaddr.js";
import { scopeOfIp } from "../discovery/address/scope.ts";
import { isVirtualInterface } from "../node/membership/lan_address.ts";
import { links_max } from "./limits.ts";

/** An interface as the system tells it. */
export type Interface = Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address" | "netmask">;

/** This computer's place in one local network. */
export interface LanPlace {
  /** IPv4. */
  readonly address: string;
  /** E.g. `255.255.255.0`. */
  readonly netmask: string;
}

/**
 * The private IPv4 networks that this computer is in by real interfaces. Those of containers and tunnels are left out:
 * a VPN's other end must not hear of this node.
 *
 * @returns {@linkcode links_max} at most.
 *
 * @example
 * ```ts
 * import { lanPlaces } from "./places.ts";
 * import assert from "node:assert/strict";
 *
 * const wifi = { name: "wlan0", family: "IPv4", address: "192.168.1.7", netmask: "255.255.255.0" } as const;
 * const public_one = { name: "eth0", family: "IPv4", address: "8.8.8.8", netmask: "255.255.255.0" } as const;
 * assert.deepEqual(lanPlaces([wifi, public_one]).map(({ address }) => address), ["192.168.1.7"]);
 * ```
 */
export function lanPlaces(interfaces: readonly Interface[]): LanPlace[] {
  return interfaces.filter(({ name, family, address }) =>
    family === "IPv4" && scopeOfIp(address) === "private" && !isVirtualInterface(name)
  ).slice(0, links_max).map(({ address, netmask }) => ({ address, netmask }));
}

/**
 * Whether an IP is on the link of a place. Multicast DNS never comes from farther away (RFC 6762, 11).
 *
 * @example
 * ```ts
 * import { isOnLink } from "./places.ts";
 * import assert from "node:assert/strict";
 *
 * const place = { address: "192.168.1.7", netmask: "255.255.255.0" };
 * assert.ok(isOnLink("192.168.1.200", place));
 * assert.ok(!isOnLink("192.168.2.200", place));
 * ```
 */
export function isOnLink(ip: string, { address, netmask }: LanPlace): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(ip)) return false;
  const prefix = ipaddr.IPv4.parse(netmask).prefixLengthFromSubnetMask();
  return prefix !== null && ipaddr.IPv4.parse(ip).match(ipaddr.IPv4.parse(address), prefix);
}
