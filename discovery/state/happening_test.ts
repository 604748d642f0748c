/** What the membership tells its watchers, one situation for each kind of happening. */
import assert from "node:assert/strict";
import { CUT_OFF, DONE, GOING_AWAY } from "../close_codes.ts";
import type { Happening } from "./happening.ts";
import * as limits from "../limits.ts";
import { at, entryOf, neighbour } from "../book/test_entries.ts";
import { TestHost } from "../test_host.ts";

const seed = "ws://203.0.113.7:9000/ws";
const other = "ws://8.8.8.8:9000/ws";
const local = "ws://127.0.0.1:9001/ws";

type Told = readonly [kind: Happening["kind"], about: string];

/** A host, and what it was told since the last question. */
function hostWith(options: ConstructorParameters<typeof TestHost>[0] = {}) {
  const happenings: Happening[] = [];
  const host = new TestHost({ tell: (happening) => void happenings.push(happening), ...options });
  const told = () => happenings.splice(0).map(({ kind, about }): Told => [kind, about]);
  return { host, happenings, told };
}

Deno.test("the course of a dial is told: dialling, reached, closed by the other end", () => {
  const { host, happenings, told } = hostWith({ through: [seed] });
  const link = host.pass(1).open();
  assert.deepEqual(told(), [["dialling", seed]]);
  host.greet(link);
  assert.equal(happenings[0]!.link, host.dialled(link));
  assert.deepEqual(told(), [["reached", seed]]);
  const connection = host.dialled(link);
  host.membership.closed(host.now_ms, link, GOING_AWAY);
  assert.deepEqual(happenings[0], { kind: "closed", about: seed, code: GOING_AWAY, link: connection });
});

Deno.test("a lecture node is told as one, and this node's closing with its reason and code", () => {
  const { host, happenings, told } = hostWith({ through: [seed], outbound: 1 });
  const link = host.pass(1).open();
  told();
  host.membership.answered(host.now_ms, link, "hello");
  assert.equal(happenings[0]!.link, host.dialled(link));
  assert.deepEqual(told(), [["reached lecture node", seed]]);
  const connection = host.dialled(link);
  host.membership.operator.disconnect(link);
  assert.deepEqual(happenings, [
    { kind: "closing", about: seed, reason: "disconnected by the operator", code: DONE, link: connection },
  ]);
});

Deno.test("of a client that goes its IP is told, and nothing of a dial that led nowhere but its failure", () => {
  const { host, told } = hostWith({ through: [local] });
  const client = host.membership.accepted(host.now_ms, "198.51.100.4", "public");
  host.membership.closed(host.now_ms, client);
  assert.deepEqual(told(), [["closed", "198.51.100.4"]]);
  host.membership.dialFailed(host.now_ms, host.pass(1).take("dial")!.link);
  assert.deepEqual(told(), [["dialling", local], ["never reached", local]]);
});

Deno.test("a broken connection is told as closed without a frame, and its node as lost from sight", () => {
  const { host, happenings, told } = hostWith({ through: [seed] });
  const link = host.pass(1).settle();
  happenings.length = 0;
  host.membership.closed(host.now_ms, link);
  assert.equal(happenings[0]!.code, CUT_OFF);
  assert.deepEqual(told(), [["closed", seed], ["lost touch", seed]]);
});

Deno.test("the standing of an address is told: suspect, stale, healed", () => {
  const { host, told } = hostWith({ through: [local], outbound: 1 });
  host.membership.closed(host.now_ms, host.pass(1).settle());
  told();
  const standing: Told[] = [];
  for (let failure = 1; failure <= limits.stale_failures; failure++) {
    const dial = host.pass(limits.redial_ms * 2 / 1000).take("dial")!;
    host.membership.dialFailed(host.now_ms, dial.link);
    standing.push(...told().filter(([kind]) => kind !== "dialling"));
  }
  assert.deepEqual(standing, [["suspect", local], ["stale", local]]);
  const link = host.pass(limits.redial_ms * 2 / 1000).open();
  told();
  host.greet(link);
  assert.deepEqual(told(), [["reached", local], ["healed", local]]);
});

Deno.test("an address that is forgotten is told, in memory or only kept by the host", () => {
  const { host, told } = hostWith({ dial: false });
  host.membership.registered(host.now_ms, [at(other)], { ip: "9.9.9.9", scope: "public" });
  const kept = entryOf("ws://127.0.0.1:9002/ws", neighbour, Math.floor(host.now_ms / 1000));
  host.now_ms += limits.forget_unreached_s * 1000 + limits.heard_again_ms;
  host.membership.review(host.now_ms, [kept]);
  assert.deepEqual(told(), [["forgotten", kept.target.addr]]);
  host.membership.tick(host.now_ms);
  assert.deepEqual(told(), [["forgotten", other]]);
});

Deno.test("a block and its end are told, by order or when its time is over", () => {
  const { host, told } = hostWith({ dial: false });
  const { operator } = host.membership;
  operator.block(host.now_ms, at(other), host.now_ms + 5_000);
  host.pass(4.9);
  assert.deepEqual(told(), [["blocked", other]]);
  host.pass(0.1);
  assert.deepEqual(told(), [["unblocked", other]]);
});

Deno.test("a dial-back is told, as a return where the address had failed", () => {
  for (const has_failed of [false, true]) {
    const { host, told } = hostWith({ dial: true, outbound: 0 });
    const link = host.visit("8.8.8.8");
    const { book } = host.membership;
    const entry = book.hear(1000, at(other), { group: "198.51", scope: "public" })!;
    if (has_failed) book.fail(1000, entry);
    const back = host.membership.beginVerify(host.now_ms, link, other)!;
    told();
    assert.equal(host.membership.endVerify(host.now_ms, back, "somebody else"), false);
    assert.deepEqual(told(), []);
    const again = host.visit("8.8.8.8");
    const second = { ...back, link: host.inbound(again) };
    assert.equal(host.membership.endVerify(host.now_ms, second, `visitor ${again}`), true);
    assert.deepEqual(told(), [[has_failed ? "healed" : "dialled back", other]]);
  }
});

Deno.test("what a peer tells is told with all keys and the number of new addresses, an announcement with its address", () => {
  const { host, happenings } = hostWith({ through: [seed], outbound: 1 });
  const link = host.pass(1).open();
  host.greet(link);
  host.membership.book.hear(1000, at(other), { group: "198.51", scope: "public" });
  happenings.length = 0;
  host.sample(link, other, "ws://9.9.9.9/ws", "nonsense");
  assert.deepEqual(happenings, [{
    kind: "learned",
    about: seed,
    keys: [at(other).key, "ws://9.9.9.9/ws"],
    count: 1,
    link: host.dialled(link),
  }]);
  happenings.length = 0;
  const announcement = { addr: "ws://7.7.7.7/ws", age: 0, hops: 0 };
  host.membership.announce(host.now_ms, link, announcement);
  host.membership.announce(host.now_ms, link, announcement);
  const { addr } = announcement;
  const told = { kind: "announcement", about: addr, keys: [addr], link: host.dialled(link) };
  assert.deepEqual(happenings, [told]);
});

Deno.test("what an inbound peer tells is told of the address that it claims, else of its IP", () => {
  for (const claimed of [other, undefined]) {
    const { host, happenings } = hostWith({ outbound: 0 });
    const link = host.visit("8.8.8.8", "public", claimed);
    happenings.length = 0;
    host.sample(link, "ws://9.9.9.9/ws");
    assert.equal(happenings[0]!.about, claimed ?? "8.8.8.8");
  }
});

Deno.test("an own address is told when it is believed, and when it is given up", () => {
  const { host, told } = hostWith({ through: [seed, other], port: 9000 });
  const links = [host.pass(1).open(), host.open()];
  const own = "ws://198.51.100.9:9000/ws";
  const verified = (dialable: boolean) => {
    for (const link of links) {
      host.membership.answered(host.now_ms, link, "sample", { peers: [], ages: [] });
      while (host.take("send", "verify"));
      told();
      host.membership.answered(host.now_ms, link, "verify", { dialable });
    }
    return told();
  };
  for (const link of links) host.greet(link);
  assert.deepEqual(verified(true), [["own address confirmed", own]]);
  host.now_ms += limits.own_address_kept_ms;
  assert.deepEqual(verified(false), [["own address doubted", own]]);
});
