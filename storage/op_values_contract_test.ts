/** What every store of op values does, in memory and in SQLite. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { op_store_bytes_max } from "./limits.ts";
import { MemoryOpValues } from "./memory_op_values.ts";
import type { OpValues } from "./op_values.ts";
import { openSqlite, SqliteStorage } from "./sqlite.ts";
import { openDatabase } from "./sqlite_open.ts";
import { row } from "./test_rows.ts";

function test(sentence: string, body: (values: OpValues) => Promise<void>): void {
  Deno.test(`MemoryOpValues ${sentence}`, () => body(new MemoryOpValues()));
  Deno.test(`SqliteOpValues ${sentence}`, async () => {
    const store = openSqlite(":memory:");
    try {
      await body(store.op_values);
    } finally {
      store.close();
    }
  });
}

const at = (key: string, space = "vote", owner = "vote") => ({ owner, space, key });

test("keeps each space apart, and the last text of each key", async (values) => {
  await values.set(at("a"), "1");
  await values.set(at("a"), "2");
  await values.set(at("a", "other"), "3");
  assert.deepEqual([values.get("vote", "a"), values.get("other", "a"), values.get("vote", "b")], [
    "2",
    "3",
    undefined,
  ]);
  await values.delete("vote", "a");
  await values.delete("vote", "a");
  assert.deepEqual([values.get("vote", "a"), values.get("other", "a")], [undefined, "3"]);
});

test("takes keys of any script, with quotes and a NUL as well", async (values) => {
  for (const key of ["票", "'\";--", "a\u0000b", "a\u0000c", "😀", "__proto__"]) {
    await values.set(at(key), JSON.stringify(key));
  }
  for (const key of ["票", "'\";--", "a\u0000b", "a\u0000c", "😀", "__proto__"]) {
    assert.equal(values.get("vote", key), JSON.stringify(key));
  }
});

test("swaps only what is as expected", async (values) => {
  assert.equal(await values.swap(at("a"), "0", "1"), false);
  assert.equal(await values.swap(at("a"), undefined, "1"), true);
  assert.equal(await values.swap(at("a"), undefined, "2"), false);
  assert.deepEqual(await Promise.all([1, 2, 3].map((n) => values.swap(at("a"), "1", `${n + 1}`))), [
    true,
    false,
    false,
  ]);
  assert.equal(values.get("vote", "a"), "2");
});

test("lists keys by prefix, in pages", async (values) => {
  for (const key of ["b/1", "a/2", "a/1", "a/3", "a", "b", "a/\u{1f600}", "a/\uffee"]) {
    await values.set(at(key), "1");
  }
  assert.deepEqual(values.list("vote", "a/", "", 2), ["a/1", "a/2"]);
  assert.deepEqual(values.list("vote", "a/", "a/2", 9), ["a/3", "a/\uffee", "a/\u{1f600}"]);
  assert.deepEqual(values.list("vote", "", "b", 9), ["b/1"]);
  assert.deepEqual(values.list("other", "", "", 9), []);
});

test("gives each op 64 MiB and not a byte more, whatever the space", async (values) => {
  const text = "x".repeat(op_store_bytes_max / 4 - 1);
  for (const key of ["a", "b", "c"]) await values.set(at(key, key), text);
  await values.set(at("d"), text);
  await assert.rejects(values.set(at("e"), ""), { fault: "full", message: /op vote is full \(64 MiB\)/ });
  await assert.rejects(values.swap(at("e"), undefined, ""), { fault: "full" });
  await values.set(at("e", "vote", "another"), "1");
  // What is there may be written over, and what is deleted leaves room.
  await values.set(at("d"), text);
  await values.delete("a", "a");
  await values.set(at("e", "new"), "1");
  // A value that another op writes over is that op's from then on.
  await values.set(at("b", "b", "another"), text);
  await values.set(at("f"), text.slice(2));
});

Deno.test("SqliteOpValues are there after a restart, beside the peers, and count as before", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "peers.sqlite");
    const first = openSqlite(path);
    await Promise.all([first.register([row("ws://a")]), first.op_values.set(at("a"), "1")]);
    await first.op_values.set(at("b"), "x".repeat(op_store_bytes_max - 4));
    first.close();
    const second = openSqlite(path);
    assert.equal(second.op_values.get("vote", "a"), "1");
    assert.deepEqual(second.page(10), ["ws://a"]);
    await assert.rejects(second.op_values.set(at("c"), "1"), { fault: "full" });
    await second.op_values.set(at("c"), "");
    second.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("SqliteOpValues rejects what the disk refuses, keeps what was there and counts it as before", async () => {
  const database = openDatabase(":memory:");
  const store = new SqliteStorage(database);
  await store.op_values.set(at("a"), "1");
  database.exec("PRAGMA query_only = 1");
  await assert.rejects(store.op_values.set(at("a"), "2"), {
    fault: "unwritable",
    message: /can't be written/,
  });
  await assert.rejects(store.op_values.delete("vote", "a"), { fault: "unwritable" });
  assert.equal(store.op_values.get("vote", "a"), "1");
  database.exec("PRAGMA query_only = 0");
  await store.op_values.set(at("b"), "x".repeat(op_store_bytes_max - 3));
  await assert.rejects(store.op_values.set(at("c"), ""), { fault: "full" });
  store.close();
});
