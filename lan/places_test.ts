import assert from "node:assert/strict";
import { links_max } from "./limits.ts";
import { isOnLink, lanPlaces } from "./places.ts";

const named = (name: string, address: string) =>
  ({ name, family: "IPv4", address, netmask: "255.255.255.0" }) as const;

Deno.test("a network of a container, a VPN, the internet or this computer alone is not searched", () => {
  const interfaces = [
    named("lo", "127.0.0.1"),
    named("docker0", "172.17.0.1"),
    named("utun3", "10.8.0.2"),
    named("学校 VPN", "10.9.0.2"),
    named("eth1", "203.0.113.7"),
    { ...named("eth0", "fd00::5"), family: "IPv6" } as const,
    named("WLAN", "192.168.1.7"),
    named("eth2", "169.254.3.4"),
  ];
  assert.deepEqual(lanPlaces(interfaces).map(({ address }) => address), ["192.168.1.7", "169.254.3.4"]);
});

Deno.test("no more networks are searched than a laptop is in", () => {
  const interfaces = Array.from({ length: 20 }, (_, index) => named(`eth${index}`, `10.0.${index}.1`));
  assert.equal(lanPlaces(interfaces).length, links_max);
});

Deno.test("a netmask says who is on the link, and one that is none nobody", () => {
  const campus = { address: "10.20.30.40", netmask: "255.255.240.0" };
  assert.ok(isOnLink("10.20.16.1", campus));
  assert.ok(isOnLink("10.20.31.255", campus));
  assert.ok(!isOnLink("10.20.32.1", campus));
  assert.ok(!isOnLink("10.20.30.41", { ...campus, netmask: "255.0.255.0" }));
});
