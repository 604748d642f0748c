import assert from "node:assert/strict";
import type { Scope } from "./address/scope.ts";
import type { Entry } from "./book/entry.ts";
import { DONE, TRY_LATER } from "./close_codes.ts";
import type { HelloArgs } from "./state/effects.ts";
import { beginDialBack, endDialBack, isAllowed, victimFor, welcome } from "./inbound.ts";
import * as limits from "./limits.ts";
import { ClientLink, InboundLink } from "./state/link.ts";
import { networksOf, sourceKeys } from "./address/source.ts";
import type { State } from "./state/state.ts";
import { TestHost } from "./test_host.ts";
import { bareState, client, dialled, lecture, reached, told } from "./test_state.ts";

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

/** Says hello on a connection of this scope; returns its peer. */
function visit(
  state: State,
  ip: string,
  args: Partial<HelloArgs> = {},
  scope: Scope = "public",
): InboundLink {
  const link = client(state, ip, scope);
  welcome(state, link, { v: 1, net: "foxchain", nonce: "theirs", ...args });
  return state.links.get(link.id) as InboundLink;
}

const addr = "ws://8.8.8.8:9000/ws";

Deno.test("the answer to hello says what this node is and under which IP it sees the peer", () => {
  const state = bareState({ net: "odd", agent: "foxchain/9" });
  const reply = welcome(state, client(state, "8.8.8.8"), { v: 1, net: "odd", nonce: "theirs" });
  assert.deepEqual(reply, { v: 1, net: "odd", nonce: "own", seen: "8.8.8.8", agent: "foxchain/9" });
});

Deno.test("a peer is noted as its hello says, and only one without a place has to leave", () => {
  for (const places of [1, 0]) {
    const state = bareState({ inbound: places });
    state.due_ms = Infinity;
    const link = visit(state, "8.8.8.8", { agent: "foxchain/8", addr });
    assert.deepEqual([link.nonce, link.agent, link.claimed?.addr], ["theirs", "foxchain/8", addr]);
    assert.equal(link.until_ms, places === 1 ? Infinity : state.now_ms + limits.overflow_ms);
    assert.equal(state.due_ms, state.now_ms, "something may be due");
    assert.equal(visit(state, "9.9.9.9").agent, null);
  }
});

Deno.test("places are counted to the last, without overflow peers and clients", () => {
  const state = bareState({ inbound: 3 });
  client(state, "1.1.1.1");
  const roles = ["2.1.1.1", "3.1.1.1", "4.1.1.1", "5.1.1.1"].map((ip) => visit(state, ip).role);
  assert.deepEqual(roles, ["inbound", "inbound", "inbound", "overflow"]);
});

Deno.test("overflow peers count for no quota of their IP", () => {
  const state = bareState({ inbound: 1 });
  const first = visit(state, "9.9.9.9");
  for (let n = 0; n < limits.inbound_per_ip_max; n++) assert.equal(visit(state, "8.8.8.8").role, "overflow");
  state.remove(first);
  assert.equal(visit(state, "8.8.8.8").role, "inbound");
});

Deno.test("one public IP gets four places, a private or loopback one as many as there are", () => {
  for (
    const [ip, scope] of [["8.8.8.8", "public"], ["192.168.1.7", "private"], [
      "127.0.0.1",
      "loopback",
    ]] as const
  ) {
    const state = bareState();
    const roles = Array.from({ length: 9 }, () => visit(state, ip, {}, scope).role);
    const placed = roles.filter((role) => role === "inbound").length;
    assert.equal(placed, scope === "public" ? limits.inbound_per_ip_max : 9);
  }
});

Deno.test("at a full node the newcomer of a new group takes a place, and its holder is told to come later", () => {
  const state = bareState({ inbound: limits.inbound_max });
  const ip = (n: number) => `192.168.${n >> 8}.${n & 255}`;
  for (let n = 0; n < limits.inbound_max; n++) {
    const link = visit(state, ip(n), {}, "private");
    link.source = { group: n < limits.inbound_max / 2 ? "large" : `g${n}`, scope: "private" };
  }
  assert.equal(visit(state, "8.8.8.8").role, "inbound");
  const closed = state.effects.filter((effect) => effect.kind === "close");
  assert.deepEqual(closed.map(({ code }) => code), [TRY_LATER]);
  const peers = state.linksOf("inbound");
  assert.equal(peers.length, limits.inbound_max);
  assert.equal(peers.filter(({ source }) => source.group === "large").length, limits.inbound_max / 2 - 1);
});

Deno.test("an eviction must make the neighbourhood more diverse: the victim's group is larger by two at least", () => {
  const large = 3;
  for (const [has_peers, is_evicted] of [[0, true], [1, true], [2, false], [3, false]] as const) {
    // The oldest and the nearest are of groups of their own.
    const groups = [
      ...Array.from({ length: limits.protected_age }, (_, n) => `old ${n}`),
      ...Array(large).fill("large"),
      ...Array(has_peers).fill("newcomer's"),
      ...Array.from({ length: limits.protected_latency }, (_, n) => `near ${n}`),
    ];
    assert.equal(victimFor(inbound(groups), "newcomer's")?.source.group, is_evicted ? "large" : undefined);
  }
  const pair = [...Array(limits.protected_age).keys(), "a", "a", ...Array(limits.protected_latency).keys()];
  assert.notEqual(
    victimFor(inbound(pair.map(String)), "new"),
    undefined,
    "two of a group, and none of the new one",
  );
});

Deno.test("an overflow peer gets each op once, and no announcement; a peer with a place gets them again", () => {
  for (const places of [0, 1]) {
    const state = bareState({ inbound: places });
    const link = visit(state, "8.8.8.8");
    const answers = ["sample", "sample", "verify", "verify", "announce"].map((op) =>
      isAllowed(state, link, op)
    );
    assert.deepEqual(answers, places === 1 ? Array(5).fill(true) : [true, false, true, false, false]);
    assert.equal(link.until_ms, places === 1 ? Infinity : linger_ms(state));
  }
});

const linger_ms = ({ now_ms }: State) => now_ms + limits.dial_timeout_ms + limits.overflow_linger_ms;

Deno.test("a sample never lets an overflow peer stay longer, and what it may ask is due at once", () => {
  const state = bareState({ inbound: 0 });
  const link = visit(state, "8.8.8.8");
  link.until_ms = state.now_ms + 10;
  state.due_ms = Infinity;
  assert.ok(isAllowed(state, link, "sample"));
  assert.deepEqual([link.until_ms, state.due_ms], [state.now_ms + 10, state.now_ms]);
});

Deno.test("clients and peers alike may ask a burst of network ops, and then must wait", () => {
  const { burst } = limits.network_ops_rate;
  const state = bareState();
  for (const link of [client(state, "8.8.8.8"), visit(state, "9.9.9.9")]) {
    const allowed = Array.from({ length: burst + 1 }, () => isAllowed(state, link, "hello"));
    assert.deepEqual(allowed, [...Array(burst).fill(true), false]);
  }
});

/** A peer at the address's own IP that comes by, after the address was brought into this condition. */
function comesBy(prepare: (state: State, entry: Entry) => void, ip = "8.8.8.8", options = {}) {
  const state = bareState(options);
  const entry = told(state, addr);
  prepare(state, entry);
  const link = visit(state, ip, { addr });
  return { state, entry, link, is_tested: state.suspects.has(entry) };
}

const failed = (state: State, entry: Entry) => state.book.fail(state.now_s, entry);

for (
  const [words, prepare, is_tested] of [
    ["was never dialled", () => {}, false],
    ["answers", (state: State) => void reached(state, addr), false],
    ["has failed", failed, true],
    ["has failed, which nobody has proved yet", (state: State, entry: Entry) => {
      reached(state, addr);
      state.unproven.add({ entry, ips: [], at_ms: state.now_ms });
    }, true],
    ["has failed and is being dialled", (state: State, entry: Entry) => {
      failed(state, entry);
      state.busy.add(entry);
    }, false],
  ] as const
) {
  Deno.test(`an address that ${words} is ${is_tested ? "" : "not "}tested when its node comes by itself`, () => {
    const { state, entry, ...tests } = comesBy(prepare);
    assert.equal(tests.is_tested, is_tested);
    assert.equal(state.unproven.has(entry), false);
    if (is_tested) assert.equal(entry.contact!.not_before_s, state.now_s, "it need not wait");
  });
}

Deno.test("an address that has failed is not tested when somebody else claims it, or a blocked node does", () => {
  assert.equal(comesBy(failed, "9.9.9.9").is_tested, false);
  const { is_tested, link } = comesBy((state, entry) => {
    failed(state, entry);
    const target = entry.target;
    state.blocks.set(target.key, { target, until_ms: Infinity, ip: "8.8.8.8", nonce: "" });
  });
  assert.deepEqual([is_tested, link.role], [false, "overflow"]);
});

Deno.test("a node that comes by after an hour of failures has returned: others behind the same cut may be back", () => {
  const failedFor = (ago_s: number) => (state: State, entry: Entry) => {
    reached(state, addr, ago_s);
    failed(state, entry);
  };
  const healing_ms = (ago_s: number, ip?: string) => {
    const { state } = comesBy(failedFor(ago_s), ip);
    return state.healing_until_ms - state.now_ms;
  };
  assert.equal(healing_ms(limits.served_s), limits.healing_ms);
  assert.ok(healing_ms(limits.served_s - 1) < 0);
  assert.ok(healing_ms(limits.served_s, "9.9.9.9") < 0);
});

Deno.test("what was taken for a lecture node is dialled anew once it says hello itself, no other is", () => {
  for (const speaks of ["lecture", "plain", "network", "unknown"] as const) {
    const { state, entry } = comesBy((state, entry) => {
      entry.dialled().speaks = speaks;
      lecture(state, addr);
      lecture(state, "ws://9.9.9.9/ws");
    });
    const was_wrong = speaks === "lecture" || speaks === "plain";
    assert.equal(entry.contact!.speaks, was_wrong ? "unknown" : speaks);
    const open = state.linksOf("lecture").map(({ entry }) => entry.target.host);
    assert.deepEqual(open, was_wrong ? ["9.9.9.9"] : ["8.8.8.8", "9.9.9.9"]);
    const closed = state.effects.filter((effect) => effect.kind === "close");
    assert.deepEqual(closed.map(({ code }) => code), was_wrong ? [DONE] : []);
  }
});

for (
  const [words, ip, asked, options, begins] of [
    ["its own IP", "8.8.8.8", addr, {}, true],
    ["another IP", "8.8.8.8", "ws://8.8.8.9:9000/ws", {}, false],
    ["a name", "8.8.8.8", "ws://a.example/ws", {}, false],
    ["a text that is no address", "8.8.8.8", "nonsense", {}, false],
    ["its own IP where this node never dials", "8.8.8.8", addr, { dial: false }, false],
    ["a loopback address, though it counts as public", "127.0.0.1", "ws://127.0.0.1:9000/ws", {}, false],
  ] as const
) {
  Deno.test(`a peer is ${begins ? "" : "not "}dialled back at ${words}`, () => {
    const state = bareState(options);
    const link = visit(state, ip);
    const back = beginDialBack(state, link, asked);
    assert.deepEqual([back?.link, back?.target.addr], begins ? [link, asked] : [undefined, undefined]);
  });
}

Deno.test("only peers are dialled back: no client, and nobody whom this node dialled", () => {
  const state = bareState();
  assert.equal(beginDialBack(state, client(state, "8.8.8.8"), addr), undefined);
  assert.equal(beginDialBack(state, dialled(state, addr), addr), undefined);
});

Deno.test("dial-backs of one public IP have a budget, those of a private one have none", () => {
  for (const [ip, scope] of [["8.8.8.8", "public"], ["192.168.1.7", "private"]] as const) {
    const state = bareState();
    const link = visit(state, ip, {}, scope);
    const begun = [1, 2].map((port) => beginDialBack(state, link, `ws://${ip}:${port}/ws`) !== undefined);
    assert.deepEqual(begun, [true, scope === "private"]);
  }
});

Deno.test("so many dial-backs are under way at once, and each one's end makes room, whatever it led to", () => {
  const state = bareState();
  const link = visit(state, "192.168.1.7", {}, "private");
  const begin = (port: number) => beginDialBack(state, link, `ws://192.168.1.7:${port}/ws`);
  const backs = Array.from({ length: limits.verifies_at_once_max }, (_, n) => begin(n + 1)!);
  assert.equal(begin(99), undefined);
  assert.equal(endDialBack(state, backs[0]!, undefined), false);
  assert.ok(begin(99));
  assert.equal(begin(100), undefined);
  assert.equal(endDialBack(state, backs[1]!, link.nonce), true);
  assert.ok(begin(100));
});

Deno.test("a peer that was dialled back is in the book as reached, under its IP's group and with its nonce", () => {
  for (
    const [ip, scope, group] of [["8.8.8.8", "public", "8.8"], [
      "192.168.1.7",
      "private",
      "192.168.1.7",
    ]] as const
  ) {
    const state = bareState();
    const link = visit(state, ip, {}, scope);
    // What it came from is known better than what the text of its address tells.
    link.source = { ...link.source, group: scope === "public" ? "its own" : "not this" };
    const back = beginDialBack(state, link, `ws://${ip}:9000/ws`)!;
    assert.ok(endDialBack(state, back, link.nonce));
    const entry = state.book.get(back.target.key)!;
    const { contact } = entry;
    assert.deepEqual([contact!.speaks, contact!.nonce, contact!.ip, contact!.successes], [
      "network",
      "theirs",
      ip,
      1,
    ]);
    assert.equal(entry.group, scope === "public" ? "its own" : group);
    assert.deepEqual([link.entry, state.verified_inbound.has(entry)], [entry, true]);
  }
});

Deno.test("a dial-back in a full book is answered, though nothing can be kept", () => {
  const state = bareState({ peers_max: 1 });
  told(state, "ws://127.0.0.1/ws");
  const link = visit(state, "8.8.8.8");
  assert.equal(endDialBack(state, beginDialBack(state, link, addr)!, link.nonce), true);
  assert.equal(link.entry, null);
});

Deno.test("a connection belongs to the first address at which it was dialled back, an address to one connection", () => {
  const state = bareState();
  const [one, two] = [visit(state, "192.168.1.7", {}, "private"), visit(state, "192.168.1.7", {}, "private")];
  const verify = (link: InboundLink, port: number) => {
    const back = beginDialBack(state, link, `ws://192.168.1.7:${port}/ws`)!;
    assert.ok(endDialBack(state, back, link.nonce));
  };
  verify(one, 1);
  const first = one.entry;
  verify(one, 2);
  assert.equal(one.entry, first);
  verify(two, 1);
  assert.equal(two.entry, null, "the other connection has it");
  assert.deepEqual([...state.verified_inbound], [first]);
  verify(two, 2);
  assert.notEqual(two.entry, null);
});

Deno.test("a peer that has gone before its dial-back ended is not known as one that came by itself", () => {
  const state = bareState();
  const link = visit(state, "8.8.8.8");
  const back = beginDialBack(state, link, addr)!;
  state.remove(link);
  assert.equal(endDialBack(state, back, link.nonce), true);
  assert.deepEqual([link.entry, state.verified_inbound.size], [null, 0]);
});

Deno.test("that a dial-back reached an address for the first time, or again, is news; that it still does is none", () => {
  for (
    const [words, prepare, is_news] of [
      ["for the first time", () => {}, true],
      ["again", (state: State) => state.book.fail(state.now_s, reached(state, addr)), true],
      ["still", (state: State) => void reached(state, addr), false],
    ] as const
  ) {
    const state = bareState();
    prepare(state);
    const link = visit(state, "8.8.8.8");
    endDialBack(state, beginDialBack(state, link, addr)!, link.nonce);
    const news = state.reached_news.tell({ reached_told: 0 }, 0, 9, () => true);
    assert.deepEqual(news.map(({ target }) => target.addr), is_news ? [addr] : [], words);
  }
});

Deno.test("names are exchanged with a private peer; a public one is not told this node's", () => {
  for (const [scope, told_name] of [["private", "Li"], ["public", undefined]] as const) {
    const state = bareState({ name: "Li" });
    const link = client(state, "192.168.1.7", scope);
    assert.equal(welcome(state, link, { v: 1, net: "foxchain", nonce: "n", name: "Wu" }).name, told_name);
    assert.equal((state.links.get(link.id) as InboundLink).name, "Wu");
  }
});
