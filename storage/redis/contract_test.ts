/** Runs what every store must do on Redis. Its order after a reopening is its own; what else differs is in `redis_store_test.ts`. */
import assert from "node:assert/strict";
import type { PeerStore } from "../storage.ts";
import { contract, type Options } from "../test_contract.ts";
import { row } from "../test_rows.ts";
import { RedisStore } from "./redis_store.ts";
import { has_redis, redis_note, TestRedis } from "./test_redis.ts";

contract(`RedisStore${redis_note}`, openOnOwnServer, { ignore: !has_redis, is_shared: true });

/** A store that takes its server along when it is closed. */
async function openOnOwnServer(_folder: string, options?: Options): Promise<PeerStore> {
  const redis = await TestRedis.start();
  const store = await RedisStore.open(redis.place, { net: "contract", node_id: "a", ...options });
  let closed: Promise<void> | undefined;
  return new Proxy(store, {
    get(_store, name) {
      if (name === "close") return () => closed ??= store.close().finally(() => redis[Symbol.asyncDispose]());
      const value = Reflect.get(store, name, store) as unknown;
      return typeof value === "function" ? value.bind(store) : value;
    },
  });
}

Deno.test({
  name: `RedisStore has after a reopening what it was told before, and not what was removed${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start();
    const open = () => RedisStore.open(redis.place, { net: "test", node_id: "a" });
    const before = await open();
    await before.register([row("ws://a"), row("ws://b"), row("ws://c")]);
    before.save([row("ws://d", { ip: "1.2.3.4", last_success_ms: 5, state: "good", anchor: true })]);
    before.remove([row("ws://b").key]);
    const loaded = before.walk(10);
    await before.close();
    const after = await open();
    assert.deepEqual([after.count(), after.page(10)![0], after.walk(10)], [3, "ws://d", loaded]);
    await after.close();
  },
});
