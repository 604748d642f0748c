import assert from "node:assert/strict";
import { Membership } from "../discovery/membership.ts";
import type { Context } from "./context.ts";
import { dispatch } from "./dispatch.ts";
import { testContext } from "./test_context.ts";
import { accessTo, noAccess } from "./network_access.ts";

const addr = "ws://203.0.113.7:9000/ws";

/** A context for a peer at the address's IP that has said hello. */
function greeted(dialBack: Context["dialBack"]): Context {
  const membership = new Membership({ random: () => 0.5, nonce: "own", now_ms: 1e12 });
  const link = membership.accepted(1e12, "203.0.113.7", "public");
  membership.hello(1e12, link, { v: 1, net: "foxchain", nonce: "asker" });
  return testContext({ network: accessTo(membership, link, () => 1e12), dialBack });
}

const ask = async (context: Context, op: string, args: object) =>
  JSON.parse(await dispatch(JSON.stringify({ op, args }), context).text);

for (
  const [what, dialBack, dialable] of [
    ["the asker itself answers", () => Promise.resolve("asker"), true],
    ["somebody else answers", () => Promise.resolve("other"), false],
    ["nobody answers", () => Promise.resolve(undefined), false],
    ["the dial breaks", () => Promise.reject(new Error("no route")), false],
  ] as const
) {
  Deno.test(`verify answers ${dialable} when ${what}`, async () => {
    const dialled: string[] = [];
    const context = greeted((back) => {
      dialled.push(back.target.host);
      return dialBack();
    });
    assert.deepEqual((await ask(context, "verify", { addr })).response, { dialable });
    assert.deepEqual(dialled, ["203.0.113.7"]);
  });
}

Deno.test("an asker is never told its own address", async () => {
  const context = greeted(() => Promise.resolve("asker"));
  await ask(context, "verify", { addr });
  assert.deepEqual((await ask(context, "sample", { want: 16 })).response, { peers: [], ages: [] });
});

Deno.test("network ops have a rate of 10 a second after a burst of 20", async () => {
  const context = greeted(() => Promise.resolve(undefined));
  const statuses: number[] = [];
  for (let turn = 0; turn < 21; turn++) statuses.push((await ask(context, "sample", { want: 0 })).status);
  assert.deepEqual([statuses[19], statuses[20]], [200, 429]);
});

Deno.test("a node without a membership answers network ops like a lecture node", async () => {
  const context = testContext({ network: noAccess });
  const args = { v: 1, net: "foxchain", nonce: "n", want: 1, addr, age: 0, hops: 0 };
  for (const op of ["hello", "sample", "announce", "verify"]) {
    assert.deepEqual(await ask(context, op, args), {
      status: 404,
      error: `Operation "${op}" is not supported.`,
      response: null,
    });
  }
});

Deno.test("what announce tells, and what sample gives, comes into the membership's book", async () => {
  for (
    const [op, args] of [
      ["announce", { addr, age: 0, hops: 0 }],
      ["sample", { give: [[addr, 5]] }],
    ] as const
  ) {
    const membership = new Membership({ random: () => 0.5, nonce: "own", now_ms: 1e12 });
    const link = membership.accepted(1e12, "198.51.100.4", "public");
    const context = testContext({ network: accessTo(membership, link, () => 1e12) });
    assert.equal((await ask(context, op, args)).status, 200);
    assert.deepEqual([...membership.book.entries()].map(({ target }) => target.addr), [addr]);
  }
});

Deno.test("an answer to sample has news and deaths only where there are any", async () => {
  const membership = new Membership({ random: () => 0.5, nonce: "own", now_ms: 1e12, dial: false });
  const [link, other] = ["198.51.100.4", "198.51.100.5"].map((ip) => membership.accepted(1e12, ip, "public"));
  const context = testContext({ network: accessTo(membership, link!, () => 1e12) });
  membership.announce(1e12, other!, { addr, age: 0, hops: 7 });
  const answers = [await ask(context, "sample", {}), await ask(context, "sample", {})];
  assert.deepEqual(answers.map(({ response }) => response), [
    { peers: [], ages: [], news: [addr] },
    { peers: [], ages: [] },
  ]);
});
