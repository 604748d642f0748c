/** Asks of ops in real Workers, with the network behind them made up: what the student's code gets. */
import assert from "node:assert/strict";
import type { AskNetwork } from "./ask_desk.ts";
import { TestOwnOps } from "./test_own_ops.ts";

const asks = `export const args = { url: "text", op: "any", args: "any?" };
export default async ({ url, op, args }, { ask }) => await ask(url, op, args);
`;
const peers = `export const args = { max: "any?" };
export default async ({ max }, { askPeers }) => await askPeers("blocks", { after: 1 }, max === undefined ? undefined : { max });
`;

/** Answers by address. */
const texts: Readonly<Record<string, string>> = {
  "ws://good/ws": '{"status":202,"error":"Accepted","id":7}',
  "ws://bad/ws": "<html>",
  "ws://null/ws": "null",
  "ws://odd/ws": '{"status":"200"}',
  "ws://deep/ws": "[".repeat(500_000),
};

function network(parts: Partial<AskNetwork> = {}): AskNetwork {
  return {
    ask: (addr) => Promise.resolve({ text: texts[addr] ?? texts["ws://good/ws"]!, scope: "public" }),
    targets: (_caller, max) => Object.keys(texts).slice(0, max),
    ...parts,
  };
}

Deno.test("ask() gives status, error and response, and refuses answers and questions that are none", () =>
  TestOwnOps.with(
    { "asks.js": asks },
    async (ops) => {
      const ask = (url: unknown, op: unknown = "peers", args?: unknown) => ops.ask("asks", { url, op, args });
      assert.deepEqual((await ask("ws://good/ws")).response, { status: 202, error: "Accepted" });
      assert.match((await ask("ws://bad/ws")).error, /answered what is no JSON: <html>/);
      assert.match((await ask("ws://null/ws")).error, /answered without a status: null/);
      assert.match((await ask("ws://odd/ws")).error, /answered without a status/);
      assert.match((await ask("ws://deep/ws")).error, /answered what is no JSON: \[\[/);
      assert.match((await ask("ws://good/ws", 5)).error, /ask\(\) needs the name of an op/);
      assert.match(
        (await ask("ws://good/ws", "a", "x".repeat(1 << 20))).error,
        /args of an ask have at most 1 MiB/,
      );
    },
    undefined,
    network(),
  ));

Deno.test("askPeers() gives one entry for each node, with why where there is no answer", () =>
  TestOwnOps.with(
    { "peers.js": "", "chain.js": peers },
    async (ops) => {
      const { response } = await ops.ask("chain");
      assert.deepEqual(response, [
        { addr: "ws://good/ws", status: 202, error: "Accepted" },
        { addr: "ws://bad/ws", error: "Error: ws://bad/ws answered what is no JSON: <html>" },
        { addr: "ws://null/ws", error: "Error: ws://null/ws answered without a status: null" },
      ]);
      assert.equal((await ops.ask("chain", { max: 1 })).response instanceof Array, true);
      for (const max of [0, -1, 1.5, "2"]) {
        assert.match((await ops.ask("chain", { max })).error, /asks 1 node or more/);
      }
    },
    undefined,
    network(),
  ));

Deno.test("an op that was called through an ask can't ask further; the mark is the request's own", () =>
  TestOwnOps.with(
    { "asks.js": asks },
    async (ops) => {
      const args = { url: "ws://good/ws", op: "peers" };
      assert.match(
        (await ops.ask("asks", args, { via: "ask" })).error,
        /came from another node's ask, so it can't ask further/,
      );
      assert.equal((await ops.ask("asks", args, { via: "proxy" })).status, 200);
      assert.equal((await ops.ask("asks", args)).status, 200);
    },
    undefined,
    network(),
  ));

Deno.test("an op asks with the scope of its caller, and a tick with the operator's", () => {
  const seen: string[] = [];
  const ask: AskNetwork["ask"] = (_addr, text, { caller, heard }) => {
    seen.push(`${JSON.parse(text).op} ${caller} ${heard}`);
    return Promise.resolve({ text: '{"status":200}', scope: "public" });
  };
  return TestOwnOps.with(
    {
      "asks.js": `export const every = 1;
export const tick = ({ ask, log }) => ask("ws://good/ws", "tick").then(() => log("ticked"));
export default async (_, { ask }) => { await ask("ws://good/ws", "a"); await ask("ws://good/ws", "b"); };`,
    },
    async (ops) => {
      await ops.until(() => ops.lines.includes("asks says: ticked"));
      await ops.ask("asks", {}, { source: { ip: "203.0.113.9", scope: "public" } });
      await ops.ask("asks", {}, { source: { ip: "192.168.1.9", scope: "private" } });
      assert.deepEqual(
        seen.filter((line) => !line.startsWith("tick")),
        ["a public public", "b public public", "a private private", "b private public"],
      );
      assert.equal(seen[0], "tick loopback loopback");
    },
    undefined,
    network({ ask }),
  );
});

Deno.test("to wait for an answer is not to compute, but a whole call ends after 10 s, and what it asked is cut off", () => {
  const cut: string[] = [];
  const answered: string[] = [];
  const ask: AskNetwork["ask"] = (addr, _text, _asking, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ text: string; scope: "public" }>();
    const answer = () => {
      answered.push(addr);
      resolve({ text: '{"status":200}', scope: "public" });
    };
    const timer = addr === "ws://slow/ws" ? setTimeout(answer, 3_000) : 0;
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      if (!answered.includes(addr)) cut.push(addr);
      reject(new Error("cut"));
    });
    return promise;
  };
  return TestOwnOps.with(
    {
      "slow.js": `export default async (_, { ask }) => (await ask("ws://slow/ws", "a")).status;`,
      // Two that nobody answers take 5 s each: the whole call is over first.
      "silent.js": `export default async (_, { ask, log }) => {
  for (;;) try { await ask("ws://silent/ws", "a"); } catch (error) { log(error.message); }
};`,
    },
    async (ops) => {
      const [slow, silent] = await Promise.all([ops.ask("slow"), ops.ask("silent")]);
      assert.equal(slow.response, 200);
      assert.match(silent.error, /did not answer within/);
      assert.ok(ops.lines.includes("silent says: ws://silent/ws did not answer within 5 s."));
      assert.ok(cut.filter((addr) => addr === "ws://silent/ws").length >= 2);
      assert.ok(!cut.includes("ws://slow/ws"));
    },
    undefined,
    network({ ask }),
  );
});

Deno.test("a flood of asks is bounded: ten go out, the others are refused, and the node hears nothing more of them", () => {
  let sent = 0;
  const ask: AskNetwork["ask"] = () =>
    Promise.resolve({ text: `{"status":200,"response":${++sent}}`, scope: "public" });
  return TestOwnOps.with(
    {
      "flood.js": `export default async (_, { ask }) => {
  const ends = await Promise.allSettled(Array.from({ length: 500 }, () => ask("ws://good/ws", "a")));
  return { answered: ends.filter(({ status }) => status === "fulfilled").length, why: ends.at(-1).reason.message };
};`,
    },
    async (ops) => {
      const { response } = await ops.ask("flood");
      assert.equal((response as { answered: number }).answered, 10);
      assert.match((response as { why: string }).why, /asks too often: it may ask again in \d+ s/);
      assert.equal(sent, 10);
      // Saved anew it has the same account.
      ops.save("flood.js", `export default async (_, { ask }) => (await ask("ws://good/ws", "a")).status;`);
      await ops.until(() => ops.lines.filter((line) => line.startsWith("flood.js: loaded")).length === 2);
      assert.match((await ops.ask("flood")).error, /asks too often/);
    },
    undefined,
    network({ ask }),
  );
});

Deno.test("an example has no node around it: an ask in it is refused with a sentence", () =>
  TestOwnOps.with(
    {
      "asks.js": `export const examples = [{ args: {}, response: 1 }];
export default async (_, { askPeers }) => (await askPeers("a")).length;`,
    },
    (ops) => {
      assert.match(
        ops.view("asks")!.examples[0]!.sentence!,
        /ask\(\) and askPeers\(\) need a running node: foxchain --ops/,
      );
      return Promise.resolve();
    },
    undefined,
    network(),
  ));
