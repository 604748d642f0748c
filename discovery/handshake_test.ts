import assert from "node:assert/strict";
import { DONE } from "./close_codes.ts";
import { askVerify, beginHandshake, hearHello, hearVerify, noteReached } from "./handshake.ts";
import * as limits from "./limits.ts";
import type { InboundLink, OutboundLink } from "./state/link.ts";
import type { State } from "./state/state.ts";
import { at } from "./book/test_entries.ts";
import { TestHost } from "./test_host.ts";
import { bareState, dialled, inbound, lecture, reached, told } from "./test_state.ts";

const seed = "ws://203.0.113.7:9000/ws";

Deno.test("a peer's hello tells its program, nonce and what it sees, and may leave the program out", () => {
  for (const agent of ["foxchain/9.9.9", undefined]) {
    const host = new TestHost({ through: [seed] }).pass(1);
    const id = host.open();
    host.greet(id, { agent, nonce: "theirs", seen: "198.51.100.4" });
    const link = host.membership.links.get(id) as OutboundLink;
    assert.deepEqual([link.agent, link.nonce, link.seen], [agent ?? null, "theirs", "198.51.100.4"]);
  }
});

Deno.test("a node's own name goes to private and loopback peers, in its hello and in its answer, and to no public one", () => {
  for (
    const [ip, scope, expected] of [
      ["203.0.113.7", "public", undefined],
      ["192.168.1.7", "private", "Fox"],
      ["127.0.0.1", "loopback", "Fox"],
    ] as const
  ) {
    const host = new TestHost({ through: [`ws://${ip}:9000/ws`], name: "Fox" }).pass(1);
    host.open();
    const said = host.take("send", "hello")?.args as { name?: string };
    assert.equal(said.name, expected, ip);
    const client = host.membership.accepted(host.now_ms, ip, scope);
    const answer = host.membership.hello(host.now_ms, client, { v: 1, net: "foxchain", nonce: "n" });
    assert.equal(answer.name, expected, ip);
  }
});

Deno.test("a peer's name is kept if a node may have it; else the peer counts as one without a name", () => {
  for (
    const [name, kept] of [["张三", "张三"], [" Fox ", "Fox"], ["a\u0000b", undefined], [
      "x".repeat(41),
      undefined,
    ]]
  ) {
    const host = new TestHost({ through: [seed] }).pass(1);
    const id = host.open();
    host.greet(id, { name });
    const link = host.membership.links.get(id) as OutboundLink;
    assert.deepEqual([link.stage, link.name], ["network", kept]);
    const visitor = host.membership.accepted(host.now_ms, "198.51.100.77", "public");
    host.membership.hello(host.now_ms, visitor, { v: 1, net: "foxchain", nonce: "v", name });
    assert.equal((host.membership.links.get(visitor) as InboundLink).name, kept);
  }
});

Deno.test("a node asks to be dialled back only where it listens, at the port at which it does", () => {
  for (const port of [0, 1, 9000]) {
    const host = new TestHost({ through: [seed], port }).pass(1);
    host.greet(host.open(), { seen: "198.51.100.4" });
    const asked = host.take("send", "verify")?.args as { addr: string } | undefined;
    assert.equal(asked?.addr, port === 0 ? undefined : `ws://198.51.100.4:${port}/ws`);
  }
});

Deno.test("that an address leads to another network, or to this node, is told to the host: it is to be stored", () => {
  for (const parts of [{ net: "another" }, { nonce: "own" }]) {
    const fates: string[] = [];
    const host = new TestHost({ through: [seed], watch: (_entry, fate) => void fates.push(fate) }).pass(1);
    const id = host.open();
    fates.length = 0;
    host.greet(id, parts);
    assert.deepEqual(fates, ["changed"]);
  }
});

const addr = "ws://8.8.8.8:9000/ws";
const hello = { v: 1, net: "foxchain", nonce: "theirs", seen: "198.51.100.4" };

const sent = (state: State) =>
  state.effects.flatMap((effect) => effect.kind === "send" ? [[effect.op, effect.args]] : []);
const closed = (state: State) =>
  state.effects.flatMap((effect) => effect.kind === "close" ? [[effect.code, effect.reason]] : []);

Deno.test("a handshake begins with hello, which tells the own address that reaches the peer", () => {
  for (
    const [own, told_addr] of [["ws://198.51.100.9/ws", "ws://198.51.100.9/ws"], [
      "ws://127.0.0.1/ws",
      undefined,
    ]] as const
  ) {
    const state = bareState({ own: [at(own)], net: "odd", agent: "foxchain/9" });
    const link = dialled(state, addr, { stage: "dialling" });
    beginHandshake(state, link);
    const args = { v: 1, net: "odd", nonce: "own", agent: "foxchain/9" };
    assert.deepEqual(sent(state), [["hello", told_addr === undefined ? args : { ...args, addr: told_addr }]]);
    const { stage, opened_ms, heard_ms, asked_ms } = link;
    assert.deepEqual([stage, opened_ms, heard_ms, asked_ms], ["handshake", ...Array(3).fill(state.now_ms)]);
  }
});

Deno.test("a peer of another network, or this node itself, is closed and left alone for a day", () => {
  for (
    const [parts, reason, is_own] of [
      [{ net: "another" }, "another network", false],
      [{ nonce: "own" }, "this is ourselves", true],
      [{ nonce: "own", net: "another" }, "this is ourselves", true],
    ] as const
  ) {
    const state = bareState();
    const link = dialled(state, addr, { stage: "handshake" });
    hearHello(state, link, { ...hello, ...parts });
    assert.deepEqual(closed(state), [[DONE, reason]]);
    assert.equal(link.entry.contact!.avoid_until_s, state.now_s + limits.other_net_pause_s);
    assert.equal(link.entry.contact!.successes, 0);
    assert.deepEqual([state.own.is(at(addr).key), state.own.isEndpoint("8.8.8.8:9000")], [is_own, is_own]);
  }
});

Deno.test("a good hello makes the address reached and a peer of the connection, and is followed by a sample", () => {
  const state = bareState();
  const link = dialled(state, addr, { stage: "handshake" });
  hearHello(state, link, hello);
  const { speaks, nonce, successes } = link.entry.contact!;
  assert.deepEqual([link.stage, speaks, nonce, successes], ["network", "network", "theirs", 1]);
  assert.deepEqual(sent(state).map(([op]) => op), ["sample"]);
  assert.deepEqual(closed(state), []);
});

for (const [words, answer] of [["node of the network", hello], ["lecture node", undefined]] as const) {
  Deno.test(`a ${words} that turns out to be blocked, or connected already, is closed and asked nothing`, () => {
    const block = (state: State) => {
      state.blocks.set("x", {
        target: at("ws://a.example:9000/ws"),
        until_ms: Infinity,
        ip: "8.8.8.8",
        nonce: "",
      });
    };
    const twin = (state: State) => {
      if (answer === undefined) lecture(state, "ws://a.example:9000/ws", { ip: "8.8.8.8" });
      else dialled(state, "ws://a.example:9000/ws", { ip: "8.8.8.8", nonce: "theirs" });
    };
    for (
      const [prepare, reason] of [
        [block, "blocked by the operator"],
        [twin, "connected with this node already"],
      ] as const
    ) {
      const state = bareState();
      prepare(state);
      const link = dialled(state, addr, { stage: "handshake", role: "feeler" });
      hearHello(state, link, answer);
      assert.deepEqual([closed(state), sent(state)], [[[DONE, reason]], []]);
      assert.equal(state.links.has(link.id), false);
    }
  });
}

Deno.test("a lecture node keeps a slot only where it is known to be one; else it must find a reserved place", () => {
  for (
    const [speaks, others, outcome] of [
      ["unknown", 0, "reserved"],
      ["lecture", 0, "reserved"],
      ["unknown", limits.lecture_links_max, "closed"],
      ["lecture", limits.lecture_links_max, "fresh"],
    ] as const
  ) {
    const state = bareState();
    for (let n = 1; n <= others; n++) {
      lecture(state, `ws://${n}.1.1.1/ws`, { role: "reserved", opened_ms: state.now_ms });
    }
    const link = dialled(state, addr, { stage: "handshake" });
    link.entry.source = { group: "198.51", scope: "public" };
    link.entry.dialled().speaks = speaks;
    hearHello(state, link, undefined);
    assert.equal(link.entry.contact!.speaks, "lecture");
    const now = state.linksOf("lecture").find(({ id }) => id === link.id);
    assert.equal(now?.role ?? "closed", outcome);
    assert.deepEqual(closed(state), outcome === "closed" ? [[DONE, "enough lecture nodes"]] : []);
    assert.deepEqual(sent(state).map(([op]) => op), outcome === "closed" ? [] : ["peers"]);
  }
});

/** What a peer is asked to verify. */
function verified(parts: Partial<OutboundLink>, { port = 9000, prepare = (_: State) => {} } = {}): unknown {
  const state = bareState({ port });
  prepare(state);
  askVerify(state, dialled(state, addr, { seen: "198.51.100.4", ...parts }));
  return sent(state)[0]?.[1];
}

Deno.test("a peer is asked to verify the public address at which it sees this node, and nothing else", () => {
  assert.deepEqual(verified({}), { addr: "ws://198.51.100.4:9000/ws" });
  assert.deepEqual(verified({ seen: "2600::7" }), { addr: "ws://[2600::7]:9000/ws" });
  for (
    const seen of [
      "192.168.1.7",
      "127.0.0.1",
      "a.example",
      "",
      "198.51.100.4:80/x",
      "198.51.100.4/x",
      "198.51.100.4/x?",
    ]
  ) {
    assert.equal(verified({ seen }), undefined, seen);
  }
  assert.equal(verified({ source: { group: "g", scope: "private" } }), undefined, "a peer of this site");
  assert.equal(verified({}, { port: 0 }), undefined, "a node that does not listen");
  const vouch = (state: State) => {
    for (const group of ["a", "b"]) {
      state.own.confirm(state.now_ms, at("ws://198.51.100.4:9000/ws"), group, 5);
    }
  };
  assert.equal(verified({}, { prepare: vouch }), undefined, "known already");
});

Deno.test("each peer is asked again after the pause at the earliest, and its question is remembered", () => {
  const state = bareState({ port: 9000 });
  const link = dialled(state, addr, { seen: "198.51.100.4" });
  const asks = (passed_ms: number) => {
    askVerify(state.at(1_000_000_000 + passed_ms), link);
    return state.effects.splice(0).length > 0;
  };
  const { verify_pause_ms } = limits;
  assert.deepEqual([asks(0), asks(verify_pause_ms - 1), asks(verify_pause_ms)], [true, false, true]);
  assert.deepEqual([link.claimed?.addr, link.verified_ms], ["ws://198.51.100.4:9000/ws", state.now_ms]);
});

Deno.test("a dial-back that was not asked for, or was not answered, means nothing", () => {
  const state = bareState({ port: 9000 });
  hearVerify(state, dialled(state, addr), { dialable: true });
  hearVerify(
    state,
    dialled(state, "ws://9.9.9.9/ws", { claimed: at("ws://198.51.100.4:9000/ws") }),
    undefined,
  );
  assert.deepEqual(state.own.all, []);
});

Deno.test("witnesses are peers of several groups, and one is enough where only one group is known", () => {
  for (const groups of [1, 2]) {
    const state = bareState({ port: 9000 });
    const target = at("ws://198.51.100.4:9000/ws");
    const link = dialled(state, addr, { claimed: target });
    inbound(state, groups === 2 ? "9.9.9.9" : "8.8.1.1");
    state.own_announcement.due_ms = state.due_ms = Infinity;
    hearVerify(state, link, { dialable: true });
    assert.deepEqual(state.own.all, groups === 1 ? [target] : []);
    assert.deepEqual(
      [state.own_announcement.due_ms, state.due_ms],
      Array(2).fill(groups === 1 ? state.now_ms : Infinity),
    );
  }
});

Deno.test("a node that answers is alive: its death is told no longer, and after an hour it is back from the dead", () => {
  for (
    const [ago_s, kind] of [[limits.served_s, "outbound"], [limits.served_s - 1, "outbound"], [
      limits.served_s,
      "lecture",
    ]] as const
  ) {
    const state = bareState();
    const entry = reached(state, addr, ago_s);
    state.book.fail(state.now_s, entry);
    state.death_news.add(state.now_ms, entry);
    const link = kind === "outbound" ? dialled(state, addr) : lecture(state, addr);
    noteReached(state, link);
    assert.equal(
      link.kind === "outbound" && link.back_from_dead,
      kind === "outbound" && ago_s === limits.served_s,
    );
    assert.deepEqual(state.death_news.tell({ deaths_told: 0 }, 0, 9, () => true), []);
    assert.deepEqual([entry.contact!.failures, entry.contact!.successes], [0, 2]);
  }
});

Deno.test("a name that answers is in the book with the IP, scope and group that it led to", () => {
  const state = bareState();
  told(state, "ws://a.example/ws");
  const source = { group: "192.168.1.7", scope: "private" } as const;
  noteReached(state, dialled(state, "ws://a.example/ws", { ip: "192.168.1.7", source }));
  const { contact } = state.book.get("ws://a.example/ws")!;
  assert.deepEqual([contact!.ip, contact!.scope, contact!.group], ["192.168.1.7", "private", "192.168.1.7"]);
});

Deno.test("that an address answers for the first time, or again, is news; that it still answers is none", () => {
  for (
    const [words, prepare, is_news] of [
      ["for the first time", () => {}, true],
      ["again", (state: State) => state.book.fail(state.now_s, reached(state, addr)), true],
      ["still", (state: State) => void reached(state, addr), false],
    ] as const
  ) {
    const state = bareState();
    prepare(state);
    noteReached(state, dialled(state, addr));
    const news = state.reached_news.tell({ reached_told: 0 }, 0, 9, () => true);
    assert.deepEqual(news.map(({ target }) => target.addr), is_news ? [addr] : [], words);
  }
});

Deno.test("a peer's name is heard with its hello, one that no node may have is not", () => {
  for (const [name, heard] of [[" Li ", "Li"], ["a\nb", undefined], [undefined, undefined]] as const) {
    const state = bareState();
    const link = dialled(state, addr, { stage: "handshake" });
    hearHello(state, link, { ...hello, name });
    assert.equal(link.name, heard);
  }
});

Deno.test("a node says its name to a private peer, and not to a public one", () => {
  for (const [scope, name] of [["private", "Li"], ["public", undefined]] as const) {
    const state = bareState({ name: "Li" });
    beginHandshake(state, dialled(state, addr, { source: { group: "g", scope } }));
    assert.equal((sent(state)[0]![1] as { name?: string }).name, name);
  }
});

Deno.test("a lecture node that does not know hello is reached all the same", () => {
  const state = bareState();
  const link = dialled(state, addr, { stage: "handshake" });
  hearHello(state, link, undefined);
  const { successes, failures, last_success_s } = link.entry.contact!;
  assert.deepEqual([successes, failures, last_success_s], [1, 0, state.now_s]);
});

Deno.test("an address heals that failed once, and one that never failed has nothing to heal", () => {
  for (const failures of [0, 1, 2]) {
    const kinds: string[] = [];
    const state = bareState({ tell: ({ kind }) => void kinds.push(kind) });
    const link = dialled(state, addr);
    link.entry.dialled().failures = failures;
    noteReached(state, link);
    assert.equal(kinds.includes("healed"), failures > 0);
  }
});
