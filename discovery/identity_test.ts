import assert from "node:assert/strict";
import { at } from "./book/test_entries.ts";
import { own_tests_max } from "./limits.ts";
import { TestHost } from "./test_host.ts";

const local = { through: ["ws://127.0.0.1:9001/ws"], own: [at("ws://127.0.0.1:9000/ws")] };

/** Dials an address on order, which leads to that IP, where a node with that nonce answers. */
function meet(host: TestHost, addr: string, ip: string, nonce: string): number {
  assert.equal(host.membership.operator.dial(host.now_ms, at(addr)), undefined);
  const { link } = host.take("dial")!;
  assert.ok(host.resolve(link, ip));
  host.membership.connected(host.now_ms, link, ip);
  host.greet(link, { nonce });
  return link;
}

function come(host: TestHost, ip: string, nonce: string, addr?: string): number {
  const link = host.membership.accepted(host.now_ms, ip, ip.startsWith("127.") ? "loopback" : "public");
  host.membership.hello(host.now_ms, link, { v: 1, net: "foxchain", nonce, addr });
  return link;
}

const nodeOf = (host: TestHost, addr: string) => host.membership.identities().ofTarget(at(addr));
const nodeOfLink = (host: TestHost, link: number) =>
  host.membership.identities().ofLink(host.membership.links.get(link)!);
const isOpen = (host: TestHost, link: number) => host.membership.links.has(link);

Deno.test("two addresses with one IP and port are one node, once the name was dialled", () => {
  const host = new TestHost(local).pass(1);
  host.settle();
  assert.equal(nodeOf(host, "ws://localhost:9001/ws"), "ws://localhost:9001/ws");
  meet(host, "ws://localhost:9001/ws", "127.0.0.1", "peer 1");
  assert.equal(nodeOf(host, "ws://localhost:9001/ws"), nodeOf(host, "ws://127.0.0.1:9001/ws"));
  assert.notEqual(nodeOf(host, "ws://127.0.0.1:9002/ws"), nodeOf(host, "ws://127.0.0.1:9001/ws"));
});

Deno.test("the second connection with one node closes itself, never the older one", () => {
  const host = new TestHost(local).pass(1);
  const first = host.settle();
  const second = meet(host, "ws://localhost:9001/ws", "127.0.0.1", "peer 1");
  assert.deepEqual([isOpen(host, first), isOpen(host, second)], [true, false]);
  assert.ok(host.membership.book.get("ws://localhost:9001/ws")!.reachedSince(1), "It counts as reached.");
  const sixth = meet(host, "ws://[::1]:9001/ws", "::1", "peer 1");
  assert.deepEqual([isOpen(host, first), isOpen(host, sixth)], [true, false]);
  host.pass(120);
  const dials = host.effects.filter((effect) => effect.kind === "dial");
  assert.ok(dials.length < 5, `It is not dialled again and again: ${dials.length}`);
});

Deno.test("of a node that was started anew the second connection stays: the first is dead", () => {
  const host = new TestHost(local).pass(1);
  host.settle();
  // The first is still open here: nobody has noticed.
  assert.equal(host.membership.operator.dial(host.now_ms, at("ws://localhost:9001/ws")), undefined);
  const { link } = host.take("dial")!;
  host.resolve(link, "127.0.0.1");
  host.membership.connected(host.now_ms, link, "127.0.0.1");
  host.greet(link, { nonce: "another start" });
  assert.ok(isOpen(host, link));
});

Deno.test("addresses of this machine that answer with one nonce are one node; elsewhere they are two", () => {
  const host = new TestHost({ own: local.own });
  meet(host, "ws://[::1]:9001/ws", "::1", "n");
  meet(host, "ws://127.0.0.1:9001/ws", "127.0.0.1", "n");
  assert.equal(nodeOf(host, "ws://[::1]:9001/ws"), nodeOf(host, "ws://127.0.0.1:9001/ws"));
  meet(host, "ws://203.0.113.7:9001/ws", "203.0.113.7", "m");
  meet(host, "ws://[2001:db8::7]:9001/ws", "2001:db8::7", "m");
  assert.notEqual(nodeOf(host, "ws://203.0.113.7:9001/ws"), nodeOf(host, "ws://[2001:db8::7]:9001/ws"));
});

Deno.test("an inbound peer belongs to the address that it claims on its own IP, or that answered with its nonce there", () => {
  const host = new TestHost({ own: local.own });
  const claims = come(host, "127.0.0.1", "n", "ws://127.0.0.1:9001/ws");
  assert.equal(nodeOfLink(host, claims), nodeOf(host, "ws://127.0.0.1:9001/ws"));
  meet(host, "ws://203.0.113.7:9001/ws", "203.0.113.7", "m");
  assert.equal(
    nodeOfLink(host, come(host, "203.0.113.7", "m")),
    nodeOf(host, "ws://203.0.113.7:9001/ws"),
  );
  const unknown = come(host, "203.0.113.7", "x");
  assert.equal(nodeOfLink(host, unknown), `link:${unknown}`);
});

Deno.test("a liar on another IP changes nothing: neither a repeated nonce nor a claim joins it to the honest node", () => {
  const host = new TestHost({ own: local.own });
  const honest = meet(host, "ws://203.0.113.7:9001/ws", "203.0.113.7", "n");
  const before = nodeOfLink(host, honest);
  const liar = come(host, "198.51.100.4", "n", "ws://203.0.113.7:9001/ws");
  assert.equal(nodeOfLink(host, liar), `link:${liar}`);
  const dialled = meet(host, "ws://198.51.100.4:9001/ws", "198.51.100.4", "n");
  assert.notEqual(nodeOfLink(host, dialled), before);
  assert.deepEqual([isOpen(host, honest), isOpen(host, dialled), nodeOfLink(host, honest)], [
    true,
    true,
    before,
  ]);
  host.membership.operator.block(host.now_ms, at("ws://198.51.100.4:9001/ws"), host.now_ms + 60_000);
  assert.deepEqual([isOpen(host, honest), isOpen(host, dialled), isOpen(host, liar)], [true, false, false]);
});

for (const ip of ["203.0.113.7", "127.0.0.1"]) {
  Deno.test(`a liar on ${ip} who repeats the nonce of a node there gets only itself cut off`, () => {
    const host = new TestHost({ own: local.own });
    const [honest_addr, liar_addr] = [`ws://${ip}:9001/ws`, `ws://${ip}:9666/ws`];
    const honest = meet(host, honest_addr, ip, "n");
    const liar = meet(host, liar_addr, ip, "n");
    assert.deepEqual([isOpen(host, honest), isOpen(host, liar)], [true, true]);
    const honest_in = come(host, ip, "n", honest_addr);
    const silent_in = come(host, ip, "n");
    const liar_in = come(host, ip, "n", liar_addr);
    host.membership.operator.block(host.now_ms, at(liar_addr), host.now_ms + 60_000);
    assert.deepEqual([honest, honest_in, silent_in, liar, liar_in].map((link) => isOpen(host, link)), [
      ...[true, true, true],
      ...[false, false],
    ]);
    assert.equal(host.role(come(host, ip, "n", honest_addr)), "inbound");
    assert.equal(host.role(come(host, ip, "n", liar_addr)), "overflow");
  });

  Deno.test(`a liar on ${ip} who was met first gets no honest peer cut off that was never dialled`, () => {
    const host = new TestHost({ own: local.own });
    meet(host, `ws://${ip}:9666/ws`, ip, "n");
    const honest = come(host, ip, "n", `ws://${ip}:9001/ws`);
    host.membership.operator.block(host.now_ms, at(`ws://${ip}:9666/ws`), host.now_ms + 60_000);
    assert.ok(isOpen(host, honest));
  });
}

Deno.test("a blocked node stays cut off under every name, and is unblocked by any of them", () => {
  const host = new TestHost(local).pass(1);
  const link = host.open();
  host.greet(link, { nonce: "n" });
  const { operator } = host.membership;
  operator.block(host.now_ms, at("ws://127.0.0.1:9001/ws"), host.now_ms + 60_000);
  assert.ok(!isOpen(host, link));
  const entry = host.membership.book.hear(1, at("ws://localhost:9001/ws"), {
    group: "l",
    scope: "loopback",
  })!;
  // The name's IP is learned by the dial, which is then given up.
  assert.equal(operator.dial(host.now_ms, entry.target), undefined);
  const { link: by_name } = host.take("dial")!;
  assert.equal(host.resolve(by_name, "127.0.0.1"), false);
  // An IP of its own, which only the hello tells.
  const sixth = meet(host, "ws://[::1]:9001/ws", "::1", "n");
  assert.ok(!isOpen(host, sixth));
  for (const addr of [undefined, "ws://localhost:9001/ws", "ws://127.0.0.1:9001/", "ws://[::1]:9001/ws"]) {
    assert.equal(host.role(come(host, "127.0.0.1", "n", addr)), "overflow", String(addr));
  }
  assert.equal(host.role(come(host, "127.0.0.1", "m", "ws://127.0.0.1:9002/ws")), "inbound");
  assert.equal(operator.unblock(host.now_ms, at("ws://127.0.0.1:9001/")), undefined);
  assert.equal(host.role(come(host, "127.0.0.1", "n", "ws://127.0.0.1:9001/ws")), "inbound");
});

Deno.test("loopback addresses with the own port are dialled at once, and the node knows itself", () => {
  const host = new TestHost({ own: local.own });
  const here = { ip: "127.0.0.1", scope: "loopback" } as const;
  host.membership.registered(host.now_ms, [at("ws://localhost:9000/ws"), at("ws://localhost:9001/ws")], here);
  host.pass(0.2);
  const dials = host.effects.filter((effect) => effect.kind === "dial");
  assert.equal(dials[0]?.target.key, "ws://localhost:9000/ws");
  host.effects.length = 0;
  const { link } = dials[0]!;
  host.resolve(link, "127.0.0.1");
  host.membership.connected(host.now_ms, link, "127.0.0.1");
  // What it dialled is an inbound connection of its own meanwhile.
  const inbound = come(host, "127.0.0.1", "own", "ws://127.0.0.1:9000/ws");
  assert.equal(nodeOfLink(host, inbound), "self");
  host.greet(link, { nonce: "own" });
  assert.equal(nodeOf(host, "ws://localhost:9000/ws"), "self");
  assert.equal(nodeOf(host, "ws://127.0.0.1:9000/"), "self");
  assert.equal(nodeOf(host, "ws://localhost:9001/ws"), "ws://localhost:9001/ws");
});

Deno.test("an own address that a neighbour tells is dialled at once as well, one of a stranger's is not", () => {
  for (
    const [ip, scope, dialled] of [["127.0.0.1", "loopback", true], ["203.0.113.9", "public", false]] as const
  ) {
    const host = new TestHost({ own: local.own, outbound: 0 });
    const id = host.membership.accepted(host.now_ms, ip, scope);
    host.membership.hello(host.now_ms, id, { v: 1, net: "foxchain", nonce: "n" });
    host.membership.announce(host.now_ms, id, { addr: "ws://localhost:9000/ws", age: 0, hops: 1 });
    const link = host.membership.links.get(id)!;
    host.membership.answered(host.now_ms, link.id, "sample", {
      peers: ["ws://localhost:9000/ws"],
      ages: [1],
    });
    host.pass(0.2);
    assert.equal(host.take("dial")?.target.key === "ws://localhost:9000/ws", dialled, ip);
  }
});

Deno.test("so many addresses with the own port are dialled at once", () => {
  const host = new TestHost({ own: local.own, outbound: 0 });
  const here = { ip: "127.0.0.1", scope: "loopback" } as const;
  const all = Array.from({ length: own_tests_max + 1 }, (_, n) => at(`ws://127.0.1.${n}:9000/ws`));
  host.membership.registered(host.now_ms, all, here);
  const dialled: string[] = [];
  for (let second = 0; second < 10; second++) {
    host.pass(1);
    for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
      dialled.push(dial.target.key);
      host.membership.dialFailed(host.now_ms, dial.link);
    }
  }
  assert.equal(dialled.length, own_tests_max);
});

Deno.test("an ordered disconnection ends every connection with the node, and none with another", () => {
  const host = new TestHost(local).pass(1);
  const out = host.settle();
  const into = come(host, "127.0.0.1", "peer 1", "ws://127.0.0.1:9001/ws");
  const other = come(host, "127.0.0.1", "m", "ws://127.0.0.1:9002/ws");
  host.membership.operator.disconnect(into);
  assert.deepEqual([out, into, other].map((link) => isOpen(host, link)), [false, false, true]);
});

Deno.test("a node that failed and comes by itself is dialled at once, and what had failed is forgotten", () => {
  const host = new TestHost({ own: local.own, outbound: 0 });
  const target = at("ws://192.168.1.7:9001/ws");
  const entry = host.membership.book.hear(host.now_ms / 1000, target, { group: "l", scope: "loopback" })!;
  host.membership.book.succeed(host.now_ms / 1000, entry, "192.168.1.7", "private", "192.168.1.7");
  host.membership.operator.dial(host.now_ms, target);
  host.membership.dialFailed(host.now_ms, host.take("dial")!.link);
  assert.ok(host.membership.isUnproven(entry));
  host.visit("192.168.1.7", "private", target.addr);
  assert.ok(!host.membership.isUnproven(entry));
  host.pass(0.2);
  assert.equal(host.take("dial")?.target.key, target.key);
});

Deno.test("a failed dial on this machine counts at once: nobody's cable is pulled there", () => {
  const host = new TestHost(local).pass(1);
  host.membership.dialFailed(host.now_ms, host.take("dial")!.link);
  assert.equal(host.membership.book.get("ws://127.0.0.1:9001/ws")!.contact!.failures, 1);
});
