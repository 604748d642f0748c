/** What only the SQLite store can get right or wrong: commits, refused writes, reopening. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { heard_again_ms } from "../discovery/limits.ts";
import { openSqlite, SqliteStorage } from "./sqlite.ts";
import { openDatabase } from "./sqlite_open.ts";
import { row, rows } from "./test_rows.ts";

/** One test on a file of its own. */
function test(sentence: string, body: (path: string) => void | Promise<void>): void {
  Deno.test(`SqliteStorage ${sentence}`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      await body(join(folder, "peers.sqlite"));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

/** Counts the commits of the statements that are prepared from then on. */
function countCommits(database: DatabaseSync): () => number {
  const prepare = database.prepare.bind(database);
  let commits = 0;
  database.prepare = (sql) => {
    const statement = prepare(sql);
    if (sql !== "COMMIT") return statement;
    const run = statement.run.bind(statement);
    statement.run = () => (commits++, run());
    return statement;
  };
  return () => commits;
}

/** Bytes of the write-ahead log: they grow with every commit that waits for the disk, up to a checkpoint. */
function logBytes(path: string): number {
  return Deno.statSync(`${path}-wal`).size;
}

test("commits once for 50 registers of one turn", async (path) => {
  const database = openDatabase(path);
  const commits = countCommits(database);
  const store = new SqliteStorage(database);
  await Promise.all(rows(50).map((each) => store.register([each])));
  assert.equal(commits(), 1);
  for (const each of rows(3, 50)) await store.register([each]);
  assert.equal(commits(), 4);
  store.close();
});

test("writes nothing to the disk for addresses that were heard within a minute", async (path) => {
  const store = openSqlite(path);
  await store.register(rows(50));
  const before = logBytes(path);
  await store.register(rows(50));
  assert.equal(logBytes(path), before);
  await store.register(
    rows(1).map((each) => ({ ...each, last_heard_ms: each.last_heard_ms + heard_again_ms })),
  );
  assert.ok(logBytes(path) > before);
  store.close();
});

test("has everything again when it is opened anew", async (path) => {
  const first = openSqlite(path);
  await first.register(rows(100));
  first.save([row("wss://Known", { last_success_ms: 5, reliability: 0.1 + 0.2, anchor: true })]);
  first.remove([rows(1)[0]!.key]);
  const pending = first.register([row("ws://pending")]);
  const [page, loaded, count] = [first.page(1_000), first.load(1_000), first.count()];
  first.close();
  await pending;
  const second = openSqlite(path);
  assert.deepEqual(second.page(1_000), page);
  assert.deepEqual(second.load(1_000), loaded);
  assert.equal(second.count(), count);
  assert.equal(count, 101);
  second.close();
});

test("takes known rows also when its limit is lower than it was, and no new ones", async (path) => {
  const before = openSqlite(path);
  await before.register(rows(10));
  before.close();
  const store = openSqlite(path, { rows_max: 5 });
  await store.register(rows(10));
  store.save(rows(10));
  await assert.rejects(store.register(rows(1, 10)), { fault: "full" });
  assert.equal(store.count(), 10);
  store.close();
});

test("takes times with fractions of a millisecond", async (path) => {
  const store = openSqlite(path);
  await store.register([row("ws://a", { first_heard_ms: 1.75, last_heard_ms: 2.5 })]);
  assert.deepEqual(store.load(1), [row("ws://a", { first_heard_ms: 1, last_heard_ms: 2 })]);
  store.close();
});

/** Ways in which a database refuses writes without any help of the operating system. */
const refusals: Record<string, [refuse: string, permit: string]> = {
  "is read-only": ["PRAGMA query_only = 1", "PRAGMA query_only = 0"],
  "may not grow": ["PRAGMA max_page_count = 1", "PRAGMA max_page_count = 4294967294"],
};
for (const [words, [refuse, permit]] of Object.entries(refusals)) {
  test(`rejects all of a turn when the database ${words}, keeps serving and recovers`, async (path) => {
    const database = openDatabase(path);
    const store = new SqliteStorage(database);
    await store.register(rows(50));
    const listing = store.page(5_000);

    database.exec(refuse);
    const calls = [store.register([row("ws://small")]), store.register(rows(2_000, 50))];
    for (const outcome of await Promise.allSettled(calls)) {
      assert.equal(outcome.status, "rejected");
      assert.equal(outcome.reason.name, "StorageError");
      assert.equal(outcome.reason.fault, "unwritable");
      assert.match(outcome.reason.message, /^The peer store can't be written: .+\.$/);
      assert.ok(outcome.reason.cause instanceof Error);
    }
    assert.throws(() => store.save(rows(2_000, 50)), { fault: "unwritable" });
    if (words === "is read-only") {
      assert.throws(() => store.probe(), { fault: "unwritable" });
      assert.throws(() => store.remove([rows(1)[0]!.key]), { fault: "unwritable" });
    }
    assert.equal(store.count(), 50);
    assert.deepEqual(store.page(5_000), listing);

    database.exec(permit);
    store.probe();
    await store.register(rows(2_000, 50));
    assert.equal(store.count(), 2_050);
    store.close();
    const again = openSqlite(path);
    assert.equal(again.count(), 2_050);
    again.close();
  });
}

test("forgets what was listed but could not be committed, and changes its revision again", async (path) => {
  const database = openDatabase(path);
  const store = new SqliteStorage(database);
  const doomed = store.register([row("ws://a")]);
  const { revision } = store;
  assert.deepEqual(store.page(10), ["ws://a"]);
  database.exec("ROLLBACK");
  await assert.rejects(doomed, { fault: "unwritable" });
  assert.deepEqual(store.page(10), []);
  assert.equal(store.count(), 0);
  assert.notEqual(store.revision, revision);
  store.close();
});

test("needs less than 260 bytes per address", async (path) => {
  const store = openSqlite(path);
  await store.register(rows(10_000, 10_000));
  store.close();
  assert.ok(Deno.statSync(path).size < 260 * 10_000);
});
