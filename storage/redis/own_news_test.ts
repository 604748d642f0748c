/** A node does not read its own news, and lists what it would have learned from them all the same. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { OwnNews } from "./own_news.ts";
import { fresh, freshRows, openNode, redisTest } from "./test_nodes.ts";
import { durable, TestRedis } from "./test_redis.ts";
import { Unconfirmed } from "./unconfirmed.ts";

function batchOf(...keys: readonly string[]) {
  return { waiting: new Set(keys) };
}

Deno.test("all entries of a batch are its node's own, until those of a later batch come", () => {
  const own = new OwnNews(new Unconfirmed());
  const [first, second] = [own.sent(batchOf()), own.sent(batchOf())];
  assert.deepEqual([own.knows(first), own.knows(first), own.knows(second)], [true, true, true]);
  assert.equal(own.knows(first), false);
});

Deno.test("an entry of a batch that failed is read, and so is one of another node", () => {
  const own = new OwnNews(new Unconfirmed());
  const failed = batchOf();
  const mark = own.sent(failed);
  own.failed(failed);
  assert.equal(own.knows(mark), false);
  assert.equal(own.knows(new OwnNews(new Unconfirmed()).sent(batchOf())), false);
});

Deno.test("what is sent while all is being loaded is read", () => {
  const own = new OwnNews(new Unconfirmed());
  const before = own.sent(batchOf());
  own.pause();
  const meanwhile = own.sent(batchOf());
  own.resume();
  const after = own.sent(batchOf());
  assert.deepEqual([before, meanwhile, after].map((mark) => own.knows(mark)), [false, false, true]);
});

Deno.test("an entry shows that Redis has the keys of its batch, also where its answer does not come", () => {
  const unconfirmed = new Unconfirmed();
  const own = new OwnNews(unconfirmed);
  unconfirmed.sent(["ws://a/", "ws://b/"]);
  own.knows(own.sent(batchOf("ws://a/")));
  assert.deepEqual(unconfirmed.failed(["ws://a/", "ws://b/"]), ["ws://b/"]);
});

redisTest("what Redis has taken and no copy has acknowledged stays with the node, too", async (redis) => {
  const copy = await TestRedis.start([...durable, "--replicaof", `127.0.0.1 ${redis.port}`]);
  try {
    await until(
      async () => /state=online/.test(await redis.ask("INFO", "replication")),
      "a copy that follows",
    );
    await using a = await openNode(redis, "a");
    await using b = await openNode(redis, "b");
    copy.signal("SIGSTOP");
    await assert.rejects(a.register([fresh("ws://x")]), /no copy of it/);
    await until(() => b.count() === 1, "the other node lists it");
    assert.deepEqual(a.page(10), ["ws://x"]);
  } finally {
    await copy[Symbol.asyncDispose]();
  }
});

redisTest("other nodes read all rows of a long list, and of many registers at once", async (redis) => {
  await using a = await openNode(redis, "a");
  await using b = await openNode(redis, "b");
  await Promise.all([a.register(freshRows(170)), ...freshRows(30, 170).map((row) => a.register([row]))]);
  await until(() => b.count() === 200, "the other node lists all");
  assert.deepEqual(new Set(b.page(1_000)), new Set(a.page(1_000)));
});
