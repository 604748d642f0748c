import assert from "node:assert/strict";
import type { Scope } from "./address/scope.ts";
import { askFault, askTargets } from "./asks.ts";
import { Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { State } from "./state/state.ts";
import { at } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";
import { bareState, dialled, inbound, lecture, reached as reachedRow, told } from "./test_state.ts";

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

const asking = { caller: "public", heard: "public" } as const;
const faultIn = (state: State, addr: string, ip = at(addr).host) => askFault(state, at(addr), ip, asking);

Deno.test("a block of an IP and port holds for what an op asks under a name, and one of a name for that name", () => {
  for (
    const [blocked, ip, addr, is_blocked] of [
      [near.public, "203.0.113.7", near.public, true],
      [near.public, "203.0.113.7", "ws://a.example:9000/ws", true],
      [near.public, "203.0.113.7", "ws://a.example:9001/ws", false],
      ["ws://a.example:9000/ws", null, "ws://a.example:9000/ws", true],
      ["ws://a.example:9000/ws", null, "ws://b.example:9000/ws", false],
    ] as const
  ) {
    const state = bareState();
    const target = at(blocked);
    state.blocks.set(target.key, { target, until_ms: Infinity, ip, nonce: "" });
    assert.equal(faultIn(state, addr, "203.0.113.7") !== undefined, is_blocked, addr);
  }
});

Deno.test("the source that the host keeps of an address counts as the one in memory does", () => {
  const lan = at(near.private);
  const asked = { caller: "loopback", heard: "loopback" } as const;
  for (const scope of ["public", "private"] as const) {
    const state = bareState({ recall: () => new Entry(lan, { group: "g", scope }, 1000) });
    const why = askFault(state, lan, lan.host, asked);
    assert.equal(why === undefined, scope === "private");
  }
});

Deno.test("a public node that never answered costs a dial of the budget, no other does", () => {
  for (
    const [addr, caller, prepare, cost] of [
      [near.public, "public", () => {}, 1],
      [near.public, "private", () => {}, 1],
      [near.public, "loopback", () => {}, 0],
      [near.private, "private", () => {}, 0],
      [near.public, "public", (state: State) => void reachedRow(state, "ws://203.0.113.7:1/ws"), 0],
    ] as const
  ) {
    const state = bareState();
    prepare(state);
    assert.equal(askFault(state, at(addr), at(addr).host, { caller, heard: caller }), undefined);
    assert.equal(state.budget.size, cost, `${addr} for ${caller}`);
  }
});

/** The addresses that an op may ask, in order. */
const targetsOf = (state: State, max = 9, caller: Scope = "loopback") =>
  askTargets(state, caller, max).map(({ addr }) => addr);

Deno.test("askPeers asks those that are connected or were reached within the hour, at hello too, but no dial under way", () => {
  const state = bareState();
  reachedRow(state, "ws://1.1.1.1/ws", limits.served_s);
  reachedRow(state, "ws://2.2.2.2/ws", limits.served_s + 1);
  dialled(state, "ws://3.3.3.3/ws", { stage: "dialling" });
  dialled(state, "ws://4.4.4.4/ws", { stage: "handshake" });
  lecture(state, "ws://5.5.5.5/ws");
  inbound(state, "6.6.6.6");
  inbound(state, "7.7.7.7", { entry: told(state, "ws://7.7.7.7/ws") });
  const hosts = [1, 4, 5, 7].map((n) => `ws://${n}.${n}.${n}.${n}/ws`);
  assert.deepEqual(targetsOf(state).toSorted(), hosts);
  assert.equal(targetsOf(state).at(-1), hosts[0], "the connected ones first");
});

Deno.test("askPeers asks so many, in an order that chance decides, and nobody where none may be", () => {
  const state = bareState();
  const addrs = Array.from({ length: 6 }, (_, n) => `ws://${n + 1}.1.1.1/ws`);
  for (const addr of addrs) reachedRow(state, addr);
  assert.deepEqual([0, 1, 5, 6, 7].map((max) => targetsOf(state, max).length), [0, 1, 5, 6, 6]);
  const orders = new Set(Array.from({ length: 20 }, () => targetsOf(state).join()));
  assert.ok(orders.size > 10);
  assert.deepEqual(targetsOf(state).toSorted(), addrs);
});

Deno.test("askPeers asks nothing nearer than its caller, or than the source that told it", () => {
  const state = bareState();
  for (const addr of Object.values(near)) reachedRow(state, addr);
  assert.deepEqual(targetsOf(state, 9, "loopback").toSorted(), Object.values(near).toSorted());
  assert.deepEqual(targetsOf(state, 9, "private").toSorted(), [near.private, near.public].toSorted());
  assert.deepEqual(targetsOf(state, 9, "public"), [near.public]);
  for (const entry of state.book.entries()) entry.source = { group: "g", scope: "public" };
  assert.deepEqual(targetsOf(state), [near.public]);
});
