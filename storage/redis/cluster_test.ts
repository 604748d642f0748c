/** A server that is a part of a Redis Cluster. A node does not follow a cluster. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { freePort } from "../../tests/test_place.ts";
import { fresh, openNode } from "./test_nodes.ts";
import { durable, has_redis, redis_note, TestRedis } from "./test_redis.ts";

async function startPart(): Promise<TestRedis> {
  const bus = freePort();
  const redis = await TestRedis.start([...durable, "--cluster-enabled", "yes", "--cluster-port", `${bus}`]);
  return Object.assign(redis, { bus });
}

Deno.test({
  name:
    `RedisStore: of a cluster a server that lacks the keys is refused, and names the one that has them${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using one = await startPart();
    await assert.rejects(openNode(one, "a"), { fault: "foreign", message: /CLUSTERDOWN/ });
    await using two = await startPart();
    // The slot of {foxchain:test} is one of them.
    const slot = Number((await one.ask("CLUSTER", "KEYSLOT", "{foxchain:test}")).slice(1));
    await one.ask("CLUSTER", "ADDSLOTSRANGE", "0", `${slot}`);
    await two.ask("CLUSTER", "ADDSLOTSRANGE", `${slot + 1}`, "16383");
    const { bus } = two as TestRedis & { bus: number };
    await one.ask("CLUSTER", "MEET", "127.0.0.1", `${two.port}`, `${bus}`);
    for (const part of [one, two]) {
      await until(async () => /cluster_state:ok/.test(await part.ask("CLUSTER", "INFO")));
    }
    await using a = await openNode(one, "a");
    await a.register([fresh("ws://x")]);
    await using b = await openNode(one, "b");
    assert.deepEqual(b.page(10), ["ws://x"]);
    await assert.rejects(openNode(two, "c"), (error: Error & { words: { zh: string } }) => {
      assert.match(
        error.message,
        new RegExp(`part of a cluster.*: MOVED ${slot} 127\\.0\\.0\\.1:${one.port}\\.`),
      );
      assert.match(error.words.zh, /集群/);
      return true;
    });
  },
});
