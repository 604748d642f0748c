/** When two addresses or connections are one node, rule by rule. Whole situations: `identity_test.ts`. */
import assert from "node:assert/strict";
import {
  claimedPlace,
  Identities,
  isConnectedOtherwise,
  olderTwin,
  placeOfTarget,
  portsMet,
  SELF,
} from "./identity.ts";
import type { DialledLink } from "./state/link.ts";
import type { State } from "./state/state.ts";
import { at } from "./book/test_entries.ts";
import { bareState, client, dialled, inbound, lecture, told } from "./test_state.ts";

const isOwnIp = (ip: string) => ip === "127.0.0.1" || ip === "::1";
const newState = () => bareState({ isOwnIp });
const addr = "ws://203.0.113.7:9001/ws";
const name = "ws://a.example:9001/ws";

/** Notes that an address answered from an IP with a nonce, so many seconds after second 1,000. */
function met(state: State, addr: string, ip: string, nonce: string, at_s = 0, heard_s = 1000) {
  const entry = state.book.hear(heard_s, at(addr), { group: "operator", scope: "loopback" })!;
  state.book.succeed(1000 + at_s, entry, ip, "public", ip);
  entry.contact!.nonce = nonce;
  return entry;
}

Deno.test("a name leads where its last dial led, a literal where it says, an unknown name nowhere", () => {
  const state = newState();
  assert.equal(placeOfTarget(state, at(name)), undefined);
  told(state, name);
  assert.equal(placeOfTarget(state, at(name)), undefined);
  met(state, name, "8.8.8.8", "n");
  assert.deepEqual(placeOfTarget(state, at(name)), { ip: "8.8.8.8", port: 9001 });
  assert.deepEqual(placeOfTarget(state, at(addr)), { ip: "203.0.113.7", port: 9001 });
});

Deno.test("a claim counts on the caller's own machine alone", () => {
  const state = newState();
  const place = (ip: string, claimed: string | null) =>
    claimedPlace(state, ip, claimed === null ? null : at(claimed))?.ip;
  assert.equal(place("203.0.113.7", addr), "203.0.113.7");
  assert.equal(place("203.0.113.8", addr), undefined);
  assert.equal(place("203.0.113.7", null), undefined);
  assert.equal(place("203.0.113.7", name), undefined);
  assert.equal(place("127.0.0.1", "ws://[::1]:9001/ws"), "::1", "this machine has several IPs");
});

/** Whether an older connection is seen as the same node's as a newer one. */
function areTwins(older: (state: State) => DialledLink, newer: (state: State) => DialledLink): boolean {
  const state = newState();
  const [first, second] = [older(state), newer(state)];
  assert.equal(olderTwin(state, first), undefined, "The older one has no older twin.");
  const twin = olderTwin(state, second);
  assert.ok(twin === undefined || twin === first);
  return twin !== undefined;
}

const open = (addr: string, ip: string, nonce: string) => (state: State) =>
  dialled(state, addr, { ip, nonce });

for (
  const [words, older, newer, expected] of [
    ["the same IP, port and nonce", open(addr, "203.0.113.7", "n"), open(name, "203.0.113.7", "n"), true],
    ["another nonce", open(addr, "203.0.113.7", "n"), open(name, "203.0.113.7", "m"), false],
    ["another IP", open(addr, "203.0.113.7", "n"), open(name, "203.0.113.8", "n"), false],
    [
      "another port",
      open(addr, "203.0.113.7", "n"),
      open("ws://a.example:9002/ws", "203.0.113.7", "n"),
      false,
    ],
    [
      "two IPs of this machine",
      open("ws://127.0.0.1:9001/ws", "127.0.0.1", "n"),
      open("ws://[::1]:9001/ws", "::1", "n"),
      true,
    ],
    [
      "an older one still at hello",
      (state: State) => dialled(state, addr, { nonce: "n", stage: "handshake" }),
      open(name, "203.0.113.7", "n"),
      false,
    ],
    [
      "two lecture nodes on one IP",
      (state: State) => lecture(state, addr),
      (state: State) => lecture(state, name, { ip: "203.0.113.7" }),
      true,
    ],
    [
      "two lecture nodes on two IPs",
      (state: State) => lecture(state, addr),
      (state: State) => lecture(state, name, { ip: "203.0.113.8" }),
      false,
    ],
    [
      "a lecture node and a peer",
      (state: State) => lecture(state, addr),
      open(name, "203.0.113.7", ""),
      false,
    ],
    [
      "a peer and a lecture node",
      open(addr, "203.0.113.7", ""),
      (state: State) => lecture(state, name, { ip: "203.0.113.7" }),
      false,
    ],
  ] as const
) {
  Deno.test(`two connections are ${expected ? "" : "not "}one node's by ${words}`, () => {
    assert.equal(areTwins(older, newer), expected);
  });
}

Deno.test("only a dialled connection has an older twin", () => {
  const state = newState();
  dialled(state, addr, { nonce: "n" });
  assert.equal(olderTwin(state, inbound(state, "203.0.113.7", { nonce: "n" })), undefined);
  assert.equal(olderTwin(state, client(state, "203.0.113.7")), undefined);
});

/** Whether the row of an address, met at this IP with this nonce, is connected under another address. */
function isConnected(
  make: (state: State) => unknown,
  { addr = name, ip = "203.0.113.7", nonce = "n" } = {},
): boolean {
  const state = newState();
  make(state);
  return isConnectedOtherwise(state, met(state, addr, ip, nonce));
}

Deno.test("a row is connected otherwise by an open connection to its IP and port, or on this machine by port and nonce", () => {
  assert.equal(isConnected(open(addr, "203.0.113.7", "x")), true);
  assert.equal(isConnected((state) => lecture(state, addr)), true);
  assert.equal(isConnected(open(addr, "203.0.113.8", "n")), false, "another IP");
  assert.equal(isConnected(open("ws://203.0.113.7:9002/ws", "203.0.113.7", "n")), false, "another port");
  assert.equal(isConnected((state) => dialled(state, addr, { stage: "dialling" })), false, "not open yet");
  assert.equal(isConnected((state) => dialled(state, addr, { stage: "handshake" })), true);
  assert.equal(
    isConnected((state) => inbound(state, "203.0.113.7")),
    false,
    "nobody knows which address that is",
  );
  assert.equal(isConnected(open(name, "203.0.113.7", "n")), false, "its own connection");
  const here = { addr: "ws://[::1]:9001/ws", ip: "::1", nonce: "n" };
  const there = "ws://127.0.0.1:9001/ws";
  assert.equal(isConnected(open(there, "127.0.0.1", "n"), here), true);
  assert.equal(isConnected(open(there, "127.0.0.1", "m"), here), false);
  assert.equal(isConnected(open(there, "127.0.0.1", ""), { ...here, nonce: "" }), false, "no nonce is none");
  assert.equal(isConnected((state) => lecture(state, there), here), false, "a lecture node tells no nonce");
  assert.equal(
    isConnected(open(there, "127.0.0.1", "n"), { ...here, ip: "2600::1", addr: "ws://[2600::1]:9001/ws" }),
    false,
  );
  assert.equal(isConnected(open("ws://8.8.8.8:9001/ws", "8.8.8.8", "n"), here), false);
});

Deno.test("a name of which no IP is known is not connected otherwise", () => {
  const state = newState();
  dialled(state, "ws://b.example:9001/ws", { ip: "" });
  assert.equal(isConnectedOtherwise(state, told(state, name)), false);
});

Deno.test("the ports at which a nonce was met are those on one machine", () => {
  const state = newState();
  met(state, "ws://203.0.113.7:1/ws", "203.0.113.7", "n");
  met(state, "ws://203.0.113.7:2/ws", "203.0.113.7", "n");
  met(state, "ws://203.0.113.7:3/ws", "203.0.113.7", "m");
  met(state, "ws://203.0.113.8:4/ws", "203.0.113.8", "n");
  met(state, "ws://203.0.113.7:5/ws", "203.0.113.7", "");
  met(state, "ws://127.0.0.1:6/ws", "127.0.0.1", "n");
  met(state, "ws://[::1]:7/ws", "::1", "n");
  const ports = (ip: string, nonce: string) => [...portsMet(state, ip, nonce)].sort();
  assert.deepEqual(ports("203.0.113.7", "n"), [1, 2]);
  assert.deepEqual(ports("203.0.113.7", ""), [], "no nonce was never met");
  assert.deepEqual(ports("::1", "n"), [6, 7]);
});

Deno.test("this node is itself: under its own addresses, and on connections of this machine with its own nonce", () => {
  const state = bareState({ isOwnIp, own: [at("ws://127.0.0.1:9000/ws")] });
  const identities = new Identities(state);
  assert.equal(identities.ofTarget(at("ws://127.0.0.1:9000/ws")), SELF);
  assert.equal(identities.ofTarget(at("ws://127.0.0.1:9000/")), SELF, "the same endpoint");
  assert.notEqual(identities.ofTarget(at("ws://127.0.0.1:9001/ws")), SELF);
  const link = (ip: string, nonce: string) => identities.ofLink(inbound(state, ip, { nonce }));
  assert.equal(link("127.0.0.1", "own"), SELF);
  assert.notEqual(link("8.8.8.8", "own"), SELF, "somebody repeats it");
  assert.notEqual(link("127.0.0.1", "n"), SELF);
  assert.notEqual(identities.ofLink(lecture(state, "ws://127.0.0.1:9005/ws")), SELF);
});

Deno.test("an address is named by its endpoint, a name of which no IP is known by its key, a client by its number", () => {
  const state = newState();
  met(state, name, "203.0.113.7", "");
  const identities = new Identities(state);
  assert.equal(identities.ofTarget(at(name)), identities.ofTarget(at(addr)));
  assert.equal(identities.ofTarget(at("ws://b.example/ws")), "ws://b.example/ws");
  const link = client(state, "203.0.113.7");
  assert.equal(identities.ofLink(link), `link:${link.id}`);
  assert.equal(identities.ofLink(dialled(state, addr)), identities.ofTarget(at(addr)));
});

Deno.test("of this machine's endpoints with one nonce all have the name of the one known longest", () => {
  for (
    const [sixth_s, fourth_s, expected] of [[1000, 900, "fourth"], [900, 1000, "sixth"], [
      900,
      900,
      "fourth",
    ]] as const
  ) {
    const state = newState();
    const [fourth, sixth] = [at("ws://127.0.0.1:9001/ws"), at("ws://[::1]:9001/ws")];
    met(state, sixth.addr, "::1", "n", 5, sixth_s);
    met(state, fourth.addr, "127.0.0.1", "n", 5, fourth_s);
    const names = [fourth, sixth].map((target) => new Identities(state).ofTarget(target));
    assert.equal(names[0], names[1]);
    // The one known longest keeps its own endpoint for a name, as it has without the other.
    const alone = newState();
    met(
      alone,
      expected === "fourth" ? fourth.addr : sixth.addr,
      expected === "fourth" ? "127.0.0.1" : "::1",
      "n",
    );
    assert.equal(names[0], new Identities(alone).ofTarget(expected === "fourth" ? fourth : sixth));
  }
});

Deno.test("of several rows of one endpoint the nonce that answered last counts, and no nonce says nothing", () => {
  const state = newState();
  met(state, "ws://localhost:9001/ws", "127.0.0.1", "old", 1);
  met(state, "ws://127.0.0.1:9001/ws", "127.0.0.1", "new", 2);
  met(state, "ws://b.localhost:9001/ws", "127.0.0.1", "", 3);
  met(state, "ws://[::1]:9001/ws", "::1", "old", 1);
  met(state, "ws://[::1]:9002/ws", "::1", "new", 1);
  const nameOf = (addr: string) => new Identities(state).ofTarget(at(addr));
  assert.notEqual(nameOf("ws://[::1]:9001/ws"), nameOf("ws://127.0.0.1:9001/ws"));
  assert.equal(nameOf("ws://[::1]:9002/ws"), nameOf("ws://127.0.0.1:9001/ws"));
});

/** The node of an inbound peer, and that of the address that it claims. */
function ofPeer(ip: string, claimed: string, nonce: string, prepare: (state: State) => unknown = () => {}) {
  const state = newState();
  prepare(state);
  const link = inbound(state, ip, { claimed: at(claimed), nonce });
  const identities = new Identities(state);
  return {
    node: identities.ofLink(link),
    claims: identities.ofTarget(at(claimed)),
    alone: `link:${link.id}`,
  };
}

Deno.test("a claim on the peer's own machine stands, unless a connection with another node is open there", () => {
  const stands = ofPeer("203.0.113.7", addr, "n");
  assert.equal(stands.node, stands.claims);
  const same = ofPeer("203.0.113.7", addr, "n", open(name, "203.0.113.7", "n"));
  assert.equal(same.node, same.claims);
  const other = ofPeer("203.0.113.7", addr, "n", open(name, "203.0.113.7", "m"));
  assert.equal(other.node, other.alone);
  const greeting = (state: State) =>
    dialled(state, name, { ip: "203.0.113.7", nonce: "m", stage: "handshake" });
  const early = ofPeer("203.0.113.7", addr, "n", greeting);
  assert.equal(early.node, early.claims, "nobody has answered there yet");
  const elsewhere = ofPeer("203.0.113.8", addr, "n");
  assert.equal(elsewhere.node, elsewhere.alone);
});

Deno.test("a peer without a claim of use belongs where its nonce was met on its machine, the first of several", () => {
  const prepare = (state: State) => {
    met(state, "ws://203.0.113.7:2/ws", "203.0.113.7", "n", 9, 1000);
    met(state, "ws://203.0.113.7:1/ws", "203.0.113.7", "n", 5, 900);
    met(state, "ws://203.0.113.8:3/ws", "203.0.113.8", "n", 9, 800);
  };
  const { node } = ofPeer("203.0.113.7", "ws://9.9.9.9/ws", "n", prepare);
  assert.equal(node, ofPeer("203.0.113.7", "ws://203.0.113.7:1/ws", "n").claims);
  const stranger = ofPeer("203.0.113.7", "ws://9.9.9.9/ws", "m", prepare);
  assert.equal(stranger.node, stranger.alone);
});
