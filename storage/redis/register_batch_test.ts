/** Which registers go to Redis together, and how long one waits for that. Redis is stopped meanwhile. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { redis_batches_max } from "../limits.ts";
import { fresh, freshRows, openNode, redisTest } from "./test_nodes.ts";
import type { TestRedis } from "./test_redis.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function entries(redis: TestRedis): Promise<number> {
  return Number((await redis.ask("XLEN", "{foxchain:test}:news")).trim().slice(1));
}

/** Bytes that have arrived at a stopped server and were not read. */
async function unread_bytes({ port }: TestRedis): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const sockets = (await Deno.readTextFile("/proc/net/tcp")).split("\n").map((line) =>
    line.trim().split(/\s+/)
  );
  return sockets.filter((fields) => fields[1]?.endsWith(local))
    .reduce((sum, fields) => sum + parseInt(fields[4]!.split(":")[1]!, 16), 0);
}

redisTest("registers that come while others are on their way go together", async (redis) => {
  await using a = await openNode(redis, "a");
  redis.signal("SIGSTOP");
  const registered: Promise<void>[] = [];
  const count = 10 * redis_batches_max;
  for (const row of freshRows(count)) {
    registered.push(a.register([row]));
    await turn();
  }
  redis.signal("SIGCONT");
  await Promise.all(registered);
  assert.equal(a.count(), count);
  const sent = await entries(redis);
  assert.ok(sent > redis_batches_max && sent < count, `${sent}`);
});

redisTest("as many registers as may be on their way go one by one", async (redis) => {
  await using a = await openNode(redis, "a");
  redis.signal("SIGSTOP");
  const registered: Promise<void>[] = [];
  for (const row of freshRows(redis_batches_max)) {
    registered.push(a.register([row]));
    await turn();
  }
  redis.signal("SIGCONT");
  await Promise.all(registered);
  assert.equal(await entries(redis), redis_batches_max);
});

redisTest("a register does not wait long for those before it", async (redis) => {
  if (Deno.build.os !== "linux") return;
  await using a = await openNode(redis, "a");
  redis.signal("SIGSTOP");
  const registered: Promise<void>[] = [];
  for (let at = 0; at < redis_batches_max; at++) {
    registered.push(a.register([fresh(`ws://x${at}`)]));
    await turn();
  }
  registered.push(a.register(freshRows(1_000)));
  await until(async () => await unread_bytes(redis) > 50_000, "the third batch is sent");
  redis.signal("SIGCONT");
  await Promise.all(registered);
  assert.equal(a.count(), redis_batches_max + 1_000);
});
