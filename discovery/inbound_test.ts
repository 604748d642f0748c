import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { networksOf, sourceKeys } from "./address/source.ts";
import { TestHost } from "./test_host.ts";

/** How many of these visitors get a place as peers. */
function placed(host: TestHost, ips: readonly string[]): number {
  const links = ips.map((ip) => host.visit(ip));
  return links.filter((link) => host.membership.links.get(link)!.role === "inbound").length;
}

const hosts = (network: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${network}::${(n + 1).toString(16)}`);

Deno.test("a public /64 gets the inbound places of one IP, and its /48 four times as many", () => {
  const host = new TestHost();
  assert.equal(placed(host, hosts("2600:1:2:1", 20)), limits.inbound_per_ip_max);
  const networks = Array.from({ length: 20 }, (_, n) => `2600:1:2:${n + 2}::1`);
  assert.equal(placed(host, networks), (limits.wide_factor - 1) * limits.inbound_per_ip_max);
  assert.equal(placed(host, ["2600:1:3:1::1"]), 1);
});

Deno.test("a class in the /64 of this computer's own interface gets a place for each", () => {
  const own = networksOf(["2600:1:2:1::ffff"]);
  const host = new TestHost({ keysOf: (ip) => sourceKeys(ip, own) });
  assert.equal(placed(host, hosts("2600:1:2:1", 20)), 20);
});
