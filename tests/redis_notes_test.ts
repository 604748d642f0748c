/** What a node over Redis tells its owner while it runs, in its log and on `/readyz`. */
import assert from "node:assert/strict";
import { until } from "../node/test_until.ts";
import { nextLook } from "../storage/redis/test_nodes.ts";
import { durable, has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { NodeProcess } from "./command.ts";

const alive = "{foxchain:foxchain}:alive:lab-1";

function start(
  redis: TestRedis,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<NodeProcess> {
  const place = ["--host", "127.0.0.1", "--port", "0", "--db", redis.url];
  return NodeProcess.start(place, { cwd, env: { FOXCHAIN_NODE_ID: "lab-1", ...env } });
}

async function readyz(node: NodeProcess): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${node.port}/readyz`);
  return `${answer.status} ${await answer.text()}`;
}

Deno.test({
  name: `two nodes under one --node-id say so within seconds, and one after kill -9 does not${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start(durable);
    const [folder, other_folder] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
    {
      await using killed = await start(redis, folder);
      const hasLooked = async () => /^:1/.test(await redis.ask("EXISTS", alive));
      await until(hasLooked, "its first look at Redis");
      killed.signal("SIGKILL");
      await killed.ended;
    }
    await using one = await start(redis, folder);
    // Two looks, so that it would have said it.
    for (let look = 0; look < 2; look++) await nextLook(redis, alive);
    assert.match(await readyz(one), /^200 ready\n$/);
    await using two = await start(redis, other_folder, { FOXCHAIN_LANG: "zh" });
    await one.written(/Another process runs with --node-id lab-1 .*--node-id NAME/);
    await two.written(/另一个进程也在这个 Redis 上使用 --node-id lab-1/);
    const said = await readyz(two);
    assert.match(said, /^200 ready\nAnother process .*--node-id lab-1/);
    assert.match(said, /\n另一个进程/);
    for (const path of [folder, other_folder]) await Deno.remove(path, { recursive: true });
  },
});

Deno.test({
  name: `fields of another program are told of at the start, with the key in its braces${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start(durable);
    await redis.ask("HSET", "{foxchain:foxchain}:peers", "ws://a/", "what?");
    const folder = await Deno.makeTempDir();
    await using node = await start(redis, folder);
    await node.written(/1 of the fields of \{foxchain:foxchain\}:peers in Redis .*"ws:\/\/a\/"/);
    assert.match(await readyz(node), /^200 ready\n1 of the fields of \{foxchain:foxchain\}:peers/);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: `the log tells once when Redis went away, once when it came back, and so the next time${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start(durable);
    const [folder, other_folder] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
    const one = await start(redis, folder);
    const two = await start(redis, other_folder, { FOXCHAIN_LANG: "zh", FOXCHAIN_NODE_ID: "lab-2" });
    for (const outage of [1, 2]) {
      await redis.kill();
      await one.written(
        times(
          outage,
          "\\[WRN\\] foxchain·node: Redis takes no writes, and registers are refused: .*Redis at",
        ),
      );
      await redis.start();
      await one.written(
        times(outage, "\\[INF\\] foxchain·node: Redis takes writes again: registers are accepted"),
      );
      await two.written(times(outage, "Redis 又接受写入了"));
    }
    for (const node of [one, two]) node.signal("SIGTERM");
    const [{ stderr }, { stderr: chinese }] = await Promise.all([one.ended, two.ended]);
    assert.equal(stderr.match(/Redis takes no writes, /g)?.length, 2, stderr);
    assert.equal(stderr.match(/Redis takes writes again: /g)?.length, 2, stderr);
    assert.equal(
      chinese.match(/\[WRN\] foxchain·node: Redis 不接受写入，register 会被拒绝：/g)?.length,
      2,
      chinese,
    );
    for (const path of [folder, other_folder]) await Deno.remove(path, { recursive: true });
  },
});

function times(count: number, line: string): RegExp {
  return new RegExp(`(${line}[^]*){${count}}`);
}
