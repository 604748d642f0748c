import assert from "node:assert/strict";
import { blockAt, blockOf, isBlocked, isBlockedInbound, isBlockedLink, makeBlock } from "./blocks.ts";
import { ClientLink, InboundLink, LectureLink, OutboundLink } from "./state/link.ts";
import { OPERATOR } from "./state/options.ts";
import { State } from "./state/state.ts";
import { at, seeded, stranger } from "./book/test_entries.ts";

const addr = "ws://203.0.113.7:9001/ws";
const name = "ws://a.example:9001/ws";

function newState(): State {
  const isOwnIp = (ip: string) => ip === "127.0.0.1" || ip === "::1";
  return new State({ random: seeded(1), nonce: "own", now_ms: 1_000_000_000, isOwnIp });
}

/** Notes that an address answered from an IP with a nonce. */
function met(state: State, addr: string, ip: string, nonce: string): void {
  const entry = state.book.hear(state.now_s, at(addr), OPERATOR)!;
  state.book.succeed(state.now_s, entry, ip, "public", ip);
  entry.contact!.nonce = nonce;
}

/** An open dialled connection. */
function dialled(state: State, addr: string, ip: string, nonce = ""): OutboundLink {
  const entry = state.book.hear(state.now_s, at(addr), OPERATOR)!;
  const link = state.add((id) => new OutboundLink(id, entry, "fresh", false));
  return Object.assign(link, { stage: "network", ip, nonce });
}

function client(state: State, ip: string): ClientLink {
  return state.add((id) => new ClientLink(id, ip, stranger, state.now_ms));
}

/** Blocks an address where nothing more is known than this. */
function block(
  state: State,
  addr: string,
  { ip = null, nonce = "" }: { ip?: string | null; nonce?: string },
): void {
  const target = at(addr);
  state.blocks.set(target.key, { target, until_ms: Infinity, ip, nonce });
}

Deno.test("a block holds for its address, and for every name of its IP and port", () => {
  const state = newState();
  assert.equal(blockOf(state, at(addr)), undefined);
  block(state, addr, { ip: "203.0.113.7" });
  met(state, name, "203.0.113.7", "n");
  met(state, "ws://a.example:9002/ws", "203.0.113.7", "n");
  met(state, "ws://b.example:9001/ws", "203.0.113.8", "n");
  const blocked = (addr: string) => {
    assert.equal(isBlocked(state, { target: at(addr) }), blockOf(state, at(addr)) !== undefined);
    return blockOf(state, at(addr))?.target.addr;
  };
  assert.deepEqual([addr, name, "ws://a.example:9002/ws", "ws://b.example:9001/ws"].map(blocked), [
    addr,
    addr,
    undefined,
    undefined,
  ]);
});

Deno.test("a block of a name that nobody has resolved holds for that name alone", () => {
  const state = newState();
  block(state, name, {});
  assert.equal(blockOf(state, at(name))?.target.addr, name);
  assert.equal(blockOf(state, at("ws://b.example:9001/ws")), undefined);
  assert.equal(blockAt(state, null, 9001), undefined);
});

Deno.test("a new block knows the IP of its address: written out, from the last dial, or from the open connection", () => {
  const ipOf = (addr: string, prepare: (state: State) => void) => {
    const state = newState();
    prepare(state);
    return makeBlock(state, at(addr), 5).ip;
  };
  assert.equal(ipOf(addr, () => {}), "203.0.113.7");
  assert.equal(ipOf(name, () => {}), null);
  assert.equal(ipOf(name, (state) => met(state, name, "9.9.9.9", "n")), "9.9.9.9");
  assert.equal(ipOf(name, (state) => dialled(state, name, "8.8.8.8")), "8.8.8.8");
  assert.equal(
    ipOf(name, (state) => state.replace(new LectureLink(dialled(state, name, "8.8.8.8")))),
    "8.8.8.8",
  );
  assert.equal(ipOf(name, (state) => dialled(state, "ws://b.example:9001/ws", "8.8.8.8")), null);
  assert.equal(ipOf(name, (state) => dialled(state, name, "")), null, "still being resolved");
});

Deno.test("a new block knows the nonce of the node that is there, else of the one that was there", () => {
  const nonceOf = (prepare: (state: State) => void) => {
    const state = newState();
    prepare(state);
    return makeBlock(state, at(addr), 5).nonce;
  };
  assert.equal(nonceOf(() => {}), "");
  assert.equal(nonceOf((state) => dialled(state, addr, "203.0.113.7", "open")), "open");
  const both = (state: State) => {
    met(state, addr, "203.0.113.7", "before");
    dialled(state, addr, "203.0.113.7", "now");
  };
  assert.equal(nonceOf(both), "now");
  assert.equal(nonceOf((state) => met(state, addr, "203.0.113.7", "before")), "before");
  assert.equal(nonceOf((state) => met(state, name, "203.0.113.7", "under a name")), "under a name");
  assert.equal(nonceOf((state) => met(state, "ws://a.example:9002/ws", "203.0.113.7", "another port")), "");
  assert.equal(nonceOf((state) => met(state, name, "203.0.113.8", "another IP")), "");
  const silent = (state: State) => {
    met(state, addr, "203.0.113.7", "");
    met(state, name, "203.0.113.7", "under a name");
    dialled(state, addr, "203.0.113.7", "");
  };
  assert.equal(nonceOf(silent), "under a name", "a nonce that nobody told is none");
});

Deno.test("a connection is a blocked one by its address, its IP and port, or what its peer says", () => {
  const blocked = (make: (state: State) => OutboundLink | LectureLink | InboundLink | ClientLink) => {
    const state = newState();
    const link = make(state);
    assert.equal(isBlockedLink(state, link), false, "Nothing is blocked yet.");
    block(state, addr, { ip: "203.0.113.7", nonce: "n" });
    return isBlockedLink(state, link);
  };
  const peer = (state: State, ip: string, claimed: string | null, nonce = "m") => {
    const link = new InboundLink(client(state, ip), "inbound", nonce, null);
    link.claimed = claimed === null ? null : at(claimed);
    return link;
  };
  assert.equal(blocked((state) => client(state, "203.0.113.7")), false, "a client is no node");
  assert.equal(blocked((state) => dialled(state, addr, "")), true);
  assert.equal(blocked((state) => dialled(state, name, "203.0.113.7")), true);
  assert.equal(blocked((state) => dialled(state, name, "203.0.113.8")), false);
  assert.equal(blocked((state) => dialled(state, "ws://a.example:9002/ws", "203.0.113.7")), false);
  assert.equal(blocked((state) => new LectureLink(dialled(state, name, "203.0.113.7"))), true);
  assert.equal(blocked((state) => new LectureLink(dialled(state, name, "203.0.113.8"))), false);
  assert.equal(blocked((state) => peer(state, "198.51.100.4", addr)), true);
  assert.equal(blocked((state) => peer(state, "203.0.113.7", null)), false);
  assert.equal(blocked((state) => peer(state, "203.0.113.7", null, "n")), true);
  const dialledBack = (addr: string) => (state: State) => {
    const link = peer(state, "203.0.113.7", null);
    link.entry = state.book.hear(state.now_s, at(addr), OPERATOR)!;
    return link;
  };
  assert.equal(blocked(dialledBack(name)), true, "what was dialled back counts more than what it says");
  assert.equal(blocked(dialledBack("ws://203.0.113.7:9002/ws")), false);
});

const own_names = ["ws://127.0.0.1:9001/ws", "ws://[::1]:9001/ws"] as const;

Deno.test("on this machine a blocked node is blocked under each of its IPs, if port and nonce are the same", () => {
  const state = newState();
  block(state, own_names[0], { ip: "127.0.0.1", nonce: "n" });
  assert.equal(isBlockedLink(state, dialled(state, own_names[1], "::1", "n")), true);
  assert.equal(isBlockedLink(state, dialled(state, "ws://[::1]:9002/ws", "::1", "n")), false);
  assert.equal(isBlockedLink(state, dialled(state, "ws://[2600::1]:9001/ws", "2600::1", "n")), false);
  const sixth = at(own_names[1]);
  assert.equal(isBlockedInbound(state, "::1", "n", sixth), true);
  assert.equal(isBlockedInbound(state, "::1", "m", sixth), false);
  const nameless = newState();
  block(nameless, own_names[0], { ip: "127.0.0.1" });
  assert.equal(isBlockedInbound(nameless, "::1", "", sixth), false, "no nonce is not the same nonce");
  const unresolved = newState();
  block(unresolved, "ws://localhost:9001/ws", { nonce: "n" });
  assert.equal(isBlockedInbound(unresolved, "::1", "n", sixth), false, "a block without an IP is nowhere");
  const elsewhere = newState();
  block(elsewhere, addr, { ip: "203.0.113.7", nonce: "n" });
  assert.equal(isBlockedInbound(elsewhere, "::1", "n", sixth), false, "a block elsewhere is not here");
});

Deno.test("a peer that says nothing of use is blocked by its nonce, if all ports that it was met at are blocked", () => {
  const state = newState();
  const isKept = (ip: string, nonce: string) => !isBlockedInbound(state, ip, nonce, null);
  assert.ok(isKept("203.0.113.7", "n"), "Nothing is blocked yet.");
  block(state, addr, { ip: "203.0.113.7", nonce: "n" });
  met(state, addr, "203.0.113.7", "n");
  assert.ok(!isKept("203.0.113.7", "n"));
  assert.ok(isKept("203.0.113.7", "m"), "another nonce");
  assert.ok(isKept("203.0.113.8", "n"), "another machine");
  met(state, "ws://203.0.113.7:9002/ws", "203.0.113.7", "n");
  assert.ok(isKept("203.0.113.7", "n"), "a second port with this nonce is not blocked");
  block(state, "ws://203.0.113.7:9002/ws", { ip: "203.0.113.7", nonce: "n" });
  assert.ok(!isKept("203.0.113.7", "n"));
});

Deno.test("a block without a nonce or without an IP keeps away nobody that says nothing of use", () => {
  const state = newState();
  block(state, addr, { ip: "203.0.113.7" });
  assert.equal(isBlockedInbound(state, "203.0.113.7", "", null), false);
  block(state, name, { nonce: "n" });
  assert.equal(isBlockedInbound(state, "203.0.113.7", "n", null), false);
});
