/** Copies between files and a real Redis server: both ways, and back. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../../node/test_until.ts";
import type { PeerRow } from "../peer_row.ts";
import { RedisStore } from "../redis/redis_store.ts";
import { durable, has_redis, redis_note, TestRedis } from "../redis/test_redis.ts";
import { openSqlite } from "../sqlite.ts";
import { row as oldRow, rows } from "../test_rows.ts";
import { CopyFault, copyRows } from "./copy_rows.ts";
import { openFileSnapshot } from "./file_snapshot.ts";
import { FileTarget } from "./file_target.ts";
import { RedisSource } from "./redis_source.ts";
import { RedisTarget } from "./redis_target.ts";
import { SnapshotFolder, SnapshotRows } from "./snapshot.ts";

const watch = { isStopped: () => false, told() {} };
const part = { net: "lab", node_id: "a" };
/** A node takes times far from the server's clock for those of a wrong clock, and shifts them. */
const base_ms = Date.now() - 60_000;

/** A row that was heard lately. */
function row(addr: string, rest: Partial<PeerRow> = {}): PeerRow {
  return oldRow(addr, { first_heard_ms: base_ms, last_heard_ms: base_ms, ...rest });
}

/** A test with a server and a folder of its own. */
function test(
  sentence: string,
  body: (redis: TestRedis, folder: string) => Promise<void>,
  options: readonly string[] = [],
): void {
  Deno.test({
    name: `copy: ${sentence}${redis_note}`,
    ignore: !has_redis,
    fn: async () => {
      const folder = await Deno.makeTempDir({ prefix: "foxchain_copy_test_" });
      try {
        await using redis = await TestRedis.start(options);
        await body(redis, folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

async function fileToRedis(path: string, redis: TestRedis, rows_max = 2000, to = part) {
  using folder = SnapshotFolder.make();
  using source = await openFileSnapshot(path, folder);
  using target = await RedisTarget.open(redis.place, to, rows_max);
  return await copyRows(source, target, watch);
}

async function redisToFile(redis: TestRedis, path: string, from = part, told = watch.told) {
  using folder = SnapshotFolder.make();
  using source = await RedisSource.open(redis.place, from);
  await source.stage(folder, { ...watch, told });
  using snapshot = new SnapshotRows(folder.file, "first_heard_ms, id");
  using target = new FileTarget(path, 2000);
  return await copyRows(snapshot, target, watch);
}

function store(path: string, kept: readonly PeerRow[]): void {
  const file = openSqlite(path);
  file.save(kept);
  file.close();
}

function kept(path: string): { rows: PeerRow[]; listed: string[] } {
  const file = openSqlite(path);
  const found = { rows: file.walk(10_000), listed: file.page(10_000)! };
  file.close();
  return found;
}

/** All kinds of rows: dialled and not, by name and by IP, to be avoided, anchors, odd spellings. */
function manyRows(): PeerRow[] {
  const dialled = {
    ip: "203.0.113.9",
    group: "203.0",
    last_try_ms: base_ms - 5,
    successes: 4,
    reliability: 0.75,
  };
  return [
    ...rows(1203).map((one, index) => ({
      ...one,
      last_heard_ms: base_ms + index,
    })),
    row("ws://NAME.example", {
      ...dialled,
      last_success_ms: base_ms - 9,
      first_success_ms: base_ms - 99,
      state: "good",
      speaks: "network",
      anchor: true,
    }),
    row("ws://203.0.113.7:9000/ws", {
      ip: "203.0.113.7",
      group: "203.0",
      source_group: "198.51",
      source_scope: "public",
    }),
    row("ws://[2001:db8::7]/ws", {
      ip: "2001:db8::7",
      group: "2001:db8",
      failures: 3,
      last_try_ms: base_ms,
      state: "stale",
    }),
    row("ws://full.example/ws", { avoid_until_ms: base_ms + 5 }),
  ].map((one, index) => ({ ...one, first_heard_ms: base_ms - 9000 + index }));
}

test("from a file to Redis and back gives the same rows in the same order", async (redis, folder) => {
  const [first, second] = [join(folder, "first.sqlite"), join(folder, "second.sqlite")];
  store(first, manyRows());
  const before = kept(first);
  assert.deepEqual(await fileToRedis(first, redis, 1207), {
    done: 1207,
    all: 1207,
    added: 1207,
    updated: 0,
    unfit: 0,
  });
  assert.deepEqual(await redisToFile(redis, second), {
    done: 1207,
    all: 1207,
    added: 1207,
    updated: 0,
    unfit: 0,
  });
  assert.deepEqual(kept(second), before);
  // Again, in both directions: nothing is new.
  assert.deepEqual(await fileToRedis(second, redis), {
    done: 1207,
    all: 1207,
    added: 0,
    updated: 0,
    unfit: 0,
  });
  assert.deepEqual(await redisToFile(redis, first), {
    done: 1207,
    all: 1207,
    added: 0,
    updated: 0,
    unfit: 0,
  });
});

test(
  "an address that answered later than it was heard of counts as heard of then, once",
  async (redis, folder) => {
    const [first, second, third] = ["1", "2", "3"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    store(first, [row("ws://a", { last_success_ms: base_ms + 7, last_try_ms: base_ms + 7, state: "tried" })]);
    await fileToRedis(first, redis);
    await redisToFile(redis, second);
    assert.deepEqual(kept(second).rows, [{ ...kept(first).rows[0], last_heard_ms: base_ms + 7 }]);
    await fileToRedis(second, redis, 10, { net: "other", node_id: "b" });
    await redisToFile(redis, third, { net: "other", node_id: "b" });
    assert.deepEqual(kept(third), kept(second));
  },
);

test(
  "what TO has stays: its text and what other nodes know; the later hearing and success count",
  async (redis, folder) => {
    const file = join(folder, "peers.sqlite");
    const learned = {
      last_try_ms: base_ms + 5,
      last_success_ms: base_ms + 5,
      successes: 2,
      state: "tried",
    } as const;
    const a = await RedisStore.open(redis.place, { ...part });
    const b = await RedisStore.open(redis.place, { ...part, node_id: "b" });
    try {
      await a.register([
        row("ws://OLD/ws", { last_heard_ms: base_ms - 9 }),
        row("ws://late/ws", { last_heard_ms: base_ms + 9 }),
      ]);
      a.save([row("ws://mine/ws", learned)]);
      b.save([row("ws://old/ws", { ...learned, last_success_ms: base_ms + 90, state: "good" })]);
      await a.close();
      const from = row("ws://old/ws", { ...learned, source_group: "elsewhere" });
      const mine = row("ws://mine/ws", {
        ...learned,
        last_try_ms: base_ms + 6,
        failures: 1,
        state: "suspect",
      });
      store(file, [from, row("ws://late/ws"), mine, row("ws://new/ws")]);
      const counts = await fileToRedis(file, redis);
      assert.deepEqual(counts, { done: 4, all: 4, added: 1, updated: 2, unfit: 0 });
      // The node that runs hears of it as of any other news.
      await until(() => b.find("ws://new/ws") !== undefined, "it lists the new address");
      assert.equal(b.find("ws://old/ws")!.last_success_ms, base_ms + 90);
      const again = await RedisStore.open(redis.place, { ...part });
      const old = again.find("ws://old/ws")!;
      assert.deepEqual([old.addr, old.source_group, old.state], ["ws://OLD/ws", "10.0.0.7", "tried"]);
      assert.equal(old.last_heard_ms, base_ms + 90);
      assert.equal(again.find("ws://late/ws")!.last_heard_ms, base_ms + 9);
      assert.equal(again.find("ws://mine/ws")!.state, "suspect");
      await again.close();
    } finally {
      await Promise.all([a.close(), b.close()]);
    }
  },
);

test(
  "an address that TO's node forgot comes back only where FROM has heard of it since",
  async (redis, folder) => {
    const file = join(folder, "peers.sqlite");
    const open = (node_id: string) => RedisStore.open(redis.place, { ...part, node_id });
    const a = await open("a");
    await a.register([row("ws://gone/ws"), row("ws://back/ws")]);
    a.remove(["ws://gone/ws", "ws://back/ws"]);
    await a.close();
    store(file, [row("ws://gone/ws"), row("ws://back/ws", { last_heard_ms: base_ms + 1 })]);
    assert.deepEqual(await fileToRedis(file, redis), { done: 2, all: 2, added: 0, updated: 1, unfit: 0 });
    const again = await open("a");
    assert.deepEqual(again.page(10), ["ws://back/ws"]);
    await again.close();
  },
);

test(
  "FROM gets no command that writes, and rows that nodes write meanwhile hinder nothing",
  async (redis, folder) => {
    const node = await RedisStore.open(redis.place, { ...part, node_id: "b" });
    await node.register(rows(1203));
    await redis.ask("CONFIG", "RESETSTAT");
    let writing: Promise<void> | undefined;
    const told = () => writing ??= node.register(rows(300, 5000));
    const { done } = await redisToFile(redis, join(folder, "peers.sqlite"), part, told);
    await writing;
    assert.ok(done >= 1203 && done <= 1503);
    const copied = new Set(kept(join(folder, "peers.sqlite")).rows.map(({ key }) => key));
    for (const { key } of rows(1203)) assert.ok(copied.has(key));
    await node.close();
    await redis.ask("CONFIG", "RESETSTAT");
    await redisToFile(redis, join(folder, "second.sqlite"));
    const used = [...(await redis.ask("INFO", "commandstats")).matchAll(/cmdstat_(\w+)/g)].map(([, name]) =>
      name
    );
    const reading = [
      "config",
      "exists",
      "get",
      "hello",
      "hlen",
      "hmget",
      "hscan",
      "info",
      "select",
      "time",
      "type",
      "zmscore",
    ];
    assert.deepEqual(used.filter((name) => !reading.includes(name!)), []);
    assert.ok(used.includes("hscan"));
  },
);

test("TO takes as many as its limit says, on both sides of it", async (redis, folder) => {
  const file = join(folder, "peers.sqlite");
  store(file, rows(7));
  assert.equal((await fileToRedis(file, redis, 7)).added, 7);
  store(file, [row("ws://more/ws", { first_heard_ms: 1 })]);
  await assert.rejects(fileToRedis(file, redis, 7), { name: "CopyFault", side: "to" });
  store(join(folder, "other.sqlite"), rows(2, 6));
  await assert.rejects(
    fileToRedis(join(folder, "other.sqlite"), redis, 7),
    ({ counts, fault }: CopyFault) => fault.fault === "full" && counts?.done === 1 && counts.added === 0,
  );
  assert.equal((await fileToRedis(file, redis, 8)).added, 1);
});

test("a copy whose server is killed goes on when it is run again: all are there", async (redis, folder) => {
  const file = join(folder, "peers.sqlite");
  store(file, rows(1750));
  using snapshots = SnapshotFolder.make();
  using source = await openFileSnapshot(file, snapshots);
  const target = await RedisTarget.open(redis.place, part, 2000);
  let puts = 0;
  const dying = {
    rows_max: 2000,
    put: async (piece: readonly PeerRow[]) => {
      if (++puts === 3) await redis.kill();
      return await target.put(piece);
    },
  };
  await assert.rejects(
    copyRows(source, dying, watch),
    ({ side, fault, counts }: CopyFault) => side === "to" && fault.fault === "away" && counts?.done === 1000,
  );
  target[Symbol.dispose]();
  await redis.start();
  const counts = await fileToRedis(file, redis);
  assert.deepEqual([counts.added, counts.done], [750, 1750]);
}, durable);

test("FROM is refused where there is no such network, or what foxchain did not write", async (redis) => {
  const open = (net: string) => RedisSource.open(redis.place, { net, node_id: "a" });
  await assert.rejects(open("lab"), { fault: "unopenable", message: /no addresses of a network named lab/ });
  await redis.ask("SET", "{foxchain:lab}:peers", "mine");
  await assert.rejects(open("lab"), { fault: "foreign" });
  await redis.ask("SET", "{foxchain:new}:format", "99");
  await assert.rejects(open("new"), { fault: "newer" });
  await redis.kill();
  await assert.rejects(open("lab"), { fault: "away" });
});

test("FROM that is killed while it is read is told, and TO has nothing of it", async (redis, folder) => {
  store(join(folder, "peers.sqlite"), rows(1750));
  await fileToRedis(join(folder, "peers.sqlite"), redis);
  let killing: Promise<void> | undefined;
  await assert.rejects(
    redisToFile(redis, join(folder, "to.sqlite"), part, () => killing ??= redis.kill()),
    { fault: "away" },
  );
  await killing;
  assert.throws(() => Deno.statSync(join(folder, "to.sqlite")), Deno.errors.NotFound);
});

test("what is no address is left out and told, and gives way to one that is", async (redis, folder) => {
  const [from, to] = [join(folder, "from.sqlite"), join(folder, "to.sqlite")];
  store(from, [row("ws://a/ws"), row("ws://b/ws"), { ...row("ws://c/ws"), key: "ws://d/ws" }]);
  await redis.ask("HSET", "{foxchain:lab}:peers", "ws://a/ws", "what?", "mine", "yours");
  const counts = await fileToRedis(from, redis);
  assert.deepEqual(counts, { done: 3, all: 3, added: 2, updated: 0, unfit: 1 });
  using source = await RedisSource.open(redis.place, part);
  using snapshots = SnapshotFolder.make();
  await source.stage(snapshots, watch);
  assert.match(source.note!.en, /^1 of the fields of .*The first is "mine"/);
  assert.equal((await redisToFile(redis, to)).added, 2);
  const node = await RedisStore.open(redis.place, { ...part });
  assert.equal(node.count(), 2);
  await node.close();
});
