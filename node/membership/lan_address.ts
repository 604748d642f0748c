/** Which address of this computer the others in the room can use. */
import ipaddr from "ipaddr.js";

/** Interfaces of containers, virtual machines and tunnels: their private addresses are of no use to a neighbour. */
const virtual_interface =
  /^(docker|br-|veth|virbr|vboxnet|vmnet|vEthernet|VirtualBox|VMware|utun|tun|tap|wg|zt)/i;

/**
 * The first private IPv4 address (RFC 1918), one of a real interface if there is any.
 *
 * @returns Undefined when this computer has none.
 *
 * @example
 * ```ts
 * import { lanAddress } from "./lan_address.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(lanAddress([]), undefined);
 * ```
 */
export function lanAddress(
  interfaces: readonly Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address">[],
): string | undefined {
  const candidates = interfaces.filter(({ family, address }) =>
    family === "IPv4" && ipaddr.isValid(address) && ipaddr.parse(address).range() === "private"
  );
  const real = candidates.find(({ name }) => !virtual_interface.test(name));
  return (real ?? candidates[0])?.address;
}
