import assert from "node:assert/strict";
import { DONE } from "./close_codes.ts";
import type { Happening } from "./state/happening.ts";
import { blocks_max, operator_dials_at_once_max, redial_ms } from "./limits.ts";
import { endBlocks, Operator } from "./operator.ts";
import { at, dialledEntryOf, stranger } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";
import { bareState, dialled, told } from "./test_state.ts";

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

const other = at("ws://8.8.8.8:9000/ws");

Deno.test("why an order is refused is said in a sentence, each time another", () => {
  const state = bareState({
    own: [at("ws://127.0.0.1:9000/ws")],
    seeds: [at("ws://9.9.9.9/ws")],
    peers_max: 3,
  });
  const operator = new Operator(state);
  const { now_ms } = state;
  told(state, "ws://9.9.9.9/ws");
  dialled(state, other.addr);
  told(state, addr);
  const refusals = [
    operator.dial(now_ms, at("ws://127.0.0.1:9000/ws")),
    operator.dial(now_ms, other),
    operator.forget(at("ws://9.9.9.9/ws")),
    operator.forget(other),
    operator.disconnect(99),
    operator.unblock(now_ms, target),
  ] as { kind: string; error: string }[];
  assert.deepEqual(refusals.map(({ kind, error }) => [kind, error]), [
    ["conflict", "This is the node's own address."],
    ["conflict", "The node is connected with this address or is dialling it."],
    ["conflict", "The address was given by --join: it is dialled for ever."],
    ["conflict", "The node is connected with this address. Disconnect or block it first."],
    ["unknown", "There is no connection 99."],
    ["unknown", "The address is not blocked."],
  ]);
  operator.block(now_ms, target, now_ms + 1);
  for (const refused of [operator.dial(now_ms, target), operator.forget(target)]) {
    assert.deepEqual(refused, { kind: "conflict", error: "The address is blocked. Unblock it first." });
  }
  state.dials = operator_dials_at_once_max;
  assert.deepEqual(operator.dial(now_ms, at("ws://6.6.6.6/ws")), {
    kind: "conflict",
    error: "8 addresses are being dialled already. Try again in a few seconds.",
  });
});

Deno.test("an ordered dial asks for hello unless the node drops it, and is not made where the node is connected by a name", () => {
  for (const [speaks, skips_hello] of [["plain", true], ["lecture", false], ["unknown", false]] as const) {
    const state = bareState();
    told(state, addr).dialled().speaks = speaks;
    assert.equal(new Operator(state).dial(state.now_ms, target), undefined);
    const [link] = state.linksOf("outbound");
    assert.deepEqual([link!.skips_hello, link!.is_ordered, link!.role], [skips_hello, true, "redial"]);
  }
  const state = bareState();
  dialled(state, "ws://a.example:9000/ws", { ip: "203.0.113.7" });
  assert.deepEqual(new Operator(state).dial(state.now_ms, target), {
    kind: "conflict",
    error: "The node is connected with this node under another address.",
  });
});

Deno.test("an address that a peer came from and that was dialled back is not forgotten while it is connected", () => {
  const state = bareState();
  const entry = told(state, addr);
  state.verified_inbound.add(entry);
  const operator = new Operator(state);
  assert.equal((operator.forget(target) as { kind: string }).kind, "conflict");
  state.verified_inbound.delete(entry);
  assert.equal(operator.forget(target), true);
});

Deno.test("what waits about an address goes with it: news and suspicion", () => {
  const state = bareState();
  const entry = told(state, addr);
  state.suspects.add(entry);
  state.announced_news.add(state.now_ms, entry);
  state.reached_news.add(state.now_ms, entry);
  assert.equal(new Operator(state).forget(target), true);
  assert.equal(state.suspects.size, 0);
  assert.deepEqual(state.announced_news.tell({ announced_told: 0 }, 0, 9, () => true), []);
  assert.deepEqual(state.reached_news.tell({ reached_told: 0 }, 0, 9, () => true), []);
});

Deno.test("an ordered disconnection spares a dial under way and another port with the same nonce on this machine", () => {
  const own = bareState({ isOwnIp: (ip) => ip === "127.0.0.1" });
  const link = dialled(own, "ws://127.0.0.1:9001/ws", { nonce: "n" });
  const others = [
    dialled(own, "ws://127.0.0.1:9002/ws", { nonce: "n" }),
    dialled(own, "ws://127.0.0.1:9003/ws", { stage: "dialling" }),
  ];
  for (const { entry, nonce } of [link, ...others]) {
    own.book.succeed(own.now_s, entry, "127.0.0.1", "loopback", entry.group);
    entry.contact!.nonce = nonce;
  }
  const same = dialled(own, "ws://localhost:9001/ws", { ip: "127.0.0.1", nonce: "n" });
  own.book.succeed(own.now_s, same.entry, "127.0.0.1", "loopback", same.entry.group);
  const dialling = dialled(own, "ws://b.localhost:9001/ws", { stage: "dialling", ip: "127.0.0.1" });
  own.book.succeed(own.now_s, dialling.entry, "127.0.0.1", "loopback", dialling.entry.group);
  assert.equal(new Operator(own).disconnect(link.id), undefined);
  assert.deepEqual([...own.links.keys()], [...others.map(({ id }) => id), dialling.id]);
  const closed = own.effects.flatMap((effect) =>
    effect.kind === "close" ? [[effect.link, effect.code, effect.reason]] : []
  );
  assert.deepEqual(closed, [link, same].map(({ id }) => [id, DONE, "disconnected by the operator"]));
});

Deno.test("a dial under way may be disconnected, too", () => {
  const state = bareState();
  const link = dialled(state, addr, { stage: "dialling" });
  assert.equal(new Operator(state).disconnect(link.id), undefined);
  assert.equal(state.links.size, 0);
});

Deno.test("a block makes a row, is due at once, and keeps its first address when it is given a new end under another name", () => {
  const state = bareState();
  const operator = new Operator(state);
  state.due_ms = Infinity;
  assert.equal(operator.block(state.now_ms, target, state.now_ms + 10), undefined);
  assert.ok(state.book.get(target.key));
  assert.equal(state.due_ms, state.now_ms);
  const name = at("ws://a.example:9000/ws");
  state.book.succeed(1000, told(state, name.addr), "203.0.113.7", "public", "203.0");
  operator.block(state.now_ms, name, state.now_ms + 20);
  assert.equal(state.blocks.size, 1);
  assert.equal(operator.blockedUntil(target), state.now_ms + 20);
  state.due_ms = Infinity;
  assert.equal(operator.unblock(state.now_ms, name), undefined);
  assert.deepEqual([state.blocks.size, state.due_ms], [0, state.now_ms]);
});

Deno.test("at the limit of blocks a known one may still get a new end", () => {
  const state = bareState();
  const operator = new Operator(state);
  for (let n = 0; n < blocks_max; n++) {
    assert.equal(operator.block(state.now_ms, at(`ws://${20 + n}.1.1.1/ws`), Infinity), undefined);
  }
  assert.deepEqual(operator.block(state.now_ms, target, Infinity), {
    kind: "conflict",
    error: `${blocks_max} addresses are blocked already.`,
  });
  assert.equal(operator.block(state.now_ms, at("ws://20.1.1.1/ws"), 5), undefined);
});

Deno.test("a block ends at its time, not before, and asks for a tick then", () => {
  const state = bareState();
  const operator = new Operator(state);
  const end_ms = state.now_ms + 10;
  operator.block(state.now_ms, target, end_ms);
  state.due_ms = Infinity;
  endBlocks(state.at(end_ms - 1));
  assert.deepEqual([state.blocks.size, state.due_ms], [1, end_ms]);
  endBlocks(state.at(end_ms));
  assert.equal(state.blocks.size, 0);
});

Deno.test("seeds are known as such", () => {
  const operator = new Operator(bareState({ seeds: [target] }));
  assert.deepEqual([operator.isSeed(target), operator.isSeed(other)], [true, false]);
});

Deno.test("in a book that strangers filled an ordered dial finds no room, and says so", () => {
  const state = bareState({ peers_max: 1 });
  state.book.hear(state.now_s, other, stranger);
  assert.deepEqual(new Operator(state).dial(state.now_ms, target), {
    kind: "conflict",
    error: "The peer book is full.",
  });
  assert.equal(state.effects.length, 0);
});
