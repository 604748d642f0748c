import assert from "node:assert/strict";
import { configureSync, reset } from "@logtape/logtape";
import type { Address } from "../../discovery/address/address.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { dial } from "../sockets/dialer.ts";
import { startNode } from "../node.ts";
import { steadyClock } from "../steady_clock.ts";
import { freePort } from "../../tests/test_place.ts";
import { until } from "../test_until.ts";

/** What the log says of addresses to join through, while a test runs. */
async function saidWhile(test: (said: string[]) => Promise<void>): Promise<void> {
  const said: string[] = [];
  configureSync({
    reset: true,
    sinks: {
      lines: ({ message }) => {
        const line = message.join("");
        if (line.includes("--join")) said.push(line);
      },
    },
    loggers: [
      { category: "foxchain", lowestLevel: "info", sinks: ["lines"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["lines"] },
    ],
  });
  try {
    await test(said);
  } finally {
    await reset();
  }
}

/** A node a hundred times as fast as life. `dials` takes in whom it dials. */
function start(join: string[], parts: { port?: number; net?: string; dials?: Address[] } = {}) {
  const { port = 0, net = "foxchain", dials = [] } = parts;
  const counted: typeof dial = (request) => {
    dials.push(request.target);
    return dial(request);
  };
  const network = { join, net, clock: steadyClock(100), dial: counted };
  return startNode({ port, host: "127.0.0.1", storage: new MemoryStorage(), network });
}

Deno.test("an address to join through that nobody answers is told once, and once more when it is reached", async () => {
  await saidWhile(async (said) => {
    const port = freePort();
    const join = `ws://127.0.0.1:${port}/ws`;
    const dials: Address[] = [];
    const node = start([join], { dials });
    await until(() => dials.length >= 3);
    assert.equal(said.length, 1);
    assert.match(said[0]!, new RegExp(`^Cannot reach ${join}, given with --join\\..*refused`));
    const seed = start([], { port });
    await until(() => said.length > 1);
    assert.deepEqual(said.slice(1), [`Reached after all, given with --join: ${join}`]);
    await seed.stop();
    const before = dials.length;
    await until(() => dials.length > before + 1);
    assert.equal(said.length, 2);
    await node.stop();
  });
});

Deno.test("an address that leads to no WebSocket, another network or the node itself is told with its cause", async () => {
  await saidWhile(async (said) => {
    const other = start([], { net: "elsewhere" });
    const port = freePort();
    const root = `ws://127.0.0.1:${other.port}/`;
    const own = ["localhost", "[::ffff:127.0.0.1]"].map((host) => `ws://${host}:${port}/ws`);
    const node = start([root, `${root}ws`, ...own], { port });
    await until(() => said.length === 4);
    const about = (addr: string) => said.filter((line) => line.includes(` ${addr}, `)).join();
    assert.match(about(root), /it answered HTTP 200, so there is no WebSocket at this address/);
    assert.match(about(`${root}ws`), /another network; give both nodes the same --net/);
    for (const addr of own) assert.match(about(addr), /that is this node itself; name another one/);
    await Promise.all([node.stop(), other.stop()]);
  });
});

Deno.test("an address that is reached at once, and one that nobody joined through, are not spoken of", async () => {
  await saidWhile(async (said) => {
    const seed = start([]);
    const dials: Address[] = [];
    const node = start([`ws://127.0.0.1:${seed.port}/ws`], { dials });
    const client = new WebSocket(`ws://127.0.0.1:${node.port}/ws`);
    await new Promise((resolve) => client.onopen = resolve);
    const dead = `ws://127.0.0.1:${freePort()}/ws`;
    client.send(JSON.stringify({ op: "register", args: { addr: dead } }));
    await new Promise((resolve) => client.onmessage = resolve);
    await until(() => dials.filter(({ key }) => key === dead).length >= 2);
    assert.deepEqual(said, []);
    const closed = new Promise((resolve) => client.onclose = resolve);
    client.close();
    await Promise.all([closed, node.stop(), seed.stop()]);
  });
});
