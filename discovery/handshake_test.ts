import assert from "node:assert/strict";
import { TestHost } from "./test_host.ts";
import type { OutboundLink } from "./link.ts";

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
