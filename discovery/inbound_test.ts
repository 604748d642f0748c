import assert from "node:assert/strict";
import { victimFor } from "./inbound.ts";
import * as limits from "./limits.ts";
import { ClientLink, InboundLink } from "./link.ts";
import { networksOf, sourceKeys } from "./address/source.ts";
import { TestHost } from "./test_host.ts";

/** How many of these visitors get a place as peers. */
function placed(host: TestHost, ips: readonly string[]): number {
  const links = ips.map((ip) => host.visit(ip));
  return links.filter((link) => host.role(link) === "inbound").length;
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

const spared = limits.protected_age + limits.protected_latency;

function inbound(groups: readonly string[]): InboundLink[] {
  return groups.map((group, at) => {
    const client = new ClientLink(at + 1, "", { group, scope: "public" }, at);
    const link = new InboundLink(client, "inbound", "", null);
    // The nearest are the newest, so that age and latency spare different links.
    link.latency_ms = 1000 - at;
    return link;
  });
}

Deno.test("a newcomer of a new group takes the place of the youngest of the largest group", () => {
  const links = inbound([...Array(40).keys()].map((at) => at % 4 === 0 ? `g${at}` : "large"));
  const victim = victimFor(links, "new");
  assert.equal(victim?.source.group, "large");
  const others = links.slice(limits.protected_age, 40 - limits.protected_latency).filter(({ source }) =>
    source.group === "large"
  );
  assert.equal(victim, others.at(-1));
  assert.equal(victimFor(links.toReversed(), "new"), victim, "whatever their order");
});

Deno.test("a newcomer of the largest group gets nobody's place", () => {
  assert.equal(victimFor(inbound(Array(40).fill("large")), "large"), undefined);
});

Deno.test("where every group has one peer nobody is evicted", () => {
  assert.equal(victimFor(inbound([...Array(40).keys()].map(String)), "new"), undefined);
});

Deno.test("the oldest and the nearest are spared", () => {
  assert.equal(victimFor(inbound(Array(spared).fill("large")), "new"), undefined);
  assert.equal(victimFor(inbound(Array(spared + 1).fill("large")), "new")?.id, limits.protected_age + 1);
});

Deno.test("a hello of another network makes no peer of a client, and a second hello changes nothing", () => {
  const host = new TestHost();
  const hello = (link: number, net: string, nonce: string) =>
    host.membership.hello(host.now_ms, link, { v: 1, net, nonce });
  const stranger = host.membership.accepted(host.now_ms, "8.8.8.8", "public");
  assert.equal(hello(stranger, "another", "a").net, "foxchain");
  assert.equal(host.membership.links.get(stranger)!.kind, "client");
  const peer = host.membership.accepted(host.now_ms, "9.9.9.9", "public");
  hello(peer, "foxchain", "first");
  const before = host.membership.links.get(peer);
  hello(peer, "foxchain", "second");
  assert.equal(host.membership.links.get(peer), before);
});

Deno.test("an overflow peer is let go soon after its sample, and after verify when the dial-back may have ended", () => {
  for (
    const [op, kept_ms] of [
      ["sample", limits.overflow_linger_ms],
      ["verify", limits.dial_timeout_ms + limits.overflow_linger_ms],
      ["hello", limits.overflow_ms],
    ] as const
  ) {
    const host = new TestHost({ inbound: 0 });
    const link = host.visit("8.8.8.8");
    assert.equal(host.role(link), "overflow");
    assert.equal(host.membership.allows(host.now_ms, link, op), true);
    assert.equal((host.membership.links.get(link) as InboundLink).until_ms, host.now_ms + kept_ms);
  }
});
