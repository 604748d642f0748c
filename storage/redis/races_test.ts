/** Orders of events in which an acknowledged address could be lost, or the sets of two nodes could differ for ever. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { forget_reached_s } from "../../discovery/book/limits.ts";
import { heard_again_ms } from "../../discovery/limits.ts";
import { redis_namesake_quiet_looks } from "../limits.ts";
import { sharedText } from "./rows/row_texts.ts";
import { RedisStore } from "./redis_store.ts";
import { base_ms, faultOf, fresh, freshRows, openNode, redisTest } from "./test_nodes.ts";
import { durable, TestRedis } from "./test_redis.ts";

const peers = "{foxchain:test}:peers";

async function isThere(redis: TestRedis, key: string): Promise<boolean> {
  return (await redis.ask("HEXISTS", peers, key)).startsWith(":1");
}

redisTest(
  "an address that the node has learned of is not acknowledged before Redis has it",
  async (redis) => {
    await using a = await openNode(redis, "a");
    redis.signal("SIGSTOP");
    a.save([fresh("ws://x")]);
    let is_settled = false;
    const registered = a.register([fresh("ws://x")]).finally(() => is_settled = true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(is_settled, false);
    redis.signal("SIGCONT");
    await registered;
    assert.ok(await isThere(redis, "ws://x/"));
  },
);

redisTest("what is refused to a client stays where the node has learned of it by itself", async (redis) => {
  await using a = await openNode(redis, "a");
  redis.signal("SIGSTOP");
  a.save([fresh("ws://x")]);
  await assert.rejects(a.register([fresh("ws://x"), fresh("ws://y")]), { fault: "away" });
  assert.deepEqual(a.page(10), ["ws://x"]);
  redis.signal("SIGCONT");
  // Redis takes what it was sent before. The node knows of that only when it is connected again.
  await until(() => faultOf(a) === "");
  await until(() => isThere(redis, "ws://x/"));
});

redisTest(
  "an address that another node removed as old comes back to all where one has newer word of it",
  async (redis) => {
    await using a = await openNode(redis, "a");
    await a.register([fresh("ws://x")]);
    const removed = JSON.stringify([["ws://x/", base_ms - 1]]);
    await redis.ask("HDEL", peers, "ws://x/");
    await using b = await openNode(redis, "b");
    assert.equal(b.count(), 0);
    await redis.ask("XADD", "{foxchain:test}:news", "*", "removed", removed);
    await until(() => b.count() === 1);
    assert.deepEqual([a.page(10), await isThere(redis, "ws://x/")], [["ws://x"], true]);
  },
);

redisTest("an address that left for all while a node writes of it is told to all again", async (redis) => {
  await using a = await openNode(redis, "a");
  await a.register([fresh("ws://x")]);
  await redis.ask("HDEL", peers, "ws://x/");
  await using b = await openNode(redis, "b");
  a.save([fresh("ws://x", { successes: 1, state: "tried", last_success_ms: base_ms })]);
  await until(() => b.count() === 1);
});

redisTest("two nodes that learn of one address in two spellings list one text", async (redis) => {
  await using a = await openNode(redis, "a");
  await using b = await openNode(redis, "b");
  a.save([fresh("ws://x")]);
  b.save([fresh("ws://X/")]);
  await until(() => a.page(1)![0] === b.page(1)![0]);
  await a.register([fresh("ws://marker")]);
  await until(() => b.count() === 2);
  const text = a.find("ws://x/")!.addr;
  assert.equal(b.find("ws://x/")!.addr, text);
  assert.ok((await redis.ask("HGET", peers, "ws://x/")).includes(`"${text}"`));
});

redisTest(
  "a database that was emptied under running nodes gets all back, and a register meanwhile waits for it",
  async (redis) => {
    await using a = await openNode(redis, "a");
    await a.register(freshRows(300));
    await redis.ask("FLUSHALL");
    await until(async () => (await redis.ask("HLEN", peers)).startsWith(":300"));
    await using b = await openNode(redis, "b");
    assert.equal(b.count(), 300);
  },
);

redisTest(
  "a server that forgot all and comes back has each address that is acknowledged while all is loaded anew",
  async (redis) => {
    const rows = freshRows(5_000);
    await using a = await openNode(redis, "a");
    await a.register(rows);
    await redis.kill();
    await until(() => faultOf(a) !== "");
    await redis.start();
    // In another spelling: the first one stays.
    const known = fresh(rows.at(-1)!.addr.replace("ws://p", "ws://P"));
    await until(() => a.register([known]).then(() => true, () => false), "it is taken again", 60_000, 0);
    assert.ok(await isThere(redis, known.key));
    await until(async () => (await redis.ask("HLEN", peers)).startsWith(":5000"));
    await using b = await openNode(redis, "b");
    assert.deepEqual(b.walk(5_000), a.walk(5_000));
    assert.equal(b.find(known.key)!.addr, rows.at(-1)!.addr);
  },
  ["--appendonly", "no"],
);

redisTest("what a node forgets while all is loaded anew stays forgotten", async (redis) => {
  const rows = freshRows(5_000);
  const forgotten = rows.slice(0, 500).map(({ key }) => key);
  await using a = await openNode(redis, "a");
  await using b = await openNode(redis, "b");
  await a.register(rows);
  await redis.kill();
  await until(() => faultOf(a) !== "");
  await redis.start();
  await until(() => faultOf(a) === "", "writes are taken again", 60_000, 0);
  for (const key of forgotten) {
    a.remove([key]);
    await new Promise((resolve) => setTimeout(resolve));
  }
  const own = "{foxchain:test}:own:a";
  await until(async () => (await redis.ask("HLEN", own)).startsWith(`:${forgotten.length}`));
  assert.deepEqual(forgotten.filter((key) => a.find(key) !== undefined), []);
  await until(() => b.count() === rows.length);
});

redisTest("a reader that finds its place in the stream trimmed loads all anew", async (redis) => {
  await using a = await openNode(redis, "a");
  await a.register([fresh("ws://x")]);
  const script = `for at = 1, 5000 do
      local key = "ws://n" .. at .. "/"
      redis.call("HSET", KEYS[1], key, (string.gsub(ARGV[1], "ws://y", "ws://n" .. at)))
      redis.call("XADD", KEYS[2], "MAXLEN", "300", "*", "rows", "[]")
    end`;
  const text = sharedText(fresh("ws://y"));
  await redis.ask("EVAL", script, "2", peers, "{foxchain:test}:news", text);
  await until(() => a.count() === 5_001);
});

redisTest("an address is kept whose removal by age and registering by another node cross", async (redis) => {
  const old_ms = base_ms - forget_reached_s * 1000 - 1;
  await using a = await openNode(redis, "a");
  await using b = await openNode(redis, "b");
  for (let turn = 0; turn < 20; turn++) {
    const addr = `ws://x${turn}`;
    await a.register([fresh(addr, { last_heard_ms: old_ms })]);
    await until(() => b.find(`${addr}/`) !== undefined);
    a.remove([`${addr}/`]);
    if (turn % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    await b.register([fresh(addr, { last_heard_ms: base_ms + heard_again_ms })]);
    assert.ok(await isThere(redis, `${addr}/`));
  }
  await until(() => a.count() === 20 && b.count() === 20);
});

for (const [earlier_ms, words] of [[0, "at the same time"], [1, "before"]] as const) {
  redisTest(
    `an address that was forgotten again stays so when news of its removal ${words} are read late`,
    async (redis) => {
      await using a = await openNode(redis, "a");
      await a.register([fresh("ws://x")]);
      a.remove(["ws://x/"]);
      const news = "{foxchain:test}:news";
      await redis.ask("XADD", news, "*", "removed", JSON.stringify([["ws://x/", base_ms - earlier_ms]]));
      await redis.ask(
        "XADD",
        news,
        "*",
        "rows",
        JSON.stringify([["ws://x/", base_ms, sharedText(fresh("ws://x"))]]),
      );
      await using b = await openNode(redis, "b");
      await b.register([fresh("ws://after")]);
      await until(() => a.find("ws://after/") !== undefined);
      assert.deepEqual(a.page(10), ["ws://after"]);
      const own = "{foxchain:test}:own:a";
      await until(async () => (await redis.ask("HGET", own, "ws://x/")).includes("forgotten_ms"));
    },
  );
}

redisTest(
  "what a node learned of an address that left for all goes, too, at once or at its next start",
  async (redis) => {
    const old_ms = base_ms - forget_reached_s * 1000 - 1;
    const learned = { successes: 1, state: "tried", last_heard_ms: old_ms, last_success_ms: old_ms } as const;
    const ownParts = async (node: string) => (await redis.ask("HLEN", `{foxchain:test}:own:${node}`)).trim();
    await using a = await openNode(redis, "a");
    await using b = await openNode(redis, "b");
    {
      await using c = await openNode(redis, "c");
      c.save([fresh("ws://x", learned)]);
      await until(() => a.count() === 1 && b.count() === 1);
    }
    b.save([fresh("ws://x", learned)]);
    await until(async () => await ownParts("b") === ":1");
    a.remove(["ws://x/"]);
    await until(async () => await ownParts("b") === ":0");
    assert.equal(await ownParts("c"), ":1");
    await using c = await openNode(redis, "c");
    await until(async () => await ownParts("c") === ":0");
    assert.equal(c.count(), 0);
  },
);

redisTest(
  "two processes under one --node-id are told of it, and one that took the place of a killed one is not",
  async (redis) => {
    const said: string[] = [];
    const noted = ({ en }: { en: string }) => void said.push(en);
    await using a = await openNode(redis, "a");
    await redis.ask("SET", "{foxchain:test}:alive:b", "of a process that was killed", "EX", "60");
    await using b = await openNode(redis, "b", { noted });
    const second = await RedisStore.open(redis.place, { net: "test", node_id: "a" });
    await until(() => /--node-id a /.test(a.note?.en ?? "") && /--node-id a /.test(second.note?.en ?? ""));
    assert.match(a.note!.zh, /--node-id a：/);
    await second.close();
    await until(() => a.note === undefined, "no namesake", (redis_namesake_quiet_looks + 5) * 1000);
    assert.deepEqual([b.note, said], [undefined, []]);
  },
);

redisTest(
  "a copy that goes or hangs holds registers up for seconds, and the note says that none follows",
  async (redis) => {
    const copy = await TestRedis.start([...durable, "--replicaof", `127.0.0.1 ${redis.port}`]);
    try {
      await until(async () => /state=online/.test(await redis.ask("INFO", "replication")));
      const said: string[] = [];
      await using a = await openNode(redis, "a", { noted: ({ en }) => void said.push(en) });
      await a.register([fresh("ws://x")]);
      assert.match(await copy.ask("HEXISTS", peers, "ws://x/"), /^:1/);
      copy.signal("SIGSTOP");
      // Many at once: they share the waits, and the connection stays. A slow machine gives the copy up meanwhile.
      const calls = Array.from(
        { length: 20 },
        (_, at) =>
          new Promise((resolve) => setTimeout(resolve, 20 * at)).then(() =>
            a.register([fresh(`ws://n${at}`)])
          ),
      );
      const ended = await Promise.allSettled(calls);
      const refused = ended.filter((end) => end.status === "rejected");
      assert.ok(refused.length > 0);
      for (const { reason } of refused) assert.match(String(reason), /no copy of it/);
      const hung_ms = await registersAgainAfter_ms(a);
      assert.ok(hung_ms < 10_000, `${hung_ms} ms`);
      await until(() => /No copy follows/.test(said.join()));
      copy.signal("SIGCONT");
      await until(() => a.note === undefined);
      await a.register([fresh("ws://z")]);
      assert.match(await copy.ask("HEXISTS", peers, "ws://z/"), /^:1/);
      await copy.kill();
      const gone_ms = await registersAgainAfter_ms(a);
      assert.ok(gone_ms < 5_000, `${gone_ms} ms`);
    } finally {
      await copy[Symbol.asyncDispose]();
    }
  },
);

redisTest(
  "a server that wants a copy and has none refuses, and the node says its words until it has one",
  async (redis) => {
    await using a = await openNode(redis, "a");
    await redis.ask("CONFIG", "SET", "min-replicas-to-write", "1");
    await assert.rejects(a.register([fresh("ws://x")]), { fault: "away", message: /NOREPLICAS/ });
    await until(() => /NOREPLICAS/.test(faultOf(a)));
    await redis.ask("CONFIG", "SET", "min-replicas-to-write", "0");
    await until(() => faultOf(a) === "");
    await a.register([fresh("ws://x")]);
  },
);

/** How long registers are refused. */
async function registersAgainAfter_ms(store: RedisStore): Promise<number> {
  const begun_ms = performance.now();
  let at = 0;
  const registers = async () => {
    try {
      await store.register([fresh(`ws://try-${at++}-${begun_ms.toFixed(0)}`)]);
      return true;
    } catch (error) {
      assert.match(String(error), /no copy of it/);
      return false;
    }
  };
  await until(registers, "a register is taken again", 60_000, 0);
  return performance.now() - begun_ms;
}
