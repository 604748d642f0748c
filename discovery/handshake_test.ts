import assert from "node:assert/strict";
import { TestHost } from "./test_host.ts";
import type { InboundLink, OutboundLink } from "./link.ts";

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
