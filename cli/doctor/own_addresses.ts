/** Finds the addresses of this computer that others in the room can likely use. */
import { scopeOfIp } from "../../discovery/address/scope.ts";
import type { Interface } from "../../lan/places.ts";
import { isVirtualInterface, lanAddress } from "../../node/membership/lan_address.ts";
import type { Finding } from "./finding.ts";

/**
 * The likely one first; virtual ones are named as such.
 *
 * @example
 * ```ts
 * import { lookAtAddresses } from "./own_addresses.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(lookAtAddresses([], 9000).map(({ id }) => id), ["address_none"]);
 * ```
 */
export function lookAtAddresses(interfaces: readonly Interface[], port: number): Finding[] {
  const outer = interfaces.filter(({ family, address }) =>
    family === "IPv4" && scopeOfIp(address) !== "loopback"
  );
  const virtual = outer.filter(({ name }) => isVirtualInterface(name));
  const real = outer.filter((one) => !virtual.includes(one));
  const given = real.filter(({ address }) => !isSelfMade(address));
  const likely = given.find(({ address }) => address === lanAddress(given)) ?? given[0];
  const others = given.filter((one) => one !== likely);
  const self_made = real.find(({ address }) => isSelfMade(address));
  const say = (state: Finding["state"], id: Finding["id"], values: Finding["values"] = {}): Finding => ({
    subject: "address",
    state,
    id,
    values,
  });
  const found: Finding[] = [];
  if (likely !== undefined) {
    found.push(say("ok", "address_likely", { ip: likely.address, name: likely.name, port }));
  } else if (self_made !== undefined) {
    found.push(say("finding", "address_self_made", { ip: self_made.address, name: self_made.name }));
  } else found.push(say("finding", "address_none"));
  if (others.length > 0) found.push(say("ok", "address_others", { list: listed(others) }));
  if (virtual.length > 0) found.push(say("ok", "address_virtual", { list: listed(virtual) }));
  return found;
}

function listed(interfaces: readonly Interface[]): string {
  return interfaces.map(({ address, name }) => `${address} (${name})`).join(", ");
}

/** Whether a computer gave itself the address, because the network has no server for it (RFC 3927). */
function isSelfMade(address: string): boolean {
  return address.startsWith("169.254.");
}
