import assert from "node:assert/strict";
import type { Scope } from "./address/scope.ts";
import { at } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";

const near = {
  loopback: "ws://127.0.0.1:9001/ws",
  private: "ws://192.168.1.7:9000/ws",
  public: "ws://203.0.113.7:9000/ws",
};

function fault(host: TestHost, addr: string, caller: Scope, heard: Scope = caller, ip = at(addr).host) {
  return host.membership.askFault(host.now_ms, at(addr), ip, { caller, heard });
}

/** Caller -> scopes that an op may ask for it. */
const reached: Readonly<Record<Scope, readonly Scope[]>> = {
  loopback: ["loopback", "private", "public"],
  private: ["private", "public"],
  public: ["public"],
};
for (const caller of ["loopback", "private", "public"] as const) {
  Deno.test(`an op that a ${caller} caller asks reaches ${reached[caller].join(", ")} and nothing nearer`, () => {
    for (const scope of ["loopback", "private", "public"] as const) {
      const why = fault(new TestHost(), near[scope], caller);
      assert.equal(why === undefined, reached[caller].includes(scope), `${scope}: ${why}`);
      if (why !== undefined) {
        assert.match(why, new RegExp(`is a ${scope} address, and the caller of this op is ${caller}`));
      }
    }
  });
}

Deno.test("a name is held to the scope of the IP that it leads to", () => {
  const host = new TestHost();
  assert.match(
    fault(host, "ws://peer.example/ws", "public", "public", "192.168.1.7")!,
    /is a private address/,
  );
  assert.match(
    fault(host, "ws://peer.example/ws", "public", "public", "::ffff:127.0.0.1")!,
    /is a loopback address/,
  );
  assert.match(fault(host, "ws://peer.example/ws", "loopback", "loopback", "224.0.0.1")!, /can be dialled/);
  assert.equal(fault(host, "ws://peer.example/ws", "private", "private", "192.168.1.7"), undefined);
});

Deno.test("an address that a stranger told is not asked where it is nearer than the stranger, in a tick either", () => {
  const host = new TestHost();
  host.membership.registered(host.now_ms, [at(near.private)], { ip: "198.51.100.1", scope: "public" });
  assert.match(fault(host, near.private, "loopback")!, /is a private address that a public node has told/);
  // Somebody on the site vouches for it.
  host.membership.registered(host.now_ms, [at(near.private)], { ip: "192.168.1.8", scope: "private" });
  assert.equal(fault(host, near.private, "loopback"), undefined);
  // One that nobody knows here may have come with the answer of a public node.
  assert.match(fault(host, "ws://192.168.1.9/ws", "loopback", "public")!, /that a public node has told/);
  assert.equal(fault(host, "ws://192.168.1.9/ws", "loopback", "private"), undefined);
});

Deno.test("what the operator blocks is not asked, under a name either", () => {
  const host = new TestHost();
  host.membership.operator.block(host.now_ms, at(near.public), host.now_ms + 1000);
  assert.match(fault(host, near.public, "loopback")!, /is blocked by the operator/);
  assert.match(fault(host, "ws://a.example:9000/ws", "loopback", "loopback", "203.0.113.7")!, /is blocked/);
  assert.equal(fault(host, "ws://a.example:9001/ws", "loopback", "loopback", "203.0.113.7"), undefined);
});

Deno.test("callers can't aim an op at a public node that never answered; the operator's own tick may go on", () => {
  const host = new TestHost();
  assert.equal(fault(host, near.public, "public"), undefined);
  assert.match(fault(host, near.public, "public")!, /was asked and never answered/);
  assert.match(fault(host, "ws://203.0.113.7:9001/ws", "private")!, /was asked and never answered/);
  assert.equal(fault(host, near.public, "loopback"), undefined);
  assert.equal(fault(host, near.public, "loopback"), undefined);
});

Deno.test("one that this node has reached is asked as often as the pace of the op allows", () => {
  const host = new TestHost({ through: [near.public] });
  host.pass(1).settle();
  for (const _again of [1, 2, 3]) assert.equal(fault(host, near.public, "public"), undefined);
});

Deno.test("askPeers gets nodes that answered lately, connected ones first, none twice, not itself, none blocked or too near", () => {
  const peers = ["ws://203.0.113.1:9000/ws", "ws://198.18.0.2:9000/ws", "ws://192.0.2.3:9000/ws"];
  const host = new TestHost({ through: [...peers, near.private], own: [at("ws://192.168.1.2:9000/ws")] });
  const targets = (caller: Scope, max = 9) =>
    host.membership.askTargets(host.now_ms, caller, max).map(({ addr }) => addr).sort();
  assert.deepEqual(targets("loopback"), []);
  host.pass(5);
  for (const _each of [...peers, near.private]) host.settle();
  assert.deepEqual(targets("loopback"), [...peers, near.private].sort());
  assert.deepEqual(targets("public"), [...peers].sort());
  assert.equal(targets("public", 2).length, 2);
  host.membership.operator.block(host.now_ms, at(peers[0]!), host.now_ms + 1e6);
  assert.deepEqual(targets("public"), peers.slice(1).sort());
  // A second address of a node that is there already.
  host.membership.registered(host.now_ms, [at("ws://a.example:9000/ws")], {
    ip: "127.0.0.1",
    scope: "loopback",
  });
  assert.deepEqual(targets("public"), peers.slice(1).sort());
});
