/** Which store a `--db` opens, and that no password is shown. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Words } from "../discovery/words.ts";
import { has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { row } from "../storage/test_rows.ts";
import { Failure } from "./failure.ts";
import { shownDb } from "./db_url.ts";
import { openStore, type StoreFlags } from "./open_store.ts";

const flags: StoreFlags = { db: ":memory:", nodeId: undefined, port: 9000, net: "test", peersMax: 10 };

Deno.test("no part of a URL that may be a password is shown, whatever is wrong with it", () => {
  for (
    const db of [
      "redis://fox:secret@h/0",
      "redis://:secret@h",
      "redis://secret@",
      "REDIS://fox:secret@h:99999/0",
      "redis://fox:sec/ret@h",
      "redis://fox:secret@h/0?password=secret",
      "valkeys:secret",
      "redis-sentinel://fox:secret@a,b/",
      "redis://fox:%zzsecret@h",
      '"redis://fox:secret@h/0"',
      " 'redis-sentinel://fox:secret@a/m'",
      "“rediss://fox:secret@h”",
    ]
  ) {
    assert.doesNotMatch(shownDb(db), /secret|sec\/ret|fox/, db);
  }
});

Deno.test("a URL that is none is a mistake of use, with an example, and its words show no password", async () => {
  for (const db of ["redis://", "redis://h/x", "redis://fox:secret@h:0", "redis-sentinel://a", "valkey:h"]) {
    await assert.rejects(openStore({ ...flags, db }, {}), (error: Failure) => {
      assert.ok(error instanceof Failure, `${error}`);
      assert.equal(error.code, 2);
      assert.match(error.next!.en, /^foxchain --db redis/);
      assert.doesNotMatch(error.message + error.words.zh, /secret/);
      return true;
    });
  }
});

Deno.test("a file holds addresses and the values of ops, up to the limit of rows", async () => {
  const folder = await Deno.makeTempDir();
  const db = join(folder, "peers.sqlite");
  const opened = await openStore({ ...flags, db, peersMax: 1 }, {});
  assert.equal(opened.local, db);
  await opened.storage.register([row("ws://a")]);
  await assert.rejects(opened.storage.register([row("ws://b")]), { fault: "full" });
  assert.equal(opened.values(), opened.values());
  opened.closeValues();
  await opened.storage.close();
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["peers.sqlite"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name:
    `with a server the node's name is that of its files, which appear only when they are used${redis_note}`,
  ignore: !has_redis,
  fn: async () => {
    await using redis = await TestRedis.start(["--appendonly", "no"]);
    const folder = await Deno.makeTempDir();
    const before = Deno.cwd();
    Deno.chdir(folder);
    try {
      const db = redis.url.replace("redis:", "valkey:");
      const notes: Words[] = [];
      const opened = await openStore(
        { ...flags, db, nodeId: "a", peersMax: 1 },
        {},
        { noted: (note) => notes.push(note) },
      );
      assert.equal(opened.local, "a");
      assert.match(opened.storage.note!.en, /appendonly no/);
      await opened.storage.register([row("ws://a")]);
      await assert.rejects(opened.storage.register([row("ws://b")]), { fault: "full" });
      assert.deepEqual([...Deno.readDirSync(folder)], []);
      opened.values();
      assert.ok([...Deno.readDirSync(folder)].some(({ name }) => name === "a.sqlite"));
      opened.closeValues();
      await opened.storage.close();
      assert.deepEqual(notes, [], "the first note is told by the start itself");
      const named = await openStore({ ...flags, db }, {});
      assert.match(named.local, /-9000$/);
      named.closeValues();
      await named.storage.close();
    } finally {
      Deno.chdir(before);
      await Deno.remove(folder, { recursive: true });
    }
  },
});
