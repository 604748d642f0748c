/** Two nodes over one Redis: what is registered on one, the other lists soon. `bench/redis_news.ts` measures the same for longer. */
import assert from "node:assert/strict";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { measureNewsDelays, quantile } from "./news_delay.ts";
import { listed, RedisNodes } from "./redis_nodes.ts";

const p99_max_ms = 1_000;

Deno.test({
  name:
    `what one node takes, 200 a second, another one over the same Redis lists within a second${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using nodes = await RedisNodes.start();
    const [told, listing] = [await nodes.node("told"), await nodes.node("listing")];
    const { registers, from_answer_ms } = await measureNewsDelays({
      told: told.port,
      listing: listing.port,
      registers_per_second: 200,
      duration_s: 3,
      connections: 10,
    });
    const p99_ms = quantile(from_answer_ms, 0.99);
    assert.ok(p99_ms <= p99_max_ms, `p99 is ${p99_ms} ms`);
    const [one, other] = await Promise.all([listed(told.port), listed(listing.port)]);
    assert.deepEqual([one.length, new Set(one).size], [registers, registers]);
    assert.deepEqual(one.toSorted(), other.toSorted());
  },
});
