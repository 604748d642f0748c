/** What a node over Redis leaves behind when it ends: what it learned by itself, or a word that this was lost. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { shutdown_grace_ms, shutdown_max_ms } from "../node/limits.ts";
import { startNode } from "../node/node.ts";
import { until } from "../node/test_until.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { foxchain } from "./command.ts";
import { RawClient } from "./raw_client.ts";
import { askOnce, dialling, listed, peerView, RedisNodes, register } from "./redis_nodes.ts";
import { startTestNode } from "./test_node.ts";

const stop_ms_max = 3_000;

/** A client that holds the stop up as long as it can, or nobody. */
const clients: readonly (readonly [string, (port: number) => Promise<Disposable>])[] = [
  ["", () => Promise.resolve({ [Symbol.dispose]() {} })],
  [" with a client that never answers the close", (port) => RawClient.connect(port)],
];

for (const format of ["text", "json"]) {
  for (const [with_client, connect] of clients) {
    Deno.test({
      name:
        `a node that is ended while Redis is stopped${with_client} ends within 3 s, and says once in its log (${format}) ` +
        `what may be lost${redis_note}`,
      ignore: !has_redis,
      fn: async () => {
        await using nodes = await RedisNodes.start();
        await using stack = new AsyncDisposableStack();
        const reached = startTestNode();
        stack.defer(() => reached.stop());
        const node = await nodes.node("a", ["--log", format], dialling);
        const addr = `ws://127.0.0.1:${reached.port}/ws`;
        nodes.redis.signal("SIGSTOP");
        await nodes.dial("a", node.port, addr);
        await until(async () => (await peerView(node.port, addr))?.state === "tried", "it reached the other");
        using _client = await connect(node.port);
        const began_ms = performance.now();
        node.signal("SIGTERM");
        const { code, stderr } = await node.ended;
        const took_ms = performance.now() - began_ms;
        assert.ok(took_ms < stop_ms_max, `${took_ms} ms`);
        assert.equal(code, 0, stderr);
        const said = stderr.split("\n").filter((line) => line.includes("Not all was kept"));
        assert.equal(said.length, 1, stderr);
        assert.match(
          said[0]!,
          /(\[WRN\]|"level":"WARN").*Not all was kept: .*Redis at redis:\/\/127\.0\.0\.1:\d+\/0 did not take .* \(addresses: 1\)/,
        );
      },
    });
  }
}

Deno.test("a stop leaves half a second of its 3 s for the store, and one for all that nobody waits for", () => {
  assert.ok(shutdown_max_ms <= stop_ms_max - 500);
  assert.ok(shutdown_grace_ms <= shutdown_max_ms - 500, "for the store");
});

const counter = `export default async (_, { store }) => await store.update("count", (n = 0) => n + 1);\n`;

Deno.test({
  name:
    `what a node learned by itself, its key and its ops' values outlive it, and are not another node's${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using nodes = await RedisNodes.start();
    await using stack = new AsyncDisposableStack();
    // Nodes of the network, which dial nobody. Two of them are the next start's anchors.
    const network = { outbound: 0, dial: () => Promise.reject(new Error("offline")) };
    const reached = [0, 1].map(() =>
      startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network })
    );
    for (const node of reached) stack.defer(() => node.stop());
    const addresses = reached.map(({ port }) => `ws://127.0.0.1:${port}/ws`);
    await Deno.mkdir(join(nodes.folder, "ops"));
    await Deno.writeTextFile(join(nodes.folder, "ops", "count.js"), counter);
    const start = async (id: string, options = {}) => {
      const node = await nodes.node(id, ["--ops", "ops"], options);
      await node.written(/loaded as the op count/);
      return node;
    };
    const linkOf = async (id: string) =>
      (await foxchain(["key", "--db", id, "--json"], { cwd: nodes.folder })).stdout;

    const before = await start("a", dialling);
    assert.equal((await askOnce(before.port, register(...addresses))).status, 202);
    for (const addr of addresses) {
      await until(async () => (await peerView(before.port, addr))?.state === "tried", "it reached both");
    }
    assert.equal((await askOnce(before.port, { op: "count" })).response, 1);
    const link = await linkOf("a");
    before.signal("SIGTERM");
    const { code, stderr } = await before.ended;
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /Not all was kept/);

    // The second one does not dial: what it shows is what was kept.
    const after = await start("a");
    for (const addr of addresses) {
      const { successes, last_success_ms, reliability } = (await peerView(after.port, addr))!;
      assert.ok(successes >= 1 && last_success_ms !== null && reliability > 0);
      const own = await nodes.redis.ask("HGET", "{foxchain:foxchain}:own:a", addr);
      assert.match(own, /"state":"tried".*"anchor":true/);
    }
    assert.equal((await askOnce(after.port, { op: "count" })).response, 2);
    assert.equal(await linkOf("a"), link);
    assert.match(link, /"key"/);

    const other = await start("b");
    assert.deepEqual(new Set(await listed(other.port)), new Set(addresses));
    for (const addr of addresses) assert.equal((await peerView(other.port, addr))!.successes, 0);
    assert.equal((await askOnce(other.port, { op: "count" })).response, 1);
    assert.notEqual(await linkOf("b"), link);
  },
});
