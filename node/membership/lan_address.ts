/** Finds the address of this computer that others on the local network can use. */
import ipaddr from "ipaddr.js";

/** Names of the interfaces of containers, virtual machines and tunnels, on every system. */
const virtual_interface =
  /^(docker|br-|veth|virbr|vboxnet|vmnet|vEthernet|VMware|utun|tun|tap|wg|zt|ppp|ipsec|lxc|lxd|podman|cni|hamachi|radmin|clash|meta$|mihomo)|vpn|VirtualBox|tailscale|wireguard|zerotier|sangfor|atrust|anyconnect|\bwarp\b/i;

/**
 * Whether an interface belongs to a container, a virtual machine or a tunnel (VPN), judged by its name. A neighbour
 * can't use its private address.
 *
 * @example
 * ```ts
 * import { isVirtualInterface } from "./lan_address.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(["docker0", "utun3", "vEthernet (WSL)", "Tailscale", "Meta"].every(isVirtualInterface));
 * assert.ok(!["eth0", "en0", "Wi-Fi", "wlp2s0", "以太网", "bridge100"].some(isVirtualInterface));
 * ```
 */
export function isVirtualInterface(name: string): boolean {
  return virtual_interface.test(name);
}

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
  const real = candidates.find(({ name }) => !isVirtualInterface(name));
  return (real ?? candidates[0])?.address;
}
