/** What only a store on a server does: several nodes on it, a server that goes away, and one that refuses. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { forget_reached_s } from "../../discovery/book/limits.ts";
import { heard_again_ms } from "../../discovery/limits.ts";
import { redis_deadline_ms } from "../limits.ts";
import { RedisStore } from "./redis_store.ts";
import {
  base_ms,
  faultOf,
  fresh as row,
  freshRows as rows,
  openNode as open,
  redisTest as test,
} from "./test_nodes.ts";
import { durable, TestRedis } from "./test_redis.ts";

test("what one node registers every other lists, those that start later, too, and other networks not", async (redis) => {
  await using a = await open(redis, "a");
  await using b = await open(redis, "b");
  await using other = await open(redis, "a", { net: "other" });
  await a.register(rows(120));
  await until(() => b.count() === 120);
  assert.deepEqual(b.page(200), a.page(200));
  await using c = await open(redis, "c");
  assert.deepEqual(c.walk(200), a.walk(200));
  assert.equal(other.count(), 0);
});

test("what a node learned by dialling is its own, and an address that it learned of is everybody's", async (redis) => {
  await using a = await open(redis, "a");
  await using b = await open(redis, "b");
  a.save([row("ws://a", { ip: "1.2.3.4", last_success_ms: base_ms, state: "good", anchor: true })]);
  await until(() => b.count() === 1);
  assert.deepEqual(b.find("ws://a/"), row("ws://a"));
  await using a_again = await open(redis, "a");
  assert.equal(a_again.find("ws://a/")!.anchor, true);
});

test("what a node forgets stays with the others and forgotten with itself, until somebody hears of it again", async (redis) => {
  await using b = await open(redis, "b");
  {
    await using a = await open(redis, "a");
    await a.register([row("ws://x"), row("ws://y")]);
    await until(() => b.count() === 2);
    a.remove(["ws://x/"]);
    assert.deepEqual(a.page(10), ["ws://y"]);
  }
  await using a = await open(redis, "a");
  assert.deepEqual([a.page(10), b.count()], [["ws://y"], 2]);
  await b.register([row("ws://x", { last_heard_ms: base_ms + heard_again_ms })]);
  await until(() => a.count() === 2);
});

test("an address that nobody has heard of for a week leaves for all, and not a moment earlier", async (redis) => {
  let now_ms = base_ms;
  await using a = await open(redis, "a", { now_ms: () => now_ms });
  await using b = await open(redis, "b");
  const last_heard_ms = base_ms - forget_reached_s * 1000;
  await a.register([row("ws://x", { last_heard_ms }), row("ws://y", { last_heard_ms })]);
  await until(() => b.count() === 2);
  a.remove(["ws://x/"]);
  await a.register([row("ws://marker")]);
  await until(() => b.count() === 3);
  assert.ok(b.find("ws://x/"));
  now_ms++;
  a.remove(["ws://y/"]);
  await until(() => b.find("ws://y/") === undefined);
  assert.match(await redis.ask("HEXISTS", "{foxchain:test}:peers", "ws://y/"), /^:0/);
});

test("of two nodes that register one address at once, the first one's text counts everywhere", async (redis) => {
  await using a = await open(redis, "a");
  await using b = await open(redis, "b");
  await Promise.all([a.register([row("ws://x")]), b.register([row("ws://X/")])]);
  await until(() => a.page(1)![0] === b.page(1)![0]);
  assert.match(await redis.ask("HGET", "{foxchain:test}:peers", "ws://x/"), new RegExp(`"${a.page(1)![0]}"`));
});

test("an outage is told of when it begins and when it is over, another kind of fault as well, and never the first start", async (redis) => {
  const told: string[] = [];
  await using a = await open(redis, "a", { outage: (fault) => told.push(fault?.fault ?? "over") });
  await redis.kill();
  await until(() => /ECONNREFUSED/.test(faultOf(a)));
  assert.deepEqual(told, ["away"]);
  await redis.start();
  await until(() => told.length === 2);
  await redis.ask("CONFIG", "SET", "maxmemory", "1");
  await until(() => told.length === 3);
  await redis.ask("CONFIG", "SET", "maxmemory", "0");
  await until(() => told.length === 4);
  assert.deepEqual(told, ["away", "over", "unwritable", "over"]);
});

test("a stopped server is given up after the deadline, what was not acknowledged leaves, and all comes back", async (redis) => {
  await using a = await open(redis, "a");
  await a.register([row("ws://kept")]);
  redis.signal("SIGSTOP");
  const begun_ms = performance.now();
  const calls = [a.register([row("ws://x")]), a.register([row("ws://x/"), row("ws://y")])];
  assert.equal(a.count(), 3);
  for (const call of calls) {
    await assert.rejects(call, { name: "StorageError", fault: "away", message: /may still be kept/ });
  }
  const waited_ms = performance.now() - begun_ms;
  assert.ok(waited_ms >= redis_deadline_ms && waited_ms < 2 * redis_deadline_ms, `${waited_ms} ms`);
  assert.deepEqual(a.page(10), ["ws://kept"]);
  assert.throws(() => a.probe(), { fault: "away" });
  // At once now, so that nothing piles up.
  const before_ms = performance.now();
  await assert.rejects(a.register([row("ws://kept"), row("ws://z")]), { fault: "away" });
  assert.ok(performance.now() - before_ms < 100);
  a.save([row("ws://learned")]);
  redis.signal("SIGCONT");
  await until(() => faultOf(a) === "");
  await a.register([row("ws://z")]);
  await using b = await open(redis, "b");
  // The server read what it was sent before it was stopped: that is why the sentence says so.
  assert.deepEqual(new Set(b.page(10)), new Set(a.page(10)));
  assert.ok(b.page(10)!.includes("ws://learned"));
});

test("an address that is registered again while it waits has its own confirmation", async (redis) => {
  await using a = await open(redis, "a");
  redis.signal("SIGSTOP");
  const first = a.register([row("ws://x")]);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  let is_settled = false;
  const second = a.register([row("ws://x")]).finally(() => is_settled = true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(is_settled, false);
  redis.signal("SIGCONT");
  await Promise.all([first, second]);
  assert.match(await redis.ask("HEXISTS", "{foxchain:test}:peers", "ws://x/"), /^:1/);
});

test("a server that forgot gets back what the node has", async (redis) => {
  await using a = await open(redis, "a");
  await a.register(rows(700));
  await redis.kill();
  await until(() => faultOf(a) !== "");
  assert.equal(a.page(1_000)!.length, 700);
  await redis.start();
  await until(() => faultOf(a) === "");
  await until(() => a.count() === 700);
  await using b = await open(redis, "b");
  await until(() => b.count() === 700);
  assert.match(b.note!.en, /appendonly no/);
}, ["--appendonly", "no"]);

test("a server that refuses writes is told of, with the server's words, and no longer once it takes them", async (redis) => {
  await using a = await open(redis, "a");
  await redis.ask("REPLICAOF", "127.0.0.1", "1");
  // The change itself ends the wait for news, and with it the session.
  await until(() => /READONLY/.test(faultOf(a)));
  await assert.rejects(a.register([row("ws://x")]), { fault: "away", message: /READONLY/ });
  assert.equal(a.count(), 0);
  await redis.ask("REPLICAOF", "NO", "ONE");
  await until(() => faultOf(a) === "");
  await a.register([row("ws://x")]);
});

test("a server that waits for its copies is asked again later, and takes writes as soon as it may", async (redis) => {
  await using a = await open(redis, "a");
  await redis.ask("CONFIG", "SET", "min-replicas-to-write", "1");
  await assert.rejects(a.register([row("ws://x")]), { fault: "away", message: /NOREPLICAS/ });
  assert.equal(a.count(), 0);
  await redis.ask("CONFIG", "SET", "min-replicas-to-write", "0");
  await a.register([row("ws://x")]);
});

test("with a copy of the server an acknowledgement waits for it", async (redis) => {
  await using copy = await TestRedis.start([...durable, "--replicaof", `127.0.0.1 ${redis.port}`]);
  await until(async () => /connected_slaves:1/.test(await redis.ask("INFO", "replication")));
  await until(async () => /state=online/.test(await redis.ask("INFO", "replication")));
  await using a = await open(redis, "a");
  await a.register([row("ws://x")]);
  assert.match(await copy.ask("HEXISTS", "{foxchain:test}:peers", "ws://x/"), /^:1/);
  copy.signal("SIGSTOP");
  await assert.rejects(a.register([row("ws://y")]), { fault: "away", message: /no copy/ });
  copy.signal("SIGCONT");
});

test("keys of another program are left alone, and those of a newer foxchain, too", async (redis) => {
  await redis.ask("SET", "{foxchain:test}:peers", "mine");
  await assert.rejects(open(redis, "a"), { fault: "foreign", message: /\{foxchain:test\}:peers .* string/ });
  assert.match(await redis.ask("GET", "{foxchain:test}:peers"), /mine/);
  await redis.ask("SET", "{foxchain:later}:format", "2");
  await assert.rejects(open(redis, "a", { net: "later" }), { fault: "newer" });
});

test("a password is needed, and no error shows it", async (redis) => {
  const shown = redis.place.shown;
  const enter = (password?: string) =>
    RedisStore.open({ ...redis.place, password }, { net: "test", node_id: "a" });
  for (const password of [undefined, "wrong-secret"]) {
    await assert.rejects(enter(password), (error: Error & { fault: string }) => {
      assert.equal(error.fault, "no entry", error.message);
      assert.ok(error.message.includes(shown) && !error.message.includes("wrong-secret"));
      return true;
    });
  }
  const store = await enter("right-secret");
  await store.register([row("ws://x")]);
  await store.close();
}, [...durable, "--requirepass", "right-secret"]);

Deno.test("RedisStore: a server that is not there is told of with its address", async () => {
  const place = { host: "127.0.0.1", port: 1, database: 0, tls: false, shown: "redis://127.0.0.1:1/0" };
  await assert.rejects(RedisStore.open(place, { net: "test", node_id: "a" }), {
    name: "StorageError",
    fault: "away",
    message: /redis:\/\/127\.0\.0\.1:1\/0 can't be used: .*ECONNREFUSED/,
  });
});
