/** Redis is full while a node runs: clients hear it, the node says so, and goes on when there is room. */
import assert from "node:assert/strict";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { askOnce, listed, readiness, readinessBecomes, RedisNodes, register } from "./redis_nodes.ts";

Deno.test({
  name:
    `a node whose Redis is full refuses registers with the reason, keeps what it has, and recovers${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using nodes = await RedisNodes.start();
    const { port } = await nodes.node("a");
    assert.equal((await askOnce(port, register("ws://kept"))).status, 202);
    await nodes.redis.ask("CONFIG", "SET", "maxmemory", "1");
    const { status, error } = await askOnce(port, register("ws://lost"));
    assert.equal(status, 500);
    assert.match(
      error,
      /^Redis at redis:\/\/127\.0\.0\.1:\d+\/0 does not take the write: OOM command not allowed/,
    );
    await readinessBecomes(port, 503);
    assert.match((await readiness(port)).text, /^not ready: .*OOM/);
    assert.deepEqual(await listed(port), ["ws://kept"]);
    assert.equal((await askOnce(port, { op: "time" })).status, 200);
    await nodes.redis.ask("CONFIG", "SET", "maxmemory", "0");
    await readinessBecomes(port, 200, 5_000);
    assert.equal((await askOnce(port, register("ws://new"))).status, 202);
    assert.deepEqual(new Set(await listed(port)), new Set(["ws://kept", "ws://new"]));
    assert.match(await nodes.redis.ask("HKEYS", "{foxchain:foxchain}:peers"), /^\*2\r\n/);
  },
});
