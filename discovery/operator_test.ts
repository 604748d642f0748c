import assert from "node:assert/strict";
import type { Happening } from "./happening.ts";
import { blocks_max, operator_dials_at_once_max, redial_ms } from "./limits.ts";
import { at, dialledEntryOf } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";

const addr = "ws://203.0.113.7:9000/ws";
const target = at(addr);

/** A host whose story is kept. */
function hostWith(options: ConstructorParameters<typeof TestHost>[0] = {}) {
  const told: Happening[] = [];
  const host = new TestHost({ tell: (happening) => told.push(happening), ...options });
  return { host, told, operator: host.membership.operator };
}

Deno.test("an ordered dial happens at once, whatever the record says, and not twice at a time", () => {
  const { host, operator } = hostWith();
  const entry = host.membership.book.hear(1, target, { group: "198.51", scope: "public" })!;
  for (const end of [1, 2, 3]) host.membership.book.fail(host.now_ms / 1000 + end, entry);
  assert.equal(host.pass(1).take("dial"), undefined);
  assert.equal(operator.dial(host.now_ms, target), undefined);
  const dial = host.take("dial")!;
  assert.equal(dial.target.addr, addr);
  assert.equal(host.resolve(dial.link, "203.0.113.7"), true);
  assert.equal(operator.dial(host.now_ms, target)?.kind, "conflict");
});

Deno.test("ordered dials have a limit of their own", () => {
  const { host, operator } = hostWith();
  const all = Array.from({ length: operator_dials_at_once_max + 1 }, (_, n) => at(`ws://203.0.113.${n}/ws`));
  for (const target of all.slice(0, -1)) assert.equal(operator.dial(host.now_ms, target), undefined);
  assert.equal(operator.dial(host.now_ms, all.at(-1)!)?.kind, "conflict");
  host.membership.dialFailed(host.now_ms, host.take("dial")!.link);
  assert.equal(operator.dial(host.now_ms, all.at(-1)!), undefined);
});

Deno.test("a node does not dial itself on order", () => {
  const { host, operator } = hostWith({ own: [target] });
  assert.equal(operator.dial(host.now_ms, target)?.kind, "conflict");
});

Deno.test("a forgotten address is gone, and no friend, news or suspicion brings it back", () => {
  const { host, operator, told } = hostWith();
  assert.equal(operator.forget(target), false);
  operator.dial(host.now_ms, target);
  const link = host.settle();
  assert.equal((operator.forget(target) as { kind: string }).kind, "conflict");
  operator.disconnect(link);
  assert.equal(host.take("close")?.code, 1000);
  assert.equal(operator.forget(target), true);
  assert.deepEqual(told.at(-1), { kind: "forgotten", about: addr });
  host.pass(redial_ms / 1000 * 2);
  assert.equal(host.membership.book.get(target.key), undefined);
  assert.equal(host.take("dial"), undefined);
});

Deno.test("what --join gave can't be forgotten", () => {
  const { operator } = hostWith({ through: [addr] });
  assert.equal((operator.forget(target) as { kind: string }).kind, "conflict");
});

Deno.test("only connections of the network can be cut", () => {
  const { host, operator } = hostWith();
  const client = host.membership.accepted(host.now_ms, "198.51.100.4", "public");
  assert.equal(operator.disconnect(client)?.kind, "unknown");
  assert.equal(operator.disconnect(99)?.kind, "unknown");
  assert.equal(operator.disconnect(host.visit("198.51.100.4")), undefined);
});

Deno.test("a block closes the connections in both directions and lets nothing happen until its end", () => {
  const { host, operator, told } = hostWith({ through: [addr] });
  host.pass(1);
  const out = host.settle();
  const into = host.visit("203.0.113.7", "public", addr);
  host.collect().effects.length = 0;
  operator.block(host.now_ms, target, host.now_ms + 3600_000);
  assert.deepEqual([host.take("close"), host.take("close")].map((close) => [close!.link, close!.code]), [
    [out, 1000],
    [into, 1013],
  ]);
  assert.equal(operator.blockedUntil(target), host.now_ms + 3600_000);
  assert.equal(operator.dial(host.now_ms, target)?.kind, "conflict");
  assert.equal((operator.forget(target) as { kind: string }).kind, "conflict");
  host.pass(3590);
  assert.equal(host.take("dial"), undefined, "Neither slots nor feelers nor the redial of seeds.");
  host.pass(20);
  assert.equal(told.filter(({ kind }) => kind === "unblocked").length, 1);
  assert.equal(operator.blockedUntil(target), null);
  assert.equal(host.take("dial")?.target.addr, addr);
});

/** Who says hello while an address is blocked, and whether it gets a place. */
const visitors: [string, { ip: string; nonce: string; addr?: string }, boolean][] = [
  ["who claims the address", { ip: "203.0.113.7", nonce: "x", addr }, false],
  ["who claims it from elsewhere", { ip: "198.51.100.4", nonce: "x", addr }, false],
  ["who claims it in another spelling", {
    ip: "203.0.113.7",
    nonce: "x",
    addr: "ws://203.0.113.7:09000/ws",
  }, false],
  ["the very node that was met there, without an address", { ip: "203.0.113.7", nonce: "peer 1" }, false],
  ["another node on that IP", { ip: "203.0.113.7", nonce: "x", addr: "ws://203.0.113.7:9001/ws" }, true],
  ["who repeats that node's nonce from elsewhere", { ip: "198.51.100.4", nonce: "peer 1" }, true],
];

for (const [who, { ip, nonce, addr: claimed }, has_place] of visitors) {
  Deno.test(`a block ${has_place ? "does not concern" : "leaves no place for"} ${who}`, () => {
    const { host, operator } = hostWith({ through: [addr] });
    host.pass(1);
    host.settle();
    operator.block(host.now_ms, target, host.now_ms + 60_000);
    const link = host.membership.accepted(host.now_ms, ip, "public");
    host.membership.hello(host.now_ms, link, { v: 1, net: "foxchain", nonce, addr: claimed });
    assert.equal(host.role(link), has_place ? "inbound" : "overflow");
    host.collect().effects.length = 0;
    host.pass(15);
    const closed = host.effects.find((effect) => effect.kind === "close" && effect.link === link);
    assert.equal(closed?.kind === "close" ? closed.code : undefined, has_place ? undefined : 1013);
  });
}

Deno.test("a blocked address is not dialled back for verify", () => {
  const { host, operator } = hostWith();
  operator.block(host.now_ms, target, host.now_ms + 60_000);
  const link = host.visit("203.0.113.7");
  assert.equal(host.membership.beginVerify(host.now_ms, link, addr), undefined);
  operator.unblock(host.now_ms, target);
  assert.notEqual(host.membership.beginVerify(host.now_ms, link, addr), undefined);
});

Deno.test("so many addresses can be blocked, and one of them for longer", () => {
  const { host, operator } = hostWith();
  const until_ms = host.now_ms + 60_000;
  const all = Array.from({ length: blocks_max + 1 }, (_, n) => at(`ws://203.0.113.${n}/ws`));
  for (const target of all.slice(0, -1)) {
    assert.equal(operator.block(host.now_ms, target, until_ms), undefined);
  }
  assert.equal(operator.block(host.now_ms, all.at(-1)!, until_ms)?.kind, "conflict");
  assert.equal(operator.block(host.now_ms, all[0]!, until_ms + 1), undefined);
  assert.equal(operator.blockedUntil(all[0]!), until_ms + 1);
  assert.equal(operator.unblock(host.now_ms, all[0]!), undefined);
  assert.equal(operator.unblock(host.now_ms, all[0]!)?.kind, "unknown");
  assert.equal(operator.block(host.now_ms, all.at(-1)!, until_ms), undefined);
});

Deno.test("a good peer that the operator forgot is redialled no more", () => {
  for (const is_forgotten of [true, false]) {
    const { host, operator } = hostWith({ outbound: 0 });
    const now_s = host.now_ms / 1000;
    const contact = {
      successes: 9,
      first_success_s: now_s - 9_000,
      last_success_s: now_s - 4_000,
      reliability: 1,
    };
    host.membership.load([dialledEntryOf(addr, { ...contact, not_before_s: now_s + 9_000 })]);
    if (is_forgotten) assert.equal(operator.forget(target), true);
    const dial = host.pass(2 * redial_ms / 1000).take("dial");
    assert.equal(dial?.target.addr, is_forgotten ? undefined : addr);
  }
});

Deno.test("a block and its end are told", () => {
  const { host, told, operator } = hostWith();
  operator.block(host.now_ms, target, host.now_ms + 1000);
  operator.unblock(host.now_ms, target);
  assert.deepEqual(told.map(({ kind, about }) => [kind, about]), [["blocked", addr], ["unblocked", addr]]);
});
