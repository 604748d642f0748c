import assert from "node:assert/strict";
import { endpointOf } from "./endpoint.ts";
import { groupOf, locate } from "./group.ts";

const groups: [string, number, string][] = [
  ["203.0.113.7", 9000, "203.0"],
  ["203.0.255.255", 1, "203.0"],
  ["203.1.0.0", 1, "203.1"],
  ["2001:db9:1:2::3", 80, "20010db9"],
  ["2001:db9:ffff::1", 80, "20010db9"],
  ["192.168.1.7", 9000, "192.168.1.7"],
  ["10.0.0.1", 9000, "10.0.0.1"],
  ["100.64.0.1", 9000, "100.64.0.1"],
  ["169.254.169.254", 80, "169.254.169.254"],
  ["127.0.0.1", 9000, "127.0.0.1:9000"],
  ["::1", 9001, "::1:9001"],
  ["localhost", 9000, "localhost:9000"],
  ["a.b.example.org", 80, "example.org"],
  ["example.org", 80, "example.org"],
  ["printer", 80, "printer"],
];

for (const [host, port, group] of groups) {
  Deno.test(`groupOf() puts ${host}:${port} into ${group}`, () => assert.equal(groupOf(host, port), group));
}

const places: [string, string, string, boolean][] = [
  ["ws://203.0.113.7:9000/ws", "public", "203.0", true],
  ["ws://[::ffff:203.0.113.7]:9000/ws", "public", "203.0", true],
  ["ws://[::ffff:127.0.0.1]:9000/ws", "loopback", "127.0.0.1:9000", true],
  ["ws://a.localhost:7/ws", "loopback", "a.localhost:7", false],
  ["ws://lab.example.org/ws", "public", "example.org", false],
];

for (const [addr, scope, group, literal] of places) {
  Deno.test(`locate() finds the place of ${addr}`, () => {
    const target = locate(addr);
    assert.deepEqual([target?.scope, target?.group, target?.literal], [scope, group, literal]);
  });
}

Deno.test("locate() has no place for what is no address", () => assert.equal(locate("ws://"), undefined));

Deno.test("an IPv6 group is eight digits, and an endpoint is one text for an IP and a port", () => {
  assert.equal(groupOf("2600:1::7", 80), "26000001");
  assert.deepEqual([endpointOf("203.0.113.7", 80), endpointOf("::1", 80)], ["203.0.113.7:80", "[::1]:80"]);
});
