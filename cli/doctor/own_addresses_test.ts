import assert from "node:assert/strict";
import type { Interface } from "../../lan/places.ts";
import { lookAtAddresses } from "./own_addresses.ts";

const named = (name: string, address: string, family: "IPv4" | "IPv6" = "IPv4"): Interface => ({
  name,
  family,
  address,
  netmask: "255.255.255.0",
});
const lo = named("lo", "127.0.0.1");
const wifi = named("Wi-Fi", "192.168.1.7");

const cases: [what: string, interfaces: Interface[], found: Record<string, RegExp>][] = [
  ["no network", [lo, named("lo", "::1", "IPv6")], { address_none: /^/ }],
  ["a Wi-Fi", [lo, wifi], { address_likely: /192\.168\.1\.7.*Wi-Fi/ }],
  ["a VPN before a Wi-Fi", [lo, named("utun3", "10.8.0.2"), wifi], {
    address_likely: /192\.168\.1\.7/,
    address_virtual: /10\.8\.0\.2 \(utun3\)/,
  }],
  ["WSL alone", [lo, named("vEthernet (WSL)", "172.28.0.1")], {
    address_none: /^/,
    address_virtual: /172\.28\.0\.1/,
  }],
  ["a cable and a Wi-Fi", [lo, wifi, named("以太网", "10.0.0.5")], {
    address_likely: /192\.168\.1\.7/,
    address_others: /10\.0\.0\.5 \(以太网\)/,
  }],
  ["a cable to a neighbour, without a router", [lo, named("eth0", "169.254.7.7")], {
    address_self_made: /169\.254\.7\.7/,
  }],
  ["an old self-made address beside a good one", [lo, named("eth0", "169.254.7.7"), wifi], {
    address_likely: /192\.168\.1\.7/,
  }],
  ["a campus that gives public addresses", [lo, named("eth0", "203.0.113.7")], {
    address_likely: /203\.0\.113\.7/,
  }],
  ["a campus behind CGNAT", [lo, named("eth0", "100.64.3.4")], { address_likely: /100\.64\.3\.4/ }],
];

for (const [what, interfaces, expected] of cases) {
  Deno.test(`with ${what} the doctor says ${Object.keys(expected).join(" and ")}`, () => {
    const found = lookAtAddresses(interfaces, 9000);
    assert.deepEqual(found.map(({ id }) => id), Object.keys(expected));
    for (const { id, values } of found) assert.match(JSON.stringify(values), expected[id]!);
  });
}
