/** A page is told when its node's store takes no writes, why, and when that is over: on Redis and on SQLite. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startNode } from "../node/node.ts";
import { EventReader } from "../node/page/event_reader.ts";
import { type SteadyClock, steadyClock } from "../node/steady_clock.ts";
import type { StoreView } from "../static/live_messages.ts";
import { openDatabase } from "../storage/sqlite_open.ts";
import { openSqlite, SqliteStorage } from "../storage/sqlite.ts";
import { has_redis, redis_note, type TestRedis } from "../storage/redis/test_redis.ts";
import { mountSmallDisk, smallDiskObstacle } from "../storage/small_disk.ts";
import type { PeerStore } from "../storage/storage.ts";
import { RawClient } from "./raw_client.ts";
import { askOnce, RedisNodes, register } from "./redis_nodes.ts";

/** The next thing that a page is told of the store which fits. */
async function told(reader: EventReader, fits: (store: StoreView | undefined) => boolean) {
  const { node } = await reader.until(({ node }) => node !== undefined && fits(node.store));
  return node!.store;
}

const password = "hush-hush-fox";

const outages: readonly (readonly [
  name: string,
  go: (redis: TestRedis) => unknown,
  comeBack: (redis: TestRedis) => unknown,
])[] = [
  ["killed", (redis) => redis.kill(), (redis) => redis.start()],
  ["stopped", (redis) => redis.signal("SIGSTOP"), (redis) => redis.signal("SIGCONT")],
];

for (const [name, go, comeBack] of outages) {
  Deno.test({
    name:
      `while Redis is ${name}, a page is told so without a register, and afterwards that it is over${redis_note}`,
    ignore: !has_redis,
    async fn() {
      await using nodes = await RedisNodes.start(["--requirepass", password]);
      const node = await nodes.node("a", [], { env: { FOXCHAIN_DB_PASSWORD: password } });
      const reader = await EventReader.open(node.port);
      const { node: { store } } = await reader.snapshot();
      assert.equal(store?.fault, undefined);
      assert.match(store!.note!.en, /^Redis keeps no log \(appendonly no\)/);
      assert.match(store!.note!.zh, /^Redis 没有写日志/);

      await go(nodes.redis);
      const during = await told(reader, (store) => store?.fault !== undefined);
      assert.match(
        during!.fault!.en,
        /^Redis at redis:\/\/127\.0\.0\.1:\d+\/0 (does not answer|can't be used)/,
      );
      assert.match(during!.fault!.zh, /redis:\/\/127\.0\.0\.1:\d+\/0 的 Redis ?(没有回答|：)/);
      assert.doesNotMatch(JSON.stringify(during), new RegExp(password));
      // A page that opens now is told at once.
      const late = await EventReader.open(node.port);
      assert.ok((await late.snapshot()).node.store?.fault !== undefined);
      await late.close();

      await comeBack(nodes.redis);
      await told(reader, (store) => store?.fault === undefined);
      assert.equal((await askOnce(node.port, register("ws://a/ws"))).status, 202);
      await reader.close();
    },
  });
}

/** So that the time between two probes of a file is less than a second. */
const fast = steadyClock(20);

/** Runs a node over a store, with a page's stream and a client. */
async function withPage(
  storage: PeerStore,
  work: (reader: EventReader, ask: (request: unknown) => Promise<{ status: number }>) => Promise<void>,
  clock?: SteadyClock,
): Promise<void> {
  const dial = () => Promise.reject(new Error("offline"));
  const node = startNode({
    port: 0,
    host: "127.0.0.1",
    storage,
    ...(clock && { network: { dial, clock } }),
  });
  try {
    using client = await RawClient.connect(node.port);
    const reader = await EventReader.open(node.port);
    assert.equal((await reader.snapshot()).node.store, undefined);
    await work(reader, async (request) => JSON.parse(await client.ask(JSON.stringify(request))));
    await reader.close();
  } finally {
    await node.stop();
  }
}

Deno.test("a page is told of a database that can't be written when a register is refused, and when it can again", async () => {
  const database = openDatabase(":memory:");
  await withPage(new SqliteStorage(database), async (reader, ask) => {
    database.exec("PRAGMA query_only = 1");
    assert.equal((await ask(register("ws://a/ws"))).status, 500);
    const during = await told(reader, (store) => store !== undefined);
    assert.deepEqual(during, {
      fault: {
        en: "The peer store can't be written: attempt to write a readonly database.",
        zh: "节点地址写不进去：attempt to write a readonly database。",
      },
    });
    database.exec("PRAGMA query_only = 0");
    await told(reader, (store) => store === undefined);
  }, fast);
});

Deno.test("a page is told that the store is full, until an address that is known is accepted", async () => {
  await withPage(openSqlite(":memory:", { rows_max: 1 }), async (reader, ask) => {
    assert.equal((await ask(register("ws://a/ws"))).status, 202);
    assert.equal((await ask(register("ws://b/ws"))).status, 503);
    const during = await told(reader, (store) => store !== undefined);
    assert.equal(during?.fault?.en, "The peer store is full (1 addresses).");
    assert.equal((await ask(register("ws://a/ws"))).status, 202);
    await told(reader, (store) => store === undefined);
  });
});

const obstacle = smallDiskObstacle();

Deno.test({
  name: `a page is told of a full disk, and when there is room again${
    obstacle === undefined ? "" : ` [${obstacle}]`
  }`,
  ignore: obstacle !== undefined,
  async fn() {
    using disk = mountSmallDisk();
    disk.fill(1_280);
    await withPage(openSqlite(join(disk.folder, "peers.sqlite")), async (reader, ask) => {
      for (let list = 0;; list++) {
        const addresses = Array.from({ length: 50 }, (_, n) => `ws://peer-${list}-${n}.example:9000/ws`);
        if ((await ask(register(...addresses))).status !== 202) break;
      }
      const during = await told(reader, (store) => store !== undefined);
      assert.equal(during?.fault?.en, "The peer store can't be written: database or disk is full.");
      disk.free();
      await told(reader, (store) => store === undefined);
    }, fast);
  },
});

Deno.test({
  name: "a page is told of a database that was deleted although nobody registers, and not where it was",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir();
    const path = join(folder, "peers.sqlite");
    await withPage(openSqlite(path), async (reader) => {
      await Deno.remove(path);
      const { fault } = (await told(reader, (store) => store !== undefined))!;
      assert.match(fault!.en, /^The file of the peer store was deleted while this node runs/);
      assert.match(fault!.zh, /^节点运行时，节点地址的文件被删除/);
      assert.doesNotMatch(JSON.stringify(fault), new RegExp(folder));
    }, fast);
    await Deno.remove(folder, { recursive: true });
  },
});
