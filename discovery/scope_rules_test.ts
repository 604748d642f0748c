/** Whom a node may dial, and what it may tell whom: cases in which somebody tries to get round the rules of scope. */
import assert from "node:assert/strict";
import type { Contact, Entry } from "./book/entry.ts";
import * as limits from "./limits.ts";
import { at, dialledEntryOf, stranger } from "./book/test_entries.ts";
import { start_ms, TestHost } from "./test_host.ts";

/** A kept entry that answered lately. */
function friend(addr: string, contact: Partial<Contact>, source = stranger): Entry {
  const start_s = start_ms / 1000;
  const answered = {
    successes: 5,
    reliability: 1,
    first_success_s: start_s - 2 * 3600,
    last_success_s: start_s - 60,
    last_try_s: start_s - 60,
  };
  return dialledEntryOf(addr, { ...answered, ...contact }, source, start_s);
}

const verifiable = (host: TestHost, visitor: number, addr: string) =>
  host.membership.beginVerify(host.now_ms, visitor, addr) !== undefined;

Deno.test("verify does not dial a name, since whoever answers on the asker's IP would speak for it", () => {
  const host = new TestHost();
  assert.equal(verifiable(host, host.visit("8.8.8.8"), "ws://honest.example:9000/ws"), false);
});

Deno.test("verify dials a loopback or private IP only for a caller of that scope: not for a page or a proxy", () => {
  const cases = [
    ["127.0.0.1", "loopback", true],
    ["127.0.0.1", "public", false],
    ["192.168.1.7", "private", true],
    ["192.168.1.7", "public", false],
    ["8.8.8.8", "public", true],
  ] as const;
  for (const [ip, scope, expected] of cases) {
    const host = new TestHost();
    assert.equal(verifiable(host, host.visit(ip, scope), `ws://${ip}:22/ws`), expected, `${ip} as ${scope}`);
  }
});

Deno.test("an old friend's name that a stranger told does not lead to this site when it is redialled", () => {
  const host = new TestHost();
  const { membership } = host;
  membership.load([friend("ws://friend.example/ws", { ip: "8.8.8.8", group: "8.8" })]);
  membership.book.forget(membership.book.get("ws://friend.example/ws")!);
  const dial = host.pass(600).take("dial")!;
  assert.equal(dial.target.host, "friend.example");
  assert.equal(host.resolve(dial.link, "169.254.169.254"), false);
});

Deno.test("a name that answered elsewhere gives a stranger's IP no more dials than two in a day", () => {
  const host = new TestHost();
  host.membership.load([friend("ws://moved.example/ws", { ip: "8.8.8.8", group: "8.8" })]);
  let dials = 0;
  for (let hour = 0; hour < 24; hour++) {
    host.pass(3600);
    for (let dial = host.take("dial"); dial !== undefined; dial = host.take("dial")) {
      if (!host.resolve(dial.link, "9.9.9.9")) continue;
      dials++;
      host.membership.dialFailed(host.now_ms, dial.link);
      // Somebody is heard of, so the failure counts.
      host.membership.sample(host.now_ms, host.visit("8.8.4.4"), { want: 0 });
    }
  }
  assert.equal(dials, 2);
});

/** Two rows whose names lead elsewhere than last time, and the dials of both. */
function movedNames(speaks: "network" | "unknown" = "unknown") {
  const host = new TestHost();
  host.membership.load([
    friend("ws://one.example/ws", { ip: "8.8.8.8", group: "8.8", speaks }),
    friend("ws://two.example/ws", { ip: "1.1.1.1", group: "1.1", speaks }),
  ]);
  const dials = [host.pass(1).take("dial")!, host.take("dial")!] as const;
  const may = (link: number, ip: string) => host.membership.dialResolved(host.now_ms, link, ip);
  return { host, one: dials[0].link, two: dials[1].link, row: dials[0].target.key, may };
}

Deno.test("each IP of a name that is tried is charged for, and the one that answers is the row's", () => {
  const { host, one, two, row, may } = movedNames();
  assert.deepEqual([may(one, "9.9.9.9"), may(one, "7.7.7.7")], [true, true]);
  host.membership.connected(host.now_ms, one, "9.9.9.9");
  host.greet(one);
  assert.equal(host.membership.book.get(row)!.ip, "9.9.9.9");
  assert.equal(host.membership.book.get(row)!.group, "9.9");
  assert.deepEqual([may(two, "9.9.9.9"), may(two, "7.7.7.7"), may(two, "6.6.6.6")], [false, false, true]);
});

Deno.test("one forbidden IP of a name keeps nobody from its others, and all together end the dial", () => {
  const { host, one, two, may } = movedNames();
  const narrow = [
    "127.0.0.1",
    "::1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "fe80::1",
    "64:ff9b::7f00:1",
  ];
  for (const ip of narrow) assert.equal(may(one, ip), false, ip);
  assert.equal(may(one, "9.9.9.9"), true);
  assert.equal(host.resolve(two, ...narrow), false);
  assert.deepEqual([host.membership.links.has(one), host.membership.links.has(two)], [true, false]);
});

Deno.test("a visit without hello, after one that was dropped, dials no other IP for free", () => {
  const { host, one, two, may } = movedNames();
  assert.equal(may(two, "7.7.7.7"), true);
  assert.equal(may(one, "9.9.9.9"), true);
  host.membership.connected(host.now_ms, one, "9.9.9.9");
  host.membership.closed(host.now_ms, one, 1011);
  const again = host.take("dial")!.link;
  assert.equal(host.dialled(again).skips_hello, true);
  assert.deepEqual([may(again, "9.9.9.9"), may(again, "7.7.7.7")], [true, false]);
});

Deno.test("a node that was offline is given back what all the IPs of a name have cost", () => {
  const { host, one, two, may } = movedNames("network");
  const tried = ["9.9.9.9", "7.7.7.7"];
  for (const ip of tried) assert.equal(may(one, ip), true);
  host.membership.dialFailed(host.now_ms, one);
  host.now_ms += limits.proof_ms + 1;
  // Nobody was heard of in the minute after it.
  host.visit("8.8.4.4");
  host.membership.sample(host.now_ms, 3, { want: 0 });
  // Else the second dial of an IP that never answered waits for hours.
  for (const ip of tried) assert.equal(may(two, ip), true, ip);
});

Deno.test("a name that led to a private IP before a restart is still not told to the public", () => {
  const host = new TestHost();
  host.membership.load([
    friend("ws://node.lan/ws", { ip: "192.168.1.7", group: "192.168.1.7", scope: "private" }, {
      group: "198.51",
      scope: "private",
    }),
    friend("ws://9.9.9.9/ws", { ip: "9.9.9.9", group: "9.9" }),
  ]);
  const served = (ip: string, scope: "private" | "public") =>
    host.membership.sample(host.now_ms, host.visit(ip, scope), { want: 16 }).peers;
  assert.deepEqual(served("8.8.8.8", "public"), ["ws://9.9.9.9/ws"]);
  assert.deepEqual([...served("192.168.1.8", "private")].sort(), ["ws://9.9.9.9/ws", "ws://node.lan/ws"]);
});

Deno.test("a node has only an IP of its own confirmed, on its own port, whatever a peer says it sees", () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ["198.51.100.9", true],
    ["2606:4700::9", true],
    ["victim.example", false],
    ["198.51.100.9/path", false],
    ["198.51.100.9:80", false],
    ["192.168.1.9", false],
  ];
  for (const [seen, asked] of cases) {
    const host = new TestHost({ through: ["ws://203.0.113.7:9000/ws"], port: 9000 }).pass(1);
    host.greet(host.open(), { seen });
    assert.equal(host.take("send", "verify") !== undefined, asked, seen);
  }
});

Deno.test("a dial-back has a budget of its own: one a minute, six an hour for one IP", () => {
  const host = new TestHost();
  const asked = () => verifiable(host, host.visit("8.8.8.8"), at("ws://8.8.8.8:9000/ws").addr);
  let dials = 0;
  for (let minute = 0; minute < 60; minute++) {
    if (asked()) dials++;
    assert.equal(asked(), false);
    host.now_ms += limits.ip_dial_pause_s * 1000;
  }
  assert.equal(dials, limits.ip_dials_per_hour_max);
});

Deno.test("what a stranger registers for this machine or site is listed within its quota, and never dialled", () => {
  const gone: string[] = [];
  const host = new TestHost({ watch: ({ target }, fate) => fate === "gone" && gone.push(target.key) });
  const narrow = Array.from({ length: 300 }, (_, n) => at(`ws://192.168.${n >> 8}.${n & 255}/ws`));
  host.membership.registered(host.now_ms, narrow, { ip: "8.8.8.8", scope: "public" });
  assert.equal(host.membership.book.size, limits.heard_per_source_group_max);
  assert.equal(gone.length, 300 - limits.heard_per_source_group_max);
  assert.equal(host.pass(3600).take("dial"), undefined);
});

Deno.test("a name that leads to an IP that no node has is not dialled, whoever told it", () => {
  for (
    const ip of ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "fe80::1", "64:ff9b::e000:1"]
  ) {
    const host = new TestHost({ through: ["ws://a.example/ws"] });
    const dial = host.pass(60).take("dial")!;
    assert.equal(host.resolve(dial.link, ip), false, ip);
  }
});

const announcedTo = (host: TestHost) => {
  const links: number[] = [];
  for (let sent = host.take("send"); sent !== undefined; sent = host.take("send")) {
    if (sent.op === "announce") links.push(sent.link);
  }
  return links;
};

Deno.test("a name that a peer of this site announces is told to this site only, until it was dialled", () => {
  const host = new TestHost({ dial: false });
  const source = host.visit("192.168.1.7", "private");
  const near = host.visit("192.168.1.8", "private");
  const far = host.visit("8.8.8.8");
  host.membership.announce(host.now_ms, source, { addr: "ws://node.lan/ws", age: 0, hops: 0 });
  assert.deepEqual(announcedTo(host), [near]);
  const news = (link: number) => host.membership.sample(host.now_ms, link, { want: 16 }).news;
  assert.deepEqual([news(near), news(far)], [["ws://node.lan/ws"], undefined]);
});

Deno.test("each peer is told the own address that it can reach", () => {
  const own = ["ws://192.168.1.9:9000/ws", "ws://198.51.100.9:9000/ws"].map(at);
  const host = new TestHost({ dial: false, own });
  const near = host.visit("192.168.1.7", "private");
  const far = host.visit("8.8.8.8");
  host.pass(60);
  const told: [number, unknown][] = [];
  for (let sent = host.take("send"); sent !== undefined; sent = host.take("send")) {
    if (sent.op === "announce") told.push([sent.link, (sent.args as { addr: string }).addr]);
  }
  assert.deepEqual(told.sort(), [[near, own[0]!.addr], [far, own[1]!.addr]]);
});
