import assert from "node:assert/strict";
import { type Contact, type Entry, stateOf } from "./book/entry.ts";
import * as limits from "./limits.ts";
import type { Fate } from "./book/peer_book.ts";
import type { Scope } from "./address/scope.ts";
import { at, dialledEntryOf, entryOf, neighbour, stranger } from "./book/test_entries.ts";
import { start_ms, TestHost } from "./test_host.ts";

const seed = "ws://203.0.113.7:9000/ws";
const other = "ws://8.8.8.8:9000/ws";
const state = (host: TestHost, addr: string) => {
  const entry = host.membership.book.get(at(addr).key);
  return entry === undefined ? "forgotten" : stateOf(entry);
};

const addressOf = (host: TestHost, link: number) => host.dialled(link).entry.target.addr;

Deno.test("the first thing on an outbound connection is hello, then sample", () => {
  const host = new TestHost({ through: [seed], own: [at("ws://198.51.100.9:9000/ws")] }).pass(1);
  const link = host.open();
  assert.deepEqual(host.take("send")?.args, {
    v: 1,
    net: "foxchain",
    nonce: "own",
    addr: "ws://198.51.100.9:9000/ws",
    agent: "foxchain",
  });
  assert.equal(host.take("send"), undefined);
  host.greet(link);
  assert.deepEqual(host.take("send", "sample")?.args, { want: 16 });
  assert.equal(state(host, seed), "tried");
});

Deno.test("a node that reads its own nonce closes and never dials that address again", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  host.greet(host.open(), { nonce: "own" });
  assert.equal(host.take("close")?.reason, "this is ourselves");
  assert.equal(host.passHours(48).take("dial"), undefined);
});

Deno.test("what led to ourselves is dialled again after a restart and a day: the address may be another's by then", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  host.greet(host.open(), { nonce: "own" });
  const { contact } = host.membership.book.get(seed)!;
  const dials = (now_ms: number) => {
    const again = new TestHost({ now_ms });
    again.now_ms = now_ms;
    again.membership.load([dialledEntryOf(seed, { ...contact })]);
    return again.pass(60).take("dial") !== undefined;
  };
  const pause_ms = limits.other_net_pause_s * 1000;
  assert.deepEqual([dials(host.now_ms + pause_ms / 2), dials(host.now_ms + pause_ms)], [false, true]);
});

Deno.test("a nonce that comes in never closes a connection: it may be replayed", () => {
  const host = new TestHost();
  const link = host.membership.accepted(host.now_ms, "8.8.8.8", "public");
  host.membership.hello(host.now_ms, link, { v: 1, net: "foxchain", nonce: "own" });
  assert.equal(host.take("close"), undefined);
});

Deno.test("another network is left alone for a day", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  host.greet(host.open(), { net: "elsewhere" });
  assert.equal(host.take("close")?.reason, "another network");
  host.passHours(limits.other_net_pause_s / 3600 - 1);
  assert.equal(host.pass(3600 - 60 - 2).take("dial"), undefined);
  assert.notEqual(host.pass(600).take("dial"), undefined);
});

Deno.test("a lecture node is asked only what it knows, one request at a time", () => {
  const host = new TestHost({ through: [seed], own: [at("ws://198.51.100.9:9000/ws")] }).pass(1);
  const { membership } = host;
  const link = host.open();
  host.take("send", "hello");
  membership.answered(host.now_ms, link, "hello");
  assert.deepEqual(host.take("send"), {
    kind: "send",
    link,
    op: "register",
    args: { addr: "ws://198.51.100.9:9000/ws" },
  });
  assert.equal(host.pass(5).take("send"), undefined);
  membership.answered(host.now_ms, link, "register");
  assert.equal(host.take("send")?.op, "peers");
  membership.answered(host.now_ms, link, "peers", { peers: [other, "nonsense"] });
  assert.equal(host.take("send"), undefined);
  assert.equal(state(host, other), "heard");
  assert.equal(host.pass(119).take("ping"), undefined);
  assert.deepEqual(host.pass(2).take("ping"), { kind: "ping", link });
  assert.equal(host.take("send"), undefined);
  assert.equal(host.role(link), "reserved");
});

/** A lecture node that has told all it knows, and when it was reached last. */
function heldLecture() {
  const host = new TestHost({ through: [seed] }).pass(1);
  const link = host.open();
  host.membership.answered(host.now_ms, link, "hello");
  host.membership.answered(host.now_ms, link, "peers", { peers: [] });
  host.collect().effects.length = 0;
  return { host, link, reached_s: () => host.membership.book.get(seed)!.contact!.last_success_s };
}

Deno.test("a lecture node lives as long as it answers pings: it is never asked for an op that it may not have", () => {
  const { host, link, reached_s } = heldLecture();
  for (let minute = 0; minute < 10; minute += 2) {
    host.pass(119);
    assert.equal(host.take("ping"), undefined);
    host.pass(2);
    assert.deepEqual(host.take("ping"), { kind: "ping", link });
    host.membership.ponged(host.now_ms, link);
    assert.ok(host.dialled(link).round_trip_ms! <= 2_000);
    assert.equal(reached_s(), Math.floor(host.now_ms / 1000));
  }
  assert.equal(host.take("send"), undefined);
  assert.equal(host.take("close"), undefined);
});

Deno.test("a lecture node that does not answer a ping in 20 s is dead, whatever pongs it sent unasked", () => {
  const { host, link, reached_s } = heldLecture();
  const before_s = reached_s();
  host.pass(60).membership.ponged(host.now_ms, link);
  assert.equal(reached_s(), before_s);
  host.pass(61);
  assert.notEqual(host.take("ping"), undefined);
  host.pass(limits.keep_alive_timeout_ms * limits.keep_alives_missed_max / 1000 - 2);
  assert.equal(host.take("close"), undefined);
  assert.equal(host.pass(4).take("close")?.reason, "no sign of life");
  host.membership.ponged(host.now_ms, link);
  assert.equal(reached_s(), before_s);
});

Deno.test("a pong while a list is awaited answers nothing", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  const link = host.open();
  host.membership.answered(host.now_ms, link, "hello");
  assert.equal(host.take("send", "peers")?.link, link);
  host.membership.ponged(host.now_ms, link);
  assert.ok(host.dialled(link).asked_ms > 0);
});

Deno.test("of a lecture node's long list sixty-four random addresses are kept", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  const link = host.open();
  host.membership.answered(host.now_ms, link, "hello");
  const peers = Array.from({ length: 200 }, (_, n) => `ws://${1 + n % 9}.${n}.1.1/ws`);
  host.membership.answered(host.now_ms, link, "peers", { peers });
  assert.equal(host.membership.book.heard.rows.length, limits.lecture_peers_max);
});

for (const holders of [limits.lecture_holders_min - 1, limits.lecture_holders_min]) {
  const is_rare = holders < limits.lecture_holders_min;
  Deno.test(`with ${holders} living holders a lecture node is ${is_rare ? "" : "not "}announced`, () => {
    const host = new TestHost({ through: [seed] }).pass(1);
    const { membership } = host;
    const link = host.open();
    const answer = (op: "hello" | "peers", response?: { peers: string[] }) =>
      membership.answered(host.now_ms, link, op, response as never);
    const announced = () => {
      const sent = host.collect().effects.splice(0).filter((effect) => effect.kind === "send");
      return sent.filter(({ op }) => op === "announce")
        .map(({ link, args }) => [link, (args as { addr: string }).addr]);
    };
    const list = Array.from({ length: holders + 1 }, (_, n) => `ws://${n + 1}.7.7.7/ws`);
    const now_s = Math.floor(host.now_ms / 1000);
    for (const addr of list) {
      const entry = membership.book.hear(now_s, at(addr), stranger)!;
      membership.book.succeed(now_s, entry, entry.ip, entry.scope, entry.group);
      if (addr === list[0]) membership.book.fail(now_s, entry);
    }
    answer("hello");
    answer("peers", { peers: ["ws://9.9.9.9/ws", ...list] });
    assert.deepEqual(announced(), [], "nobody is there to be told");
    const visited = () => ["8.8.8.8", "9.9.9.9", "7.7.7.7", "6.6.6.6"].map((ip) => host.visit(ip));
    const pinged = () => {
      assert.deepEqual(host.pass(121).take("ping")?.link, link);
      host.effects.length = 0;
      const peers = visited();
      membership.ponged(host.now_ms, link);
      return peers;
    };
    const peers = pinged();
    assert.deepEqual(announced().toSorted(), is_rare ? peers.map((peer) => [peer, seed]) : []);
    pinged();
    assert.deepEqual(announced(), [], "the next list decides anew");
  });
}

for (const how of ["closes on", "is silent to"] as const) {
  Deno.test(`a node that ${how} hello is dialled once more without it`, () => {
    const host = new TestHost({ through: [seed] }).pass(1);
    const link = host.open();
    if (how === "closes on") host.membership.closed(host.now_ms, link, 1006);
    else host.pass(5);
    const again = host.take("dial");
    assert.equal(host.dialled(again!.link).skips_hello, true);
    assert.equal(host.resolve(again!.link, "203.0.113.7"), true);
    host.take("send", "hello");
    host.membership.connected(host.now_ms, again!.link);
    assert.equal(host.take("send")?.op, "peers");
    host.membership.answered(host.now_ms, again!.link, "peers", { peers: [] });
    assert.equal(state(host, seed), "tried");
    host.membership.closed(host.now_ms, again!.link, 1000);
    const third = host.pass(20).take("dial");
    assert.equal(third === undefined || host.dialled(third.link).skips_hello, true);
  });
}

for (
  const [acquaintances, pause_s] of [[0, limits.full_node_short_pause_s], [
    9,
    limits.full_node_pause_s,
  ]] as const
) {
  Deno.test(`with ${acquaintances} acquaintances a full node counts as reached and is left alone for ${pause_s} s`, () => {
    const host = new TestHost({ through: [seed] }).pass(1);
    const link = host.settle();
    const now_s = Math.floor(host.now_ms / 1000);
    for (let n = 1; n <= acquaintances; n++) {
      const { book } = host.membership;
      const entry = book.hear(now_s, at(`ws://${n}.1.1.1/ws`), { group: "9.9", scope: "public" })!;
      book.succeed(now_s, entry, `${n}.1.1.1`, "public", `${n}.1`);
    }
    host.membership.closed(host.now_ms, link, 1013);
    const contact = host.membership.book.get(seed)!.contact!;
    assert.deepEqual([state(host, seed), contact.avoid_until_s - now_s], ["tried", pause_s]);
  });
}

Deno.test("two missed keep-alives end a connection, and the address is tested at once", () => {
  const host = new TestHost({ through: [seed, other] }).pass(1);
  const [dead, alive] = [host.settle(), host.settle()];
  while (host.take("send"));
  host.pass(60);
  assert.equal(host.take("send", "sample")?.link, dead);
  host.sample(alive);
  host.pass(10);
  assert.deepEqual(host.take("send", "sample")?.args, { want: 16 });
  host.pass(11);
  assert.equal(host.take("close")?.reason, "no sign of life");
  assert.equal(host.now_ms - start_ms < 90_000, true);
});

Deno.test("a failure counts only when somebody else is heard of: a pulled cable is held against nobody", () => {
  for (const online of [true, false]) {
    const host = new TestHost({ through: [seed, other] }).pass(1);
    const [dead, alive] = [host.settle(), host.settle()];
    const addr = addressOf(host, dead);
    host.membership.closed(host.now_ms, dead, 1006);
    const probe = host.pass(61).take("dial")!;
    host.membership.dialFailed(host.now_ms, probe.link);
    assert.equal(state(host, addr), "tried");
    if (!online) host.now_ms += limits.proof_ms + 1;
    host.sample(alive);
    assert.equal(state(host, addr), online ? "suspect" : "tried");
  }
});

Deno.test("a death is told to the peers with their next sample, once", () => {
  const host = new TestHost({ through: [seed, other] }).pass(1);
  const [dead, alive] = [host.settle(), host.settle()];
  const addr = addressOf(host, dead);
  host.membership.closed(host.now_ms, dead, 1006);
  host.pass(61);
  host.membership.dialFailed(host.now_ms, host.take("dial")!.link);
  while (host.take("send"));
  host.sample(alive);
  host.pass(61);
  assert.deepEqual((host.take("send", "sample")?.args as { gone: string[] }).gone, [addr]);
  host.sample(alive);
  host.pass(61);
  assert.equal((host.take("send", "sample")?.args as { gone?: string[] }).gone, undefined);
});

Deno.test("a rumour of death buys a probe at the next feeler, never a deletion", () => {
  for (const is_told of [true, false]) {
    const host = new TestHost({ through: [seed, other], outbound: 1 }).pass(1);
    const slot = host.settle();
    const held = addressOf(host, slot);
    host.pass(50);
    const felt = addressOf(host, host.open());
    host.greet([...host.membership.links.keys()].at(-1)!);
    host.sample([...host.membership.links.keys()].at(-1)!);
    assert.notEqual(felt, held);
    assert.equal(host.take("close")?.reason, "only passing by");
    const visitor = host.visit("9.9.9.9");
    assert.equal(state(host, felt), "tried");
    host.sample(slot);
    host.pass(5);
    if (is_told) host.membership.sample(host.now_ms, visitor, { want: 0, gone: [felt, held] });
    host.sample(slot);
    host.pass(20).sample(slot);
    host.pass(30);
    assert.equal(host.take("dial")?.target.addr, is_told ? felt : undefined);
  }
});

Deno.test("a flood of announcements is kept, but only a part of it sent on", () => {
  const host = new TestHost();
  const sources = Array.from({ length: 5 }, (_, n) => host.visit(`${11 + n}.8.8.8`));
  let sent = 0;
  for (let n = 0; n < 300; n++) {
    const addr = `ws://${1 + n % 9}.${n % 256}.1.${n >> 8}/ws`;
    host.membership.announce(host.now_ms, sources[n % 5]!, { addr, age: 0, hops: 0 });
    if (host.take("send", "announce")) sent++;
    while (host.take("send"));
  }
  assert.deepEqual([host.membership.book.heard.rows.length, sent], [300, limits.spread_rate.burst]);
});

Deno.test("announcements reach an asker that missed them with its next sample, each once", () => {
  const host = new TestHost();
  const [source, asker] = [host.visit("8.8.8.8"), host.visit("9.9.9.9")];
  host.now_ms += 1000;
  host.membership.announce(host.now_ms, source, { addr: seed, age: 0, hops: 7 });
  const ask = () => host.membership.sample(host.now_ms += 1000, asker, { want: 16 });
  assert.deepEqual([ask().news, ask().news], [[seed], undefined]);
});

Deno.test("more announcements than one sample holds come with the next ones, oldest first", () => {
  const host = new TestHost();
  const [source, asker] = [host.visit("8.8.8.8"), host.visit("9.9.9.9")];
  const announced = Array.from(
    { length: 2 * limits.sample_news_max + 1 },
    (_, n) => `ws://${n + 20}.7.7.7/ws`,
  );
  for (const addr of announced) host.membership.announce(host.now_ms, source, { addr, age: 0, hops: 7 });
  const ask = () => host.membership.sample(host.now_ms, asker, { want: 16 }).news ?? [];
  const told = [ask(), ask(), ask(), ask()];
  assert.deepEqual(told.map(({ length }) => length), [8, 8, 1, 0]);
  assert.deepEqual(told.flat(), announced);
});

Deno.test("more deaths than one sample holds are told with the next ones, oldest first", () => {
  const host = new TestHost({ through: ["ws://192.168.1.200:9000/ws"], outbound: 1 }).pass(1);
  const alive = host.settle();
  const { membership } = host;
  const addrs = Array.from(
    { length: 2 * limits.sample_gone_max + 1 },
    (_, n) => `ws://192.168.1.${n + 1}/ws`,
  );
  for (const addr of addrs) {
    const { host: ip, group } = at(addr);
    const now_s = Math.floor(host.now_ms / 1000);
    const entry = membership.book.hear(now_s, at(addr), { group: "192.168.1.200", scope: "private" })!;
    membership.book.succeed(now_s, entry, ip, "private", group);
    membership.closed(host.now_ms, host.visit(ip, "private", addr), 1006);
  }
  for (let waited = 0; waited < 10; waited++) {
    for (let dial = host.pass(0.2).take("dial"); dial; dial = host.take("dial")) {
      assert.equal(host.role(dial.link), "probe");
      membership.dialFailed(host.now_ms, dial.link);
    }
  }
  while (host.take("send"));
  const gone = () => {
    host.sample(alive);
    for (let second = 0; second < 61; second++) {
      host.pass(1);
      for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
        membership.dialFailed(host.now_ms, dial.link);
      }
    }
    return (host.take("send", "sample")!.args as { gone?: string[] }).gone ?? [];
  };
  const told = [gone(), gone(), gone(), gone()];
  assert.deepEqual(told.map(({ length }) => length), [8, 8, 1, 0]);
  assert.deepEqual(told.flat(), addrs);
});

Deno.test("an announcement that its source had no right to is heard from the next one", () => {
  const host = new TestHost();
  const [spent, other_peer] = [host.visit("8.8.8.8"), host.visit("9.9.9.9")];
  for (let n = 0; n < limits.learn_rate.burst; n++) {
    host.membership.sample(host.now_ms, spent, { want: 0, give: [[`ws://${1 + n % 9}.${n}.1.1/ws`, 1]] });
  }
  host.membership.announce(host.now_ms, spent, { addr: other, age: 0, hops: 7 });
  assert.equal(state(host, other), "forgotten");
  host.membership.announce(host.now_ms, other_peer, { addr: other, age: 0, hops: 7 });
  assert.equal(state(host, other), "heard");
});

Deno.test("an inbound peer that stays is asked once, which measures how near it is", () => {
  const host = new TestHost({ dial: false });
  const visitor = host.visit("8.8.8.8");
  const ask = () => host.membership.sample(host.now_ms, visitor, { want: 16 });
  host.now_ms += limits.overflow_ms;
  ask();
  assert.equal(host.take("send"), undefined);
  host.now_ms += 1;
  ask();
  assert.deepEqual(host.take("send"), { kind: "send", link: visitor, op: "sample", args: { want: 0 } });
  ask();
  assert.equal(host.take("send"), undefined);
  host.now_ms += 40;
  host.sample(visitor);
  assert.equal(host.inbound(visitor).latency_ms, 40);
  host.now_ms += 60_000;
  ask();
  assert.equal(host.take("send"), undefined);
});

Deno.test("a client that never said hello is never asked anything", () => {
  const host = new TestHost({ dial: false });
  const client = host.membership.accepted(host.now_ms, "8.8.8.8", "public");
  for (let minute = 0; minute < 5; minute++) {
    host.pass(60).membership.sample(host.now_ms, client, { want: 16 });
    assert.deepEqual(host.collect().effects, []);
  }
});

Deno.test("an own address that peers can't dial any longer is given up after a day, and found anew", () => {
  const host = new TestHost({ through: [seed, other], port: 9000 }).pass(1);
  const links = [host.open(), host.open()];
  let dialable = true;
  let asked = 0;
  const serve = () => {
    for (let send = host.take("send"); send; send = host.take("send")) {
      if (send.op === "sample") host.sample(send.link);
      if (send.op !== "verify") continue;
      asked++;
      host.membership.answered(host.now_ms, send.link, "verify", { dialable });
    }
    for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
      host.membership.dialFailed(host.now_ms, dial.link);
    }
  };
  const pass = (seconds: number) => {
    for (let second = 0; second < seconds; second += 5) {
      host.pass(5);
      serve();
    }
  };
  const own = () => {
    const back = host.visit("7.7.7.7", "public", "ws://198.51.100.9:9000/ws");
    const { claimed } = host.inbound(back);
    host.membership.closed(host.now_ms, back, 1000);
    serve();
    return claimed === null;
  };
  for (const link of links) host.greet(link, { seen: "198.51.100.9" });
  serve();
  assert.deepEqual([own(), asked], [true, 2]);
  dialable = false;
  pass(limits.own_address_kept_ms / 1000 - 60);
  assert.deepEqual([own(), asked], [true, 2]);
  pass(180);
  assert.deepEqual([own(), asked], [false, 4]);
  dialable = true;
  pass(limits.verify_pause_ms / 1000 + 60);
  assert.deepEqual([own(), asked], [true, 6]);
});

Deno.test("sample serves what was reached in the last hour, and nothing of narrower scope than the asker", () => {
  const lan = "ws://192.168.1.7:9000/ws";
  const host = new TestHost({ through: [seed, lan] }).pass(1);
  host.settle();
  host.settle();
  const told = (scope: "public" | "private") =>
    host.membership.sample(host.now_ms, host.visit(scope === "public" ? "8.8.4.4" : "192.168.1.8", scope), {
      want: 16,
    });
  assert.deepEqual(told("public").peers, [seed]);
  assert.deepEqual(told("private").peers.toSorted(), [lan, seed]);
  assert.deepEqual(told("public").ages, [0]);
});

Deno.test("what is given or announced is learned at a limited rate, and never served unreached", () => {
  const host = new TestHost();
  const visitor = host.visit("8.8.8.8");
  for (let n = 0; n < 200; n++) {
    const addr = `ws://${1 + n % 9}.${n}.1.1/ws`;
    host.membership.sample(host.now_ms, visitor, { want: 0, give: [[addr, 1]] });
  }
  assert.equal(host.membership.book.heard.rows.length, limits.learn_rate.burst);
  assert.deepEqual(host.membership.sample(host.now_ms, visitor, { want: 16 }).peers, []);
});

Deno.test("an announcement is sent on once, to other peers, until its hops are spent", () => {
  const host = new TestHost();
  const visitors = ["8.8.8.8", "9.9.9.9", "7.7.7.7"].map((ip) => host.visit(ip));
  const announce = (addr: string, hops: number) =>
    host.membership.announce(host.now_ms, visitors[0]!, { addr, age: 0, hops });
  announce(seed, 0);
  const sent = [host.take("send"), host.take("send"), host.take("send")];
  assert.deepEqual(sent.map((effect) => effect?.link).toSorted(), [visitors[1], visitors[2], undefined]);
  assert.equal((sent[0]?.args as { hops: number }).hops, 1);
  announce(seed, 0);
  announce(other, limits.announce_hops_max);
  assert.equal(host.take("send"), undefined);
  assert.equal(state(host, other), "heard");
});

Deno.test("an announcement is sent on again after an hour, and after ten minutes for whoever announces it himself", () => {
  for (const [hops, pause_ms] of [[0, limits.announced_pause_ms], [1, limits.announced_kept_ms]] as const) {
    const host = new TestHost({ dial: false });
    const [source] = ["8.8.8.8", "9.9.9.9"].map((ip) => host.visit(ip));
    const announce = (after_ms: number, hops: number) => {
      host.membership.announce(host.now_ms + after_ms, source!, { addr: seed, age: 0, hops });
      return host.take("send") !== undefined;
    };
    const sent = [announce(0, 1), announce(pause_ms - 1, hops), announce(pause_ms, hops)];
    assert.deepEqual(sent, [true, false, true]);
    assert.equal(announce(pause_ms, hops), false, "the pause begins anew");
  }
});

Deno.test("a full node answers hello, sample and verify once each and then closes with 1013", () => {
  const host = new TestHost({ inbound: 1 });
  host.visit("8.8.8.8");
  const visitor = host.visit("9.9.9.9");
  const allowed = (op: string) => host.membership.allows(host.now_ms, visitor, op);
  assert.deepEqual([allowed("sample"), allowed("sample"), allowed("verify"), allowed("announce")], [
    true,
    false,
    true,
    false,
  ]);
  assert.equal(host.pass(6).take("close"), undefined);
  assert.deepEqual(host.pass(2).take("close"), {
    kind: "close",
    link: visitor,
    code: 1013,
    reason: "time is over",
  });
});

Deno.test("a fifth hello-peer from one public IP gets no place; from one's own site it does", () => {
  const host = new TestHost();
  const roles = (ip: string, scope: "public" | "private") =>
    Array.from({ length: 5 }, () => host.role(host.visit(ip, scope)));
  assert.deepEqual(roles("8.8.8.8", "public"), ["inbound", "inbound", "inbound", "inbound", "overflow"]);
  assert.deepEqual(roles("192.168.1.7", "private"), Array(5).fill("inbound"));
});

Deno.test("verify dials only the asker's own IP, and believes only the asker's nonce", () => {
  const host = new TestHost();
  const visitor = host.visit("203.0.113.7");
  assert.equal(host.membership.beginVerify(host.now_ms, visitor, other), undefined);
  const back = host.membership.beginVerify(host.now_ms, visitor, seed)!;
  assert.deepEqual([back.target.host, back.link.nonce], ["203.0.113.7", `visitor ${visitor}`]);
  assert.equal(host.membership.endVerify(host.now_ms, back, "somebody else"), false);
  assert.equal(state(host, seed), "forgotten");
  assert.equal(host.membership.beginVerify(host.now_ms, visitor, seed), undefined);
  host.now_ms += limits.ip_dial_pause_s * 1000;
  const again = host.membership.beginVerify(host.now_ms, visitor, seed)!;
  assert.equal(host.membership.endVerify(host.now_ms, again, `visitor ${visitor}`), true);
  assert.equal(state(host, seed), "tried");
});

Deno.test("a name that leads to a private IP is not dialled when a public peer told it", () => {
  const host = new TestHost();
  const visitor = host.visit("8.8.8.8");
  host.membership.announce(host.now_ms, visitor, { addr: "ws://trap.example/ws", age: 0, hops: 7 });
  const dial = host.pass(5).take("dial")!;
  for (const ip of ["192.168.1.1", "127.0.0.1", "169.254.169.254"]) {
    const again = new TestHost();
    again.membership.announce(again.now_ms, again.visit("8.8.8.8"), {
      addr: "ws://trap.example/ws",
      age: 0,
      hops: 7,
    });
    const { link } = again.pass(5).take("dial")!;
    assert.equal(again.resolve(link, ip), false);
    assert.equal(again.pass(5).take("dial"), undefined);
  }
  assert.equal(host.resolve(dial.link, "9.9.9.9"), true);
});

Deno.test("without dialling a node only answers", () => {
  const host = new TestHost({ through: [seed], dial: false }).pass(3600);
  assert.equal(host.take("dial"), undefined);
  const visitor = host.visit("8.8.8.8");
  assert.equal(host.membership.beginVerify(host.now_ms, visitor, "ws://8.8.8.8/ws"), undefined);
});

Deno.test("the anchors of the last run are dialled first", () => {
  const host = new TestHost();
  const start_s = start_ms / 1000;
  const entries = [1, 2, 3, 4, 5, 6].map((n) =>
    dialledEntryOf(`ws://${n}.1.1.1:9000/ws`, {
      successes: 1,
      last_success_s: start_s - 1,
      last_try_s: start_s - 1,
      first_success_s: start_s - n,
      anchor: n === 3 || n === 4,
    }, neighbour)
  );
  host.membership.load(entries);
  host.pass(1);
  const dialled = [host.take("dial"), host.take("dial")].map((dial) => dial?.target.host);
  assert.deepEqual(dialled, ["4.1.1.1", "3.1.1.1"]);
});

Deno.test("the two connections that have lasted longest are the next start's anchors, and the host is told", () => {
  const through = [1, 2, 3].map((n) => `ws://${n}.1.1.1:9000/ws`);
  const told: string[] = [];
  const watch = ({ target }: Entry, fate: Fate) => fate === "changed" && told.push(target.addr);
  const host = new TestHost({ through, watch }).pass(1);
  const links = through.map(() => {
    const link = host.settle();
    host.pass(1);
    return link;
  });
  const [first, second, third] = links.map((link) => addressOf(host, link));
  const renewed = () => {
    told.length = 0;
    host.membership.renewAnchors();
    const anchors = [...host.membership.book.entries()].filter(({ contact }) => contact?.anchor);
    return [anchors.map(({ target }) => target.addr).sort(), told.toSorted()];
  };
  assert.deepEqual(renewed(), [[first, second].sort(), [first, second].sort()]);
  assert.deepEqual(renewed()[1], []);
  host.membership.closed(host.now_ms, links[0]!);
  assert.deepEqual(renewed(), [[second, third].sort(), [first, third].sort()]);
});

Deno.test("seeds are redialled forever", () => {
  const host = new TestHost({ through: [seed] });
  let dials = 0;
  for (let hour = 0; hour < 3 * 24; hour++) {
    host.passHours(1);
    for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
      dials++;
      host.membership.dialFailed(host.now_ms, dial.link);
    }
  }
  assert.ok(dials >= 3 * 24, `${dials} dials in three days`);
});

Deno.test("a lecture node that is back after an hour takes no extra place: those join the halves of a cut", () => {
  const host = new TestHost({ outbound: 0, through: [seed] });
  const { membership } = host;
  const entry = membership.book.get(at(seed).key)!;
  membership.book.fail(Math.floor(host.now_ms / 1000), entry);
  host.now_ms += limits.served_s * 1000;
  const link = host.pass(limits.redial_ms * 2 / 1000).open();
  membership.answered(host.now_ms, link, "hello");
  membership.answered(host.now_ms, link, "peers", { peers: [] });
  assert.equal(host.role(link), "reserved");
});

Deno.test("an address back after an hour keeps its connection for an hour, beside the slots", () => {
  const host = new TestHost({ through: [seed, other], outbound: 1 }).pass(1);
  const alive = host.settle();
  const keepAlive = () => {
    for (let send = host.take("send", "sample"); send; send = host.take("send", "sample")) {
      host.sample(send.link);
    }
  };
  const fail = () => {
    for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
      host.membership.dialFailed(host.now_ms, dial.link);
    }
  };
  for (let second = 0; second < 2 * 3600; second += 5) {
    host.pass(5);
    keepAlive();
    fail();
  }
  let back: number | undefined;
  for (let second = 0; second < 3600 && back === undefined; second += 5) {
    host.pass(5);
    keepAlive();
    if (host.effects.some(({ kind }) => kind === "dial")) back = host.settle();
  }
  assert.equal(host.role(back!), "extra");
  assert.equal(host.role(alive), "fresh");
  for (let second = 0; second < 3700; second += 5) {
    host.pass(5);
    keepAlive();
  }
  assert.equal(host.membership.links.get(back!), undefined);
});

Deno.test("slots are dialled at a limited rate, however fast everything refuses", () => {
  const host = new TestHost();
  const now_s = Math.floor(host.now_ms / 1000);
  for (let n = 0; n < 900; n++) {
    const source = { group: `source ${n}`, scope: "public" as const };
    host.membership.book.hear(now_s, at(`ws://${1 + n % 9}.${n % 251}.1.1/ws`), source);
  }
  let dials = 0;
  for (let step = 0; step < 100; step++) {
    host.pass(0.1);
    for (let dial = host.take("dial"); dial; dial = host.take("dial")) {
      dials++;
      host.membership.dialFailed(host.now_ms, dial.link);
    }
  }
  const { burst, per_second } = limits.slot_dial_rate;
  assert.ok(dials >= burst && dials <= burst + 10 * per_second + 1, `${dials} dials in 10 s`);
});

Deno.test("what our own people register is tested with the next feeler, a stranger's word waits its turn", () => {
  for (const scope of ["private", "public"] as const) {
    const host = new TestHost({ outbound: 1, through: [seed] }).pass(1);
    const slot = host.settle();
    for (let n = 0; n < 200; n++) {
      host.membership.registered(host.now_ms, [at(`ws://${n + 1}.7.7.7/ws`)], {
        ip: `${n + 1}.9.9.9`,
        scope: "public",
      });
    }
    host.membership.registered(host.now_ms, [at(other)], { ip: "192.168.1.7", scope });
    host.pass(40);
    host.sample(slot);
    const [feeler] = [host.take("dial")];
    assert.equal(feeler?.target.addr === other, scope === "private");
  }
});

Deno.test("of lecture nodes those that our own people registered are held, others take turns", () => {
  const host = new TestHost({ outbound: 1, through: [seed] }).pass(1);
  const slot = host.settle();
  host.collect().effects.length = 0;
  const lecture = (n: number, scope: "private" | "public") => {
    const addr = at(`ws://${n}.7.7.7/ws`);
    host.membership.registered(host.now_ms, [addr], {
      ip: scope === "private" ? "192.168.1.7" : "9.9.9.9",
      scope,
    });
    for (let waited = 0; waited < 600; waited += 5) {
      host.pass(5);
      host.answerPings();
      for (let send = host.take("send"); send; send = host.take("send")) {
        if (send.op === "sample") host.sample(send.link);
        else if (send.op === "hello") host.membership.answered(host.now_ms, send.link, "hello");
        else host.membership.answered(host.now_ms, send.link, send.op);
      }
      while (host.effects.some(({ kind }) => kind === "dial")) host.open();
    }
  };
  const held = () =>
    [...host.membership.links.values()].filter(({ id }) => host.role(id) === "reserved").map(({ ip }) => ip);
  for (let n = 1; n <= limits.lecture_links_max - 1; n++) lecture(n, "private");
  lecture(100, "public");
  assert.equal(held().length, limits.lecture_links_max);
  lecture(101, "public");
  assert.equal(held().length, limits.lecture_links_max);
  assert.deepEqual([held().includes("100.7.7.7"), held().includes("101.7.7.7")], [false, true]);
  lecture(50, "private");
  lecture(102, "public");
  assert.deepEqual([held().includes("50.7.7.7"), held().includes("102.7.7.7")], [true, false]);
  assert.ok(host.membership.links.has(slot));
});
Deno.test("a lecture node that drops hello leaves its slot for a place of its kind, our own people's in any case", () => {
  const host = new TestHost({ outbound: 2 });
  const register = (n: number, scope: "private" | "public") => {
    const addr = at(`ws://${n}.7.7.7/ws`);
    const ip = scope === "private" ? "192.168.1.7" : "9.9.9.9";
    host.membership.registered(host.now_ms, [addr], { ip, scope });
    for (let waited_s = 0; waited_s < 120; waited_s += 4) {
      host.pass(4);
      while (host.effects.some(({ kind }) => kind === "dial")) host.open();
      for (let send = host.take("send"); send; send = host.take("send")) {
        if (send.op === "hello") host.membership.closed(host.now_ms, send.link, 1011);
        else host.membership.answered(host.now_ms, send.link, send.op);
      }
    }
    return host.role([...host.membership.links.values()].find((link) => link.ip === `${n}.7.7.7`)?.id ?? 0);
  };
  for (let n = 1; n <= limits.lecture_links_max; n++) assert.equal(register(n, "public"), "reserved");
  assert.equal(register(101, "public"), "fresh");
  assert.equal(register(102, "private"), "reserved");
  const links = [...host.membership.links.values()];
  assert.equal(links.filter(({ id }) => host.role(id) === "reserved").length, limits.lecture_links_max);
});

Deno.test("of lecture nodes the one that peers still tell of makes way, and after two hours the one held longest", () => {
  const host = new TestHost({ outbound: 1, through: [seed] }).pass(1);
  host.settle();
  host.collect().effects.length = 0;
  const told: string[] = [];
  const pass = (minutes: number) => {
    for (let waited_s = 0; waited_s < minutes * 60; waited_s += 5) {
      host.pass(5);
      host.answerPings();
      while (host.effects.some(({ kind }) => kind === "dial")) host.open();
      for (let send = host.take("send"); send; send = host.take("send")) {
        if (send.op === "sample") host.sample(send.link, ...told);
        else host.membership.answered(host.now_ms, send.link, send.op);
      }
    }
  };
  const register = (n: number) => {
    const source = { ip: "192.168.1.7", scope: "private" } as const;
    host.membership.registered(host.now_ms, [at(`ws://${n}.7.7.7/ws`)], source);
    pass(3);
  };
  const hear = (n: number) => {
    told.push(`ws://${n}.7.7.7/ws`);
    pass(15);
  };
  const held = () =>
    [...host.membership.links.values()].filter(({ id }) => host.role(id) === "reserved").map(({ ip }) => ip);
  for (let n = 1; n <= limits.lecture_links_max - 2; n++) register(n);
  hear(101);
  told.pop();
  hear(102);
  assert.deepEqual([held().includes("101.7.7.7"), held().includes("102.7.7.7")], [true, true]);
  hear(103);
  assert.deepEqual([held().includes("101.7.7.7"), held().includes("102.7.7.7")], [true, false]);
  const longest = [...host.membership.links.values()].find(({ ip }) => ip === "101.7.7.7")!;
  pass((limits.lecture_kept_max_ms - (host.now_ms - longest.opened_ms)) / 60_000 - 1);
  assert.ok(host.membership.links.has(longest.id));
  pass(1);
  hear(104);
  assert.equal(host.membership.links.has(longest.id), false);
});

Deno.test("an inbound peer that breaks off is tested where its address is on its own IP and was reached", () => {
  const cases: [string, string, number, boolean][] = [
    ["192.168.1.7", "ws://192.168.1.7:9000/ws", 1006, true],
    ["192.168.1.7", "ws://192.168.1.7:9000/ws", 1000, false],
    ["192.168.1.8", "ws://192.168.1.7:9000/ws", 1006, false],
    ["192.168.1.7", "ws://192.168.1.7:9001/ws", 1006, false],
  ];
  for (const [ip, claimed, code, tested] of cases) {
    const host = new TestHost({ through: ["ws://192.168.1.7:9000/ws"], outbound: 1 }).pass(1);
    host.membership.closed(host.now_ms, host.settle(), 1000);
    const visit = host.visit(ip, "private", claimed);
    host.membership.closed(host.now_ms, visit, code);
    host.collect().effects.length = 0;
    host.pass(0.2);
    const dial = host.take("dial");
    assert.equal(dial !== undefined && host.role(dial.link) === "probe", tested);
  }
});

Deno.test("an announcement is passed on for an hour, and not after its address was found dead", () => {
  const news = (host: TestHost) =>
    host.membership.sample(host.now_ms, host.visit("9.9.9.9"), { want: 16 }).news;
  const told = () => {
    const host = new TestHost({ dial: false });
    host.membership.announce(host.now_ms, host.visit("8.8.8.8"), { addr: other, age: 0, hops: 7 });
    return host;
  };
  const host = told();
  host.now_ms += limits.announced_kept_ms - 1;
  assert.deepEqual(news(host), [other]);
  host.now_ms += 1;
  assert.equal(news(host), undefined);
  const dead = new TestHost();
  dead.membership.announce(dead.now_ms, dead.visit("9.9.9.8"), { addr: other, age: 0, hops: 7 });
  assert.deepEqual(news(dead), [other]);
  const { link } = dead.pass(5).take("dial")!;
  dead.membership.dialFailed(dead.now_ms, link);
  // Somebody is heard of, so the failure counts.
  news(dead);
  assert.equal(news(dead), undefined);
});

Deno.test("what the host keeps and memory does not hold is forgotten by the same rules, a minute later, or comes back", () => {
  const start_s = start_ms / 1000;
  const day_ms = 24 * 3600 * 1000;
  const told_since_ms = limits.heard_again_ms;
  const addr = "ws://127.0.0.1:9001/ws";
  const kept = (contact: Partial<Contact> | null) =>
    contact === null ? entryOf(addr, neighbour, start_s) : dialledEntryOf(addr, contact, neighbour, start_s);
  const reached = { last_try_s: start_s, last_success_s: start_s, first_success_s: start_s, successes: 1 };
  const failed = { ...reached, failures: limits.forget_failures_min };
  const cases: readonly (readonly [Partial<Contact> | null, number])[] = [
    [null, day_ms],
    [{ last_try_s: start_s, failures: 20 }, day_ms],
    [failed, 7 * day_ms],
  ];
  for (const [contact, kept_ms] of cases) {
    const fates: Fate[] = [];
    const host = new TestHost({ watch: (_entry, fate) => void fates.push(fate) });
    const entry = kept(contact);
    const review = (passed_ms: number) => {
      host.membership.review(start_ms + passed_ms, [entry]);
      return fates.splice(0).filter((fate) => fate !== "touched");
    };
    assert.deepEqual(review(kept_ms + told_since_ms), ["gone"]);
    assert.equal(host.membership.book.size, 0);
    assert.deepEqual(review(kept_ms + told_since_ms - 1), []);
    assert.equal(host.membership.book.get(entry.target.key), entry);
    // What memory holds is the book's to forget.
    assert.deepEqual(review(kept_ms + told_since_ms), []);
  }
  for (const contact of [reached, { ...failed, failures: limits.forget_failures_min - 1 }]) {
    const host = new TestHost();
    host.membership.review(start_ms + 365 * day_ms, [kept(contact)]);
    assert.equal(host.membership.book.size, 1);
  }
});

Deno.test("the host hears that our own people tell an address which a stranger had told", () => {
  const fates: [Fate, Scope][] = [];
  const host = new TestHost({ watch: ({ source }, fate) => void fates.push([fate, source.scope]) });
  const register = (ip: string, scope: Scope) =>
    host.membership.registered(host.now_ms, [at(other)], { ip, scope });
  register("198.51.100.4", "public");
  host.pass(1);
  register("127.0.0.1", "loopback");
  assert.deepEqual(fates, [["new", "public"], ["touched", "public"], ["changed", "loopback"]]);
});

Deno.test("a node that was too slow for hello once is greeted again when it says hello itself", () => {
  const addr = "ws://192.168.1.7:9000/ws";
  const host = new TestHost({ through: [addr] }).pass(1);
  host.open();
  host.pass(limits.hello_timeout_ms / 1000 + 1);
  const link = host.open();
  host.membership.answered(host.now_ms, link, "peers", { peers: [] });
  assert.equal(host.dialled(link).kind, "lecture");
  host.visit("192.168.1.8", "private", addr);
  assert.equal(host.membership.links.has(link), true);
  host.visit("192.168.1.7", "private", addr);
  assert.equal(host.membership.links.has(link), false);
  host.effects.length = 0;
  host.greet(host.pass(60).open());
  assert.equal(host.membership.book.get(addr)!.contact!.speaks, "network");
});

Deno.test("a node that has said hello to us is not taken for a lecture node when it is slow", () => {
  const addr = "ws://192.168.1.7:9000/ws";
  const host = new TestHost({ through: [addr] }).pass(1);
  host.visit("192.168.1.7", "private", addr);
  const first = host.open();
  host.effects.length = 0;
  host.pass(limits.hello_timeout_ms / 1000 + 1);
  assert.equal(host.membership.links.has(first), false);
  const dial = host.take("dial");
  assert.equal(dial !== undefined && host.dialled(dial.link).skips_hello, false);
});
