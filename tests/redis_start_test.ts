/** A node that can't begin with a Redis server: exit code 4, the cause, and what to do, in both languages. */
import assert from "node:assert/strict";
import { until } from "../node/test_until.ts";
import { durable, has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { foxchain } from "./command.ts";
import { askOnce, RedisNodes, register } from "./redis_nodes.ts";

const unavailable = 4;

/** What is wrong with a server, and what a person is told in English and in Chinese. */
interface Case {
  readonly name: string;
  /** Settings of `redis-server`. */
  readonly options?: readonly string[];
  readonly prepare?: (redis: TestRedis) => Promise<unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /** Of the database, else 0. */
  readonly number?: number;
  readonly said: RegExp;
  readonly next: RegExp;
  readonly said_zh: RegExp;
  readonly next_zh: RegExp;
}

const peers = "{foxchain:foxchain}:peers";
const with_password = [...durable, "--requirepass", "right-word"];

const said_of_a_full_one = {
  said: /is full and takes no writes: OOM /,
  next: /CONFIG SET maxmemory/,
  said_zh: /内存已满/,
  next_zh: /CONFIG SET maxmemory/,
};

const cases: readonly Case[] = [
  {
    name: "that is not there",
    prepare: (redis) => redis.kill(),
    said: /Redis at redis:\/\/127\.0\.0\.1:\d+\/0 can't be used: connect ECONNREFUSED/,
    next: /start the server, e\.g\. redis-server/,
    said_zh: /用不了 redis:\/\/127\.0\.0\.1:\d+\/0 的 Redis/,
    next_zh: /启动服务器/,
  },
  {
    name: "that does not answer",
    prepare: (redis) => Promise.resolve(redis.signal("SIGSTOP")),
    said: /can't be used: no answer within 2000 ms/,
    next: /start the server, e\.g\. redis-server/,
    said_zh: /用不了/,
    next_zh: /启动服务器/,
  },
  {
    name: "that wants a password",
    options: with_password,
    said: /does not let this node in: NOAUTH/,
    next: /FOXCHAIN_DB_PASSWORD/,
    said_zh: /不让本节点进入/,
    next_zh: /FOXCHAIN_DB_PASSWORD/,
  },
  {
    name: "that wants another password",
    options: with_password,
    env: { FOXCHAIN_DB_PASSWORD: "wrong-word" },
    said: /does not let this node in: WRONGPASS/,
    next: /FOXCHAIN_DB_PASSWORD/,
    said_zh: /不让本节点进入/,
    next_zh: /FOXCHAIN_DB_PASSWORD/,
  },
  {
    name: "that wants no password",
    env: { FOXCHAIN_DB_PASSWORD: "wrong-word" },
    said: /does not let this node in: ERR AUTH <password> called without any password configured/,
    next: /FOXCHAIN_DB_PASSWORD/,
    said_zh: /不让本节点进入/,
    next_zh: /FOXCHAIN_DB_PASSWORD/,
  },
  {
    name: "that is full",
    prepare: (redis) => redis.ask("CONFIG", "SET", "maxmemory", "1"),
    ...said_of_a_full_one,
  },
  {
    name: "that is full, after a node has used it",
    prepare: async (redis) => {
      await redis.ask("SET", "{foxchain:foxchain}:format", "1");
      await redis.ask("CONFIG", "SET", "maxmemory", "1");
    },
    ...said_of_a_full_one,
  },
  {
    name: "that is a replica",
    prepare: async (redis) => {
      await redis.ask("SET", "{foxchain:foxchain}:format", "1");
      await redis.ask("REPLICAOF", "127.0.0.1", "1");
    },
    said: /is a replica of another server and takes no writes \(READONLY\)/,
    next: /master_host.*INFO replication/,
    said_zh: /副本/,
    next_zh: /master_host/,
  },
  {
    name: "that is part of a cluster",
    options: ["--cluster-enabled", "yes"],
    said: /is part of a cluster, which foxchain does not use/,
    next: /in no cluster/,
    said_zh: /属于集群/,
    next_zh: /不在集群里/,
  },
  {
    name: "whose user may not do what a node does",
    prepare: (redis) => redis.ask("ACL", "SETUSER", "default", "-hset", "-select", "-type"),
    said: /does not let this node in: NOPERM /,
    next: /ACL SETUSER USER .*'A user of its own'/,
    said_zh: /不让本节点进入：NOPERM/,
    next_zh: /专用的用户/,
  },
  {
    name: "that has no database of that number",
    number: 16,
    said: /Redis at redis:\/\/127\.0\.0\.1:\d+\/16 has no database of that number: ERR /,
    next: /smaller number.*CONFIG GET databases/,
    said_zh: /没有这个编号的数据库/,
    next_zh: /更小的编号/,
  },
  {
    name: "where another program has a key of that name",
    prepare: (redis) => redis.ask("SET", peers, "mine"),
    said:
      /The key \{foxchain:foxchain\}:peers in Redis at .* is a string of another program; it was left as it is/,
    next: /another database of the server.*redis:\/\/HOST:PORT\/1/,
    said_zh: /属于别的程序（类型是 string）/,
    next_zh: /另一个数据库/,
  },
];

for (const { name, options, prepare, env, number, ...told } of cases) {
  Deno.test({
    name: `a node does not begin with a Redis ${name}, and says what to do${redis_note}`,
    ignore: !has_redis,
    fn: async () => {
      await using redis = await TestRedis.start(options ?? durable);
      await prepare?.(redis);
      await assertTold(redis, told, env, number);
    },
  });
}

/** Tries a start in both languages. */
async function assertTold(
  redis: TestRedis,
  told: Pick<Case, "said" | "next" | "said_zh" | "next_zh">,
  env: Case["env"] = {},
  number = 0,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_start_" });
  try {
    const languages = [["en", told.said, /^next: /, told.next], [
      "zh",
      told.said_zh,
      /^下一步：/,
      told.next_zh,
    ]] as const;
    await Promise.all(languages.map(async ([language, said, label, next]) => {
      const args = [
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--db",
        `redis://127.0.0.1:${redis.port}/${number}`,
        "--node-id",
        "a",
      ];
      const began_ms = performance.now();
      const { code, stdout, stderr } = await foxchain(args, {
        cwd: folder,
        env: { FOXCHAIN_LANG: language, ...env },
      });
      assert.equal(code, unavailable, stderr);
      const lines = stderr.trimEnd().split("\n");
      assert.equal(lines.length, 2, stderr);
      assert.match(lines[0]!, said);
      assert.match(lines[1]!, label);
      assert.match(lines[1]!, next);
      assert.equal(stdout, "");
      assert.ok(!stderr.includes("wrong-word") && !stderr.includes("right-word"), stderr);
      assert.ok(performance.now() - began_ms < 20_000);
    }));
    assert.deepEqual([...Deno.readDirSync(folder)], [], "nothing was made");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name:
    `a node does not begin with a Redis that still reads its files, and does when it has read them${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    // A fifth of a second for each of its keys.
    const slow = ["--key-load-delay", "200000", "--loading-process-events-interval-bytes", "1024"];
    await using nodes = await RedisNodes.start(["--appendonly", "no", "--rdbcompression", "no", ...slow]);
    const { redis } = nodes;
    for (let n = 0; n < 40; n++) await redis.ask("SET", `other-${n}`, "x".repeat(2_000));
    await redis.ask("SAVE");
    await redis.kill();
    const started = redis.start();
    await until(async () => /^-LOADING/.test(await redis.ask("PING").catch(() => "")), "it is loading");
    await assertTold(redis, {
      said: /is still reading its files: LOADING /,
      next: /wait until it has read them.*INFO persistence/,
      said_zh: /还在读取/,
      next_zh: /等它读完/,
    });
    await started;
    const node = await nodes.node("a");
    assert.equal((await askOnce(node.port, register("ws://x"))).status, 202);
  },
});

Deno.test("a node does not begin with a server that is no Redis, and does not wait for long", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("hello"),
  );
  const { stderr, code } = await foxchain(["--port", "0", "--db", `redis://127.0.0.1:${server.addr.port}`]);
  assert.equal(code, unavailable, stderr);
  assert.match(stderr, /Redis at redis:\/\/127\.0\.0\.1:\d+\/0 can't be used: /);
});
