/** What the SQLite store says when its file is deleted, replaced or damaged under it. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { openSqlite, type SqliteStorage } from "./sqlite.ts";
import { row, rows } from "./test_rows.ts";

/** One test with a store that holds a row, in a folder of its own. */
function test(sentence: string, body: (store: SqliteStorage, path: string) => Promise<void> | void): void {
  Deno.test({
    name: `SqliteStorage ${sentence}`,
    // Windows does not let anybody delete or replace a file that is open.
    ignore: Deno.build.os === "windows",
    async fn() {
      const folder = Deno.makeTempDirSync();
      const path = join(folder, "peers.sqlite");
      const store = openSqlite(path);
      try {
        await store.register([row("ws://first")]);
        await body(store, path);
      } finally {
        store.close();
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}

const lost = (message: RegExp) => ({ name: "StorageError", fault: "lost", message });

async function assertLost(store: SqliteStorage, message: RegExp): Promise<void> {
  assert.throws(() => store.probe(), lost(message));
  await assert.rejects(store.register([row("ws://second")]), lost(message));
  assert.throws(() => store.save([row("ws://second")]), lost(message));
  assert.throws(() => store.remove(["ws://first/ws"]), lost(message));
  assert.deepEqual([store.count(), store.page(10)], [1, ["ws://first"]]);
}

for (const [part, ending] of [["file", ""], ["write-ahead log", "-wal"]] as const) {
  test(`takes nothing while its ${part} is deleted, and goes on when it is put back`, async (store, path) => {
    Deno.renameSync(path + ending, `${path}.away`);
    await assertLost(store, new RegExp(`The ${part} .* was deleted .*Put it back`));
    Deno.renameSync(`${path}.away`, path + ending);
    store.probe();
    await store.register([row("ws://second")]);
    store.close();
    const again = openSqlite(path);
    assert.deepEqual(again.page(10), ["ws://second", "ws://first"]);
    again.close();
  });

  test(`takes nothing once its ${part} is replaced`, async (store, path) => {
    Deno.copyFileSync(path + ending, `${path}.copy`);
    Deno.renameSync(`${path}.copy`, path + ending);
    await assertLost(store, new RegExp(`The ${part} .* was replaced`));
  });
}

test(
  "tells why it can't look at its file, and not where that was: strangers read it",
  async (store, path) => {
    const folder = dirname(path);
    Deno.renameSync(folder, `${folder}.away`);
    try {
      // Then to look at the file fails with an error that names it.
      Deno.writeTextFileSync(folder, "");
      const message = "The peer store can't be written: Not a directory (os error 20).";
      assert.throws(() => store.probe(), { fault: "unwritable", message });
      await assert.rejects(store.register([row("ws://second")]), { fault: "unwritable", message });
    } finally {
      Deno.removeSync(folder);
      Deno.renameSync(`${folder}.away`, folder);
    }
  },
);

/** Overwrites a file with noise from one of its pages on. */
function damage(path: string, from_page: number): void {
  using file = Deno.openSync(path, { write: true, read: true });
  const { size } = file.statSync();
  const noise = new Uint8Array(4096).fill(0xa5);
  for (let page = from_page; page * 4096 < size; page++) {
    file.seekSync(page * 4096, Deno.SeekMode.Start);
    file.writeSync(noise);
  }
}

/** One test over a store of 2,000 rows that was closed. */
function damageTest(sentence: string, body: (path: string) => void): void {
  Deno.test(`SqliteStorage says that its file is damaged ${sentence}`, async () => {
    const folder = Deno.makeTempDirSync();
    const path = join(folder, "peers.sqlite");
    try {
      const store = openSqlite(path);
      await store.register(rows(2_000));
      store.close();
      body(path);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

const damaged = {
  name: "StorageError",
  fault: "damaged",
  message: /^The peer store is damaged: .*Stop the node/,
};

for (const from_page of [1, 20]) {
  damageTest(`from page ${from_page} on, when it is opened`, (path) => {
    damage(path, from_page);
    assert.throws(() => openSqlite(path), damaged);
  });
}

damageTest("while it is open, at each read of a bad page and at every probe from then on", (path) => {
  const store = openSqlite(path);
  store.probe();
  damage(path, 2);
  assert.throws(() => store.load(5_000), damaged);
  assert.throws(() => store.walk(5_000), damaged);
  assert.throws(() => store.probe(), damaged);
  // It may be past saving, but its handle can be closed.
  store.close();
});

damageTest("at a probe, although nothing else reads it", (path) => {
  const store = openSqlite(path);
  damage(path, 2);
  assert.throws(() => {
    for (let row = 0; row < 2_000; row++) store.probe();
  }, damaged);
  store.close();
});
