/** A user with the fewest rights, as docs/operations.md gives them. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { forget_reached_s } from "../../discovery/book/limits.ts";
import { RedisStore } from "./redis_store.ts";
import { base_ms, faultOf, fresh, redisTest } from "./test_nodes.ts";
import { durable, TestRedis } from "./test_redis.ts";

const password = "a-long-secret";
const docs = await Deno.readTextFile(new URL("../../docs/operations.md", import.meta.url));

/** The words of the documented command after `redis-cli`. */
const documented = (/^redis-cli (ACL SETUSER fox [^]+?)^```/m.exec(docs)?.[1] ?? "")
  .replaceAll(/\\\n/g, " ").replaceAll(/['"]/g, "").trim().split(/\s+/);

async function setUser(redis: TestRedis, ...more: readonly string[]): Promise<void> {
  const words = documented.map((word) => word === ">PASSWORD" ? `>${password}` : word);
  assert.match(await redis.ask(...words, ...more), /^\+OK/);
}

function open(redis: TestRedis, node_id = "a"): Promise<RedisStore> {
  const place = { ...redis.place, username: "fox", password };
  return RedisStore.open(place, { net: "test", node_id, now_ms: () => base_ms });
}

/** Does all that a node does. */
async function useAll(redis: TestRedis): Promise<void> {
  await redis.ask("HSET", "{foxchain:test}:peers", "ws://odd/", "what?");
  const [a, b] = [await open(redis), await open(redis, "b")];
  await a.register([fresh("ws://x"), fresh("ws://y"), fresh("ws://odd")]);
  a.save([fresh("ws://z", { successes: 1, state: "tried" })]);
  await until(() => b.count() === 4);
  await b.register([fresh("ws://old", { last_heard_ms: base_ms - forget_reached_s * 1000 - 1 })]);
  await until(() => a.count() === 5);
  a.remove(["ws://x/", "ws://old/"]);
  await until(() => b.find("ws://old/") === undefined);
  // So many news at once that the readers look whether they missed some.
  const burst = `for at = 1, 300 do redis.call("XADD", KEYS[1], "*", "rows", "[]") end`;
  await redis.ask("EVAL", burst, "1", "{foxchain:test}:news");
  await until(async () => /cmdstat_xrange:/.test(await redis.ask("INFO", "commandstats")));
  // The first look sweeps.
  await until(async () => (await redis.ask("EXISTS", "{foxchain:test}:alive:b")).startsWith(":1"));
  await until(async () => /zrangebyscore:calls=[2-9]/.test(await redis.ask("INFO", "commandstats")));
  await Promise.all([a.close(), b.close()]);
}

redisTest(
  "the documented user may do all that a node does, and has no right that no node uses",
  async (redis) => {
    await using copy = await TestRedis.start([...durable, "--replicaof", `127.0.0.1 ${redis.port}`]);
    await until(async () => /state=online/.test(await redis.ask("INFO", "replication")));
    await setUser(redis);
    await useAll(redis);
    assert.match(await copy.ask("HEXISTS", "{foxchain:test}:peers", "ws://y/"), /^:1/);
    assert.match(await redis.ask("ACL", "LOG"), /^\*0/);
    const used = [...(await redis.ask("INFO", "commandstats")).matchAll(/^cmdstat_(.*?):/gm)].map((
      [, name],
    ) => name);
    const rights = documented.filter((word) => word.startsWith("+")).map((word) => word.slice(1));
    assert.deepEqual(rights.filter((name) => !used.includes(name)), []);
  },
);

redisTest("the documented user can't touch other keys, nor do more with its own", async (redis) => {
  await setUser(redis);
  const script = `return redis.pcall("GET", "other")`;
  for (
    const command of [["GET", "other"], ["FLUSHALL"], ["DEL", "{foxchain:test}:peers"], [
      "CONFIG",
      "SET",
      "save",
      "",
    ]]
  ) {
    const answers = await redis.ask("ACL", "DRYRUN", "fox", ...command);
    assert.doesNotMatch(answers, /^\+OK/, command.join(" "));
  }
  assert.match(await redis.ask("ACL", "DRYRUN", "fox", "EVAL", script, "1", "other"), /no permissions/i);
  assert.match(await redis.ask("ACL", "DRYRUN", "fox", "HSET", "{foxchain:test}:peers", "a", "b"), /^\+OK/);
});

redisTest(
  "where CONFIG, INFO, ROLE and TIME are forbidden the node runs, and the note says what is not known",
  async (redis) => {
    await setUser(redis, "-config", "-info", "-role", "-time");
    const store = await open(redis);
    await store.register([fresh("ws://x")]);
    store.remove(["ws://x/"]);
    await until(async () =>
      (await redis.ask("HEXISTS", "{foxchain:test}:own:a", "ws://x/")).startsWith(":1")
    );
    assert.match(store.note!.en, /CONFIG is forbidden.*INFO is forbidden/);
    assert.match(store.note!.zh, /CONFIG.*INFO/);
    await store.close();
  },
);

redisTest("where a command is forbidden that a node needs, the error or the note names it", async (redis) => {
  await setUser(redis, "-hscan");
  await assert.rejects(open(redis), { fault: "no entry", message: /NOPERM.*hscan/ });
  await setUser(redis, "-hsetnx");
  const store = await open(redis);
  await assert.rejects(store.register([fresh("ws://x")]), { fault: "unwritable", message: /NOPERM.*hsetnx/ });
  store.save([fresh("ws://y")]);
  await until(() => /waits in memory.*hsetnx/.test(store.note?.en ?? ""));
  assert.equal(faultOf(store), "");
  await setUser(redis);
  await until(async () => (await redis.ask("HEXISTS", "{foxchain:test}:peers", "ws://y/")).startsWith(":1"));
  assert.equal(store.note, undefined);
  await store.close();
});

redisTest(
  "a database with another number than 0 needs the right to SELECT, and that is all",
  async (redis) => {
    const place = { ...redis.place, username: "fox", password, database: 1 };
    await setUser(redis);
    await assert.rejects(RedisStore.open(place, { net: "test", node_id: "a" }), /NOPERM.*select/);
    await setUser(redis, "+select");
    await (await RedisStore.open(place, { net: "test", node_id: "a" })).close();
  },
);
