import assert from "node:assert/strict";
import { lanAddress } from "./lan_address.ts";

Deno.test("lanAddress() takes the first private IPv4 address, a real interface's if there is one", () => {
  const loopback = { name: "lo", family: "IPv4", address: "127.0.0.1" } as const;
  const docker = { name: "docker0", family: "IPv4", address: "172.17.0.1" } as const;
  const bridge = { name: "vEthernet (WSL)", family: "IPv4", address: "172.28.0.1" } as const;
  const wifi = { name: "Wi-Fi", family: "IPv4", address: "192.168.1.7" } as const;
  const cable = { name: "eth0", family: "IPv4", address: "10.0.0.5" } as const;
  const public_address = { name: "eth1", family: "IPv4", address: "8.8.8.8" } as const;
  const link_local = { name: "eth2", family: "IPv4", address: "169.254.3.4" } as const;
  const ipv6 = { name: "eth0", family: "IPv6", address: "fd00::5" } as const;
  const cases: [Parameters<typeof lanAddress>[0], string | undefined][] = [
    [[loopback, public_address, link_local, ipv6], undefined],
    [[loopback, docker, bridge, wifi, cable], "192.168.1.7"],
    [[ipv6, cable, wifi], "10.0.0.5"],
    [[loopback, docker], "172.17.0.1"],
  ];
  for (const [interfaces, address] of cases) assert.equal(lanAddress(interfaces), address);
});
