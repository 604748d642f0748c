import assert from "node:assert/strict";
import { type ListeningPlace, ownAddresses } from "./own_addresses.ts";

const lan = { name: "eth0", family: "IPv4", address: "192.168.1.7" } as const;
const internet = { name: "eth1", family: "IPv4", address: "203.0.113.7" } as const;
const everywhere: ListeningPlace = {
  host: "::",
  port: 9000,
  tls: false,
  interfaces: [internet, lan],
  advertise: [],
};

const places: [string, Partial<ListeningPlace>, string[]][] = [
  ["loopback and its LAN address where it listens everywhere", {}, [
    "ws://127.0.0.1:9000/ws",
    "ws://192.168.1.7:9000/ws",
  ]],
  ["the same for IPv4's everywhere", { host: "0.0.0.0" }, [
    "ws://127.0.0.1:9000/ws",
    "ws://192.168.1.7:9000/ws",
  ]],
  ["an IPv6 interface that was given in brackets", { host: "[::1]" }, ["ws://[::1]:9000/ws"]],
  ["loopback only where it has no LAN address", { interfaces: [internet] }, ["ws://127.0.0.1:9000/ws"]],
  ["the one interface it listens on", { host: "10.0.0.3" }, ["ws://10.0.0.3:9000/ws"]],
  ["an IPv6 interface in brackets", { host: "::1" }, ["ws://[::1]:9000/ws"]],
  ["localhost by its name", { host: "localhost" }, ["ws://localhost:9000/ws"]],
  ["nothing for a public interface: that must be confirmed", { host: "203.0.113.7" }, []],
  ["nothing for a name: whose it is must be confirmed", { host: "node.example" }, []],
  ["wss with a certificate", { host: "127.0.0.1", tls: true }, ["wss://127.0.0.1:9000/ws"]],
  ["what the operator advertises, last", { host: "127.0.0.1", advertise: ["ws://node.example/ws"] }, [
    "ws://127.0.0.1:9000/ws",
    "ws://node.example/ws",
  ]],
];

for (const [name, place, expected] of places) {
  Deno.test(`a node's own addresses are ${name}`, () => {
    assert.deepEqual(ownAddresses({ ...everywhere, ...place }).map(({ addr }) => addr), expected);
  });
}
