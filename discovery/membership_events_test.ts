/** Each event that the host reports, by itself: what it changes, and that something may be due then. */
import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import type { LectureLink, OutboundLink } from "./state/link.ts";
import { Membership } from "./membership.ts";
import { at, dialledEntryOf, entryOf, seeded, stranger } from "./book/test_entries.ts";
import { start_ms, TestHost } from "./test_host.ts";

const seed = "ws://203.0.113.7:9000/ws";
const other = "ws://8.8.8.8:9000/ws";

/** Whether an event makes a tick due at once, where before it nothing was due for a while. */
function wakes(host: TestHost, event: () => void): boolean {
  host.membership.tick(host.now_ms);
  assert.ok(host.membership.due_ms > host.now_ms);
  event();
  return host.membership.due_ms <= host.now_ms;
}

Deno.test("what may make room or work makes a tick due at once", () => {
  const host = new TestHost({ through: [seed], outbound: 1, inbound: 1 }).pass(1);
  const { membership } = host;
  const { link } = host.take("dial")!;
  assert.ok(!wakes(host, () => host.resolve(link, "203.0.113.7")));
  assert.ok(wakes(host, () => membership.connected(host.now_ms, link)), "connected");
  assert.ok(!wakes(host, () => host.greet(link)));
  assert.ok(!wakes(host, () => host.sample(link)));
  const client = membership.accepted(host.now_ms, "8.8.8.8", "public");
  const hello = { v: 1, net: "foxchain", nonce: "n" };
  assert.ok(wakes(host, () => membership.hello(host.now_ms, client, hello)), "hello");
  assert.ok(!wakes(host, () => membership.allows(host.now_ms, client, "sample")));
  const second = host.visit("9.9.9.9");
  assert.ok(
    wakes(host, () => membership.allows(host.now_ms, second, "sample")),
    "an overflow peer's last words",
  );
  const caller = { ip: "7.7.7.7", scope: "public" } as const;
  assert.ok(wakes(host, () => membership.registered(host.now_ms, [at(other)], caller)), "registered");
  assert.ok(wakes(host, () => membership.closed(host.now_ms, link)), "closed");
});

Deno.test("the end of a dial, however it comes, frees its place among the dials under way", () => {
  const dials = limits.dials_at_once_max;
  for (const end of ["connected", "failed", "refused"] as const) {
    const host = new TestHost({ outbound: dials + 1 });
    for (let n = 1; n <= dials + 1; n++) host.membership.book.hear(1000, at(`ws://${n}.1.1.1/ws`), stranger);
    host.pass(0.2);
    const first = host.take("dial")!;
    for (let n = 1; n < dials; n++) assert.ok(host.take("dial"));
    assert.equal(host.pass(0.2).take("dial"), undefined);
    if (end === "failed") host.membership.dialFailed(host.now_ms, first.link);
    else if (end === "refused") host.membership.dialRefused(host.now_ms, first.link);
    else host.membership.connected(host.now_ms, first.link);
    assert.equal(host.membership.links.has(first.link), end === "connected");
    host.pass(0.2);
    assert.ok(host.take("dial"), end);
    assert.equal(host.take("dial"), undefined, "one place only");
  }
});

Deno.test("the end of a connection is no end of a dial: no more dials are under way than may be", () => {
  const host = new TestHost({ through: [seed], outbound: 20 }).pass(1);
  const links = [host.settle(), ...Array.from({ length: 9 }, (_, n) => host.visit(`${n + 1}.1.1.1`))];
  for (const link of links) host.membership.closed(host.now_ms, link, 1000);
  for (let n = 1; n <= 20; n++) host.membership.book.hear(1000, at(`ws://${n}.2.2.2/ws`), stranger);
  host.collect().effects.length = 0;
  host.pass(0.3).collect();
  assert.equal(host.effects.filter(({ kind }) => kind === "dial").length, limits.dials_at_once_max);
});

Deno.test("only a dial is resolved, refused or opened, and only once", () => {
  const host = new TestHost({ through: [seed] }).pass(1);
  const link = host.open();
  const { membership } = host;
  host.greet(link);
  host.collect().effects.length = 0;
  for (const id of [link, 99, host.visit("8.8.8.8")]) {
    assert.equal(membership.dialResolved(host.now_ms, id, "203.0.113.7"), false);
    membership.dialRefused(host.now_ms, id);
    membership.connected(host.now_ms, id);
  }
  assert.ok(membership.links.has(link));
  assert.deepEqual(host.collect().effects, [], "no second hello");
  assert.equal(host.role(link), "fresh");
});

Deno.test("the IP that answered is the connection's, where several were tried", () => {
  for (const ip of ["9.9.9.9", undefined]) {
    const host = new TestHost({ through: ["ws://a.example/ws"] }).pass(1);
    const { link } = host.take("dial")!;
    host.resolve(link, "9.9.9.9", "8.8.8.8");
    host.membership.connected(host.now_ms, link, ip);
    const { ip: led_to, source } = host.dialled(link);
    assert.deepEqual([led_to, source.group], ip === undefined ? ["8.8.8.8", "8.8"] : ["9.9.9.9", "9.9"]);
  }
});

/** A peer of which the node has asked a sample, and the time that passes without an answer. */
function askedPeer() {
  const host = new TestHost({ through: [seed], outbound: 1 }).pass(1);
  const link = host.settle();
  const missed = () => (host.dialled(link) as OutboundLink).missed;
  const missAnswer = () => {
    host.pass(limits.sample_ms / 1000 + 1);
    assert.equal(missed(), 0, "Nothing is late yet.");
    host.pass(limits.keep_alive_timeout_ms / 1000);
    assert.equal(missed(), 1);
  };
  return { host, link, missAnswer };
}

Deno.test("one late answer is forgiven each time: only two in a row end a connection", () => {
  const { host, link, missAnswer } = askedPeer();
  for (let round = 0; round < 3; round++) {
    missAnswer();
    host.sample(link);
    assert.ok(host.membership.links.has(link));
  }
});

Deno.test("a round trip is measured once for each question, and the shortest is remembered", () => {
  const { host, link } = askedPeer();
  const answerAfter = (ms: number) => {
    host.pass(limits.sample_ms / 1000 + 1);
    assert.ok(host.dialled(link).asked_ms > 0);
    host.now_ms = host.dialled(link).asked_ms + ms;
    host.sample(link);
    const { asked_ms, round_trip_ms, latency_ms } = host.dialled(link);
    assert.equal(asked_ms, 0);
    return [round_trip_ms, latency_ms];
  };
  host.dialled(link).latency_ms = Infinity;
  assert.deepEqual([answerAfter(70), answerAfter(30), answerAfter(50)], [[70, 70], [30, 30], [50, 30]]);
  host.now_ms += 5;
  host.sample(link);
  assert.equal(host.dialled(link).round_trip_ms, 50, "Nobody had asked.");
});

Deno.test("an answer to announce or verify is a sign of life, and no answer to the sample under way", () => {
  const { host, link } = askedPeer();
  host.pass(limits.sample_ms / 1000 + 1);
  const { asked_ms } = host.dialled(link);
  for (const op of ["announce", "verify"] as const) {
    host.now_ms += 10;
    host.membership.answered(host.now_ms, link, op);
    assert.deepEqual([host.dialled(link).asked_ms, host.dialled(link).heard_ms], [asked_ms, host.now_ms]);
  }
  assert.ok(asked_ms > 0);
});

Deno.test("answers on connections that are gone, or on a client's, change nothing", () => {
  const { host } = askedPeer();
  const client = host.membership.accepted(host.now_ms, "8.8.8.8", "public");
  const { size } = host.membership.book;
  for (const id of [99, client]) {
    host.membership.answered(host.now_ms, id, "sample", { peers: ["ws://9.9.9.9/ws"], ages: [1] });
    host.membership.answered(host.now_ms, id, "hello", {
      v: 1,
      net: "foxchain",
      nonce: "n",
      seen: "8.8.8.8",
    });
    host.membership.ponged(host.now_ms, id);
  }
  assert.deepEqual([host.membership.book.size, host.role(client)], [size, "client"]);
});

Deno.test("an inbound peer's answers refresh no row, and make it no peer of a slot", () => {
  const host = new TestHost({ dial: false });
  const link = host.visit("8.8.8.8", "public", other);
  host.membership.answered(host.now_ms, link, "hello", {
    v: 1,
    net: "foxchain",
    nonce: "n",
    seen: "8.8.8.8",
  });
  host.sample(link, "ws://9.9.9.9/ws");
  assert.equal(host.membership.book.get(other)!.contact, null);
  assert.equal(host.membership.book.heard.rows.length, 2, "What it told is learned.");
  assert.equal(host.role(link), "inbound");
});

Deno.test("a sample that does not fit the schema is an answer, of which nothing is learned", () => {
  const { host, link } = askedPeer();
  host.pass(limits.sample_ms / 1000 + 1);
  host.membership.answered(host.now_ms, link, "sample");
  assert.equal(host.dialled(link).asked_ms, 0);
  assert.equal(host.membership.book.get(seed)!.contact!.last_success_s, Math.floor(host.now_ms / 1000));
});

Deno.test("a lecture node that was spoken to without hello is remembered as one that drops it, at its first answer", () => {
  const host = new TestHost({ through: [seed], outbound: 1 }).pass(1);
  const first = host.open();
  host.membership.closed(host.now_ms, first, 1000);
  const link = host.open();
  const speaks = () => host.membership.book.get(seed)!.contact?.speaks;
  assert.notEqual(speaks(), "plain");
  host.membership.answered(host.now_ms, link, "peers", { peers: [] });
  assert.deepEqual([speaks(), host.role(link)], ["plain", "reserved"]);
  const asked = new TestHost({ through: [seed], outbound: 1 }).pass(1);
  const greeted = asked.open();
  asked.membership.answered(asked.now_ms, greeted, "hello");
  asked.membership.answered(asked.now_ms, greeted, "peers", { peers: [] });
  assert.equal(asked.membership.book.get(seed)!.contact!.speaks, "lecture");
});

/** A lecture node that holds a slot, since all reserved places are taken, and one that has such a place. */
function slotted() {
  const host = new TestHost({ outbound: 1 });
  const places = limits.lecture_links_max;
  const lectures = Array.from({ length: places + 1 }, (_, n) => {
    const addr = `ws://${n + 1}.7.7.7/ws`;
    const entry = dialledEntryOf(addr, { speaks: "lecture", successes: 1, last_success_s: start_ms / 1000 });
    host.membership.load([entry]);
    const link = host.pass(3).open();
    host.membership.answered(host.now_ms, link, "hello");
    host.membership.answered(host.now_ms, link, "peers", { peers: [] });
    return link;
  });
  assert.deepEqual(lectures.map((link) => host.role(link)), [...Array(places).fill("reserved"), "fresh"]);
  host.collect().effects.length = 0;
  return { host, holder: lectures[0]!, last: lectures.at(-1)! };
}

Deno.test("a lecture node leaves its slot when a place of its kind is free: at its next pong or answer", () => {
  for (const sign of ["pong", "answer"] as const) {
    const { host, holder, last } = slotted();
    const { membership } = host;
    membership.closed(host.now_ms, holder, 1000);
    assert.equal(host.role(last), "fresh");
    if (sign === "answer") membership.answered(host.now_ms, last, "register");
    else {
      while (host.take("ping")?.link !== last) host.pass(1);
      membership.ponged(host.now_ms, last);
    }
    assert.equal(host.role(last), "reserved", sign);
  }
});

Deno.test("a pong that was not asked for is no answer to the next ping", () => {
  const { host, last } = slotted();
  const pinged = () => host.membership.links.get(last)!.kind === "lecture" && host.dialled(last).asked_ms > 0;
  host.membership.ponged(host.now_ms, last);
  assert.equal(pinged(), false);
  while (!pinged()) host.pass(1);
  host.membership.ponged(host.now_ms, last);
  assert.equal(pinged(), false);
});

Deno.test("an announcement that is refused everywhere is sent again, and one good answer ends that", () => {
  const host = new TestHost({ through: [seed], outbound: 1, own: [at(other)] }).pass(1);
  const link = host.settle();
  const announced = (seconds: number) => {
    host.pass(seconds);
    return host.take("send", "announce") !== undefined;
  };
  const again_s = limits.announce_again_ms / 1000;
  assert.ok(announced(limits.announce_patience_ms / 1000 + again_s), "It is announced.");
  host.membership.answered(host.now_ms, link, "announce");
  assert.ok(announced(again_s), "The peer had no place for this node.");
  host.membership.answered(host.now_ms, link, "announce", {});
  assert.ok(!announced(2 * again_s));
});

Deno.test("the second pong to one ping is no answer to what is asked after it", () => {
  const { host, last } = slotted();
  const link = host.dialled(last) as LectureLink;
  while (!link.pinged) host.pass(1);
  host.membership.ponged(host.now_ms, last);
  assert.equal(link.pinged, false);
  link.peers_ms = 0;
  while (link.asked_ms === 0) host.pass(1);
  host.membership.ponged(host.now_ms, last);
  assert.ok(link.asked_ms > 0, "Its list is still awaited.");
});

Deno.test("what the host kept is in the book, and the good ones are among those to redial for ever", () => {
  const now_s = start_ms / 1000;
  const good = {
    successes: 9,
    first_success_s: now_s - 90_000,
    last_success_s: now_s - 8_000,
    reliability: 1,
  };
  for (const [contact, is_redialled] of [[good, true], [{ ...good, successes: 1 }, false]] as const) {
    const host = new TestHost({ outbound: 0 });
    host.membership.load([dialledEntryOf(other, { ...contact, not_before_s: Infinity })]);
    assert.equal(host.membership.book.size, 1);
    const dial = host.pass(2 * limits.redial_ms / 1000).take("dial");
    assert.equal(dial?.target.addr, is_redialled ? other : undefined);
  }
});

Deno.test("an own address that is registered is not kept: it is this node's own", () => {
  const host = new TestHost({ own: [at(other)], dial: false });
  const caller = { ip: "127.0.0.1", scope: "loopback" } as const;
  host.membership.registered(host.now_ms, [at(other), at(seed)], caller);
  assert.deepEqual([...host.membership.book.entries()].map(({ target }) => target.addr), [seed]);
});

Deno.test("an address that must not be dialled from here is listed all the same, where somebody registers it", () => {
  const host = new TestHost({ dial: false });
  const caller = { ip: "8.8.8.8", scope: "public" } as const;
  host.membership.registered(host.now_ms, [at("ws://192.168.1.7/ws")], caller);
  assert.equal(host.membership.book.size, 1);
});

Deno.test("of what this site registers only what was never dialled is tested soon", () => {
  for (const was_dialled of [false, true]) {
    const host = new TestHost({ outbound: 0 });
    const entry = host.membership.book.hear(1000, at(other), stranger)!;
    if (was_dialled) entry.dialled();
    // Without the word of this site the feeler would have others to test, too.
    for (let n = 1; n <= 40; n++) host.membership.book.hear(1000, at(`ws://${n}.1.1.1/ws`), stranger);
    host.membership.registered(host.now_ms, [at(other)], { ip: "192.168.1.7", scope: "private" });
    const dial = host.pass(limits.feeler_ms / 1000).take("dial");
    assert.equal(dial?.target.addr === other, !was_dialled);
  }
});

Deno.test("there is no answering on a connection that does not exist", () => {
  const { membership, now_ms } = new TestHost();
  assert.throws(() => membership.sample(now_ms, 7, { want: 1 }), /no connection 7/);
});

Deno.test("asking is a sign of life as well", () => {
  const host = new TestHost({ dial: false });
  const link = host.visit("8.8.8.8");
  for (const ask of ["sample", "announce"] as const) {
    host.now_ms += 1000;
    if (ask === "sample") host.membership.sample(host.now_ms, link, { want: 1 });
    else host.membership.announce(host.now_ms, link, { addr: seed, age: 0, hops: 0 });
    assert.equal(host.inbound(link).heard_ms, host.now_ms);
  }
});

Deno.test("effects are handed out once", () => {
  const membership = new Membership({ random: seeded(1), nonce: "own", now_ms: start_ms, seeds: [at(seed)] });
  membership.tick(start_ms);
  assert.deepEqual(membership.takeEffects().map(({ kind }) => kind), ["dial"]);
  assert.deepEqual(membership.takeEffects(), []);
});

Deno.test("a row that the host looks at and that is in memory already is left alone", () => {
  const host = new TestHost({ dial: false });
  host.membership.registered(host.now_ms, [at(other)], { ip: "127.0.0.1", scope: "loopback" });
  const { size } = host.membership.book;
  host.membership.review(host.now_ms + 1e12, [entryOf(other)]);
  assert.equal(host.membership.book.size, size);
});

Deno.test("all callers from this machine are one source, whatever their ports, and one of the network is its network", () => {
  const host = new TestHost({ dial: false });
  const { membership, now_ms } = host;
  for (
    const [ip, scope, group] of [
      ["127.0.0.1", "loopback", "127.0.0.1:0"],
      ["192.168.1.7", "private", "192.168.1.7"],
      ["8.8.8.8", "public", "8.8"],
    ] as const
  ) {
    const link = membership.links.get(membership.accepted(now_ms, ip, scope))!;
    assert.deepEqual([link.ip, link.source], [ip, { group, scope }]);
    const target = at(`ws://${scope}.example/ws`);
    membership.registered(now_ms, [target], { ip, scope });
    assert.deepEqual(membership.book.get(target.key)!.source, { group, scope });
  }
});
