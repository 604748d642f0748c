/** A file is read without a change of one byte, in whatever state it was left. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { PeerRow } from "../peer_row.ts";
import { migrate, schema_version } from "../schema.ts";
import { mountSmallDisk, smallDiskObstacle } from "../small_disk.ts";
import { openSqlite } from "../sqlite.ts";
import { row, rows } from "../test_rows.ts";
import { copyRows } from "./copy_rows.ts";
import { copyValues } from "./copy_values.ts";
import { openFileSnapshot } from "./file_snapshot.ts";
import { FileTarget } from "./file_target.ts";
import { SnapshotFolder, type SnapshotRows } from "./snapshot.ts";

const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
const watch = { isStopped: () => false, told() {} };

function test(sentence: string, body: (path: string, folder: string) => Promise<void>): void {
  Deno.test(`file snapshot: ${sentence}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_copy_test_" });
    try {
      await body(join(folder, "peers.sqlite"), folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Every file of a folder: its hash and when it was written. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).sort((a, b) => a.name < b.name ? -1 : 1).map(
      ({ name }) => {
        const path = join(folder, name);
        const hash = createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
        return [name, `${hash} ${Deno.statSync(path).mtime?.getTime()}`];
      },
    ),
  );
}

/** What is read of a file, which must not change by that. */
async function read<Result>(path: string, reader: (rows: SnapshotRows) => Result): Promise<Result> {
  const before = contents(join(path, ".."));
  using folder = SnapshotFolder.make();
  using snapshot = await openFileSnapshot(path, folder);
  const result = reader(snapshot);
  assert.deepEqual(contents(join(path, "..")), before);
  return result;
}

const keysOf = (snapshot: SnapshotRows) => [...snapshot.pieces()].flat().map(({ key }) => key);

function fill(path: string, kept: readonly PeerRow[]): void {
  const store = openSqlite(path);
  store.save(kept);
  store.close();
}

test("all rows come, each once, in the order in which they came, in pieces of 500", async (path) => {
  fill(path, rows(1203).reverse());
  await read(path, (snapshot) => {
    const pieces = [...snapshot.pieces()];
    assert.deepEqual(pieces.map(({ length }) => length), [500, 500, 203]);
    assert.deepEqual(pieces.flat(), rows(1203).reverse());
    assert.equal(snapshot.count, 1203);
  });
});

test("what a killed node left in the write-ahead log comes along", async (path, folder) => {
  const store = openSqlite(path);
  store.save(rows(3));
  const killed = join(folder, "killed");
  Deno.mkdirSync(killed);
  for (const ending of ["", "-wal"]) Deno.copyFileSync(path + ending, join(killed, `peers.sqlite${ending}`));
  store.close();
  assert.ok(Deno.statSync(join(killed, "peers.sqlite-wal")).size > 0);
  assert.equal((await read(join(killed, "peers.sqlite"), keysOf)).length, 3);
});

test("a file of the oldest release is not migrated, and its addresses come along", async (path, folder) => {
  const old = new DatabaseSync(path);
  migrate(old, 0, 1);
  old.exec("INSERT INTO peers (key, addr, first_heard_ms, last_heard_ms) VALUES ('ws://a/', 'ws://A', 5, 6)");
  old.close();
  using target = new FileTarget(join(folder, "new.sqlite"), 10);
  using snapshots = SnapshotFolder.make();
  using snapshot = await openFileSnapshot(path, snapshots);
  assert.equal((await copyRows(snapshot, target, watch)).added, 1);
  assert.deepEqual(target.store.page(10), ["ws://A"]);
  await read(path, keysOf);
  const after = new DatabaseSync(path);
  assert.equal(after.prepare("PRAGMA user_version").get()!.user_version, 1);
  after.close();
  assert.ok(schema_version > 1);
});

test("a file that must not be written is read all the same", async (path) => {
  fill(path, rows(2));
  await Deno.chmod(path, 0o400);
  assert.equal((await read(path, keysOf)).length, 2);
  using folder = SnapshotFolder.make();
  using _snapshot = await openFileSnapshot(path, folder);
  // Root writes anyway; others need this.
  assert.notEqual(Deno.statSync(folder.file).mode! & 0o200, 0);
});

test("a file that a node has open is refused, and is free when that has ended", async (path) => {
  fill(path, rows(2));
  const program = `
    import { openSqlite } from ${JSON.stringify(import.meta.resolve("../sqlite.ts"))};
    const store = openSqlite(${JSON.stringify(path)});
    console.log("open");
    await Deno.stdin.read(new Uint8Array(1));
    store.close();`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--config",
      config,
      `data:text/typescript,${encodeURIComponent(program)}`,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await assert.rejects(read(path, keysOf), { fault: "in use" });
  const writer = child.stdin.getWriter();
  await writer.write(new Uint8Array(1));
  await writer.close();
  await reader.cancel();
  await child.status;
  assert.equal((await read(path, keysOf)).length, 2);
});

for (
  const [what, fault, make] of [
    ["nothing", "unopenable", () => {}],
    ["a folder", "unopenable", (path) => Deno.mkdirSync(path)],
    ["a text", "foreign", (path) => Deno.writeTextFileSync(path, "Dear diary. ".repeat(500))],
    ["another program's database", "foreign", (path) => {
      const birds = new DatabaseSync(path);
      birds.exec("CREATE TABLE birds (name TEXT)");
      birds.close();
    }],
    ["a store of a newer release", "newer", (path) => {
      const newer = new DatabaseSync(path);
      migrate(newer, 0);
      newer.exec(`PRAGMA user_version = ${schema_version + 1}`);
      newer.close();
    }],
    ["a store with a page of nonsense", "damaged", (path) => {
      fill(path, rows(500));
      using file = Deno.openSync(path, { write: true });
      for (let page = 2; page < 40; page++) {
        file.seekSync(4096 * page, Deno.SeekMode.Start);
        file.writeSync(new Uint8Array(4096).fill(0xff));
      }
    }],
  ] as [string, string, (path: string) => void][]
) {
  test(`${what} is refused and left as it is`, async (path, folder) => {
    make(path);
    const before = contents(folder);
    await assert.rejects(
      read(path, keysOf),
      ({ fault: found, message }: { fault: string; message: string }) => {
        assert.doesNotMatch(message, /snapshot\.sqlite/);
        return found === fault;
      },
    );
    assert.deepEqual(contents(folder), before);
  });
}

test("a folder that goes takes the snapshot along, also where it was never opened", async (path) => {
  fill(path, rows(2));
  let file: string;
  {
    using folder = SnapshotFolder.make();
    using _snapshot = await openFileSnapshot(path, folder);
    file = folder.file;
    assert.equal(Deno.statSync(join(file, "..")).mode! & 0o77, 0);
  }
  assert.throws(() => Deno.statSync(join(file, "..")), Deno.errors.NotFound);
});

const obstacle = smallDiskObstacle();
Deno.test({
  name: `file snapshot: a full disk keeps what was copied, and the copy goes on when there is room (${
    obstacle ?? "2 MiB"
  })`,
  ignore: obstacle !== undefined,
  fn: async () => {
    using disk = mountSmallDisk();
    const folder = await Deno.makeTempDir({ prefix: "foxchain_copy_test_" });
    try {
      const from = join(folder, "peers.sqlite");
      fill(from, rows(4000));
      using snapshots = SnapshotFolder.make();
      using snapshot = await openFileSnapshot(from, snapshots);
      const to = join(disk.folder, "to.sqlite");
      disk.fill(1000);
      {
        using target = new FileTarget(to, 5000);
        await assert.rejects(copyRows(snapshot, target, watch), { name: "CopyFault", side: "to" });
      }
      disk.free();
      using target = new FileTarget(to, 5000);
      const kept = target.store.count();
      assert.ok(kept < 4000, "The disk was full.");
      assert.deepEqual(await copyRows(snapshot, target, watch), {
        done: 4000,
        all: 4000,
        added: 4000 - kept,
        updated: 0,
        unfit: 0,
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

test("values of own ops are copied where TO has none in their place", async (path, folder) => {
  const store = openSqlite(path);
  await store.op_values.set({ owner: "count", space: "count", key: "a" }, "1");
  await store.op_values.set({ owner: "count", space: "count", key: "b" }, "2");
  store.close();
  using target = new FileTarget(join(folder, "to.sqlite"), 10);
  await target.store.op_values.set({ owner: "count", space: "count", key: "b" }, "9");
  using snapshots = SnapshotFolder.make();
  using snapshot = await openFileSnapshot(path, snapshots);
  assert.equal(snapshot.values_count, 2);
  const copied = await copyValues(snapshot.values(), target.store.op_values, () => false);
  assert.equal(copied, 1);
  const { op_values } = target.store;
  assert.deepEqual([op_values.get("count", "a"), op_values.get("count", "b")], ["1", "9"]);
});

test("a row of both keeps TO's text, and the later success", async (path, folder) => {
  fill(path, [row("ws://a/ws", { last_success_ms: 9, last_try_ms: 9, state: "tried" }), row("ws://b/ws")]);
  using target = new FileTarget(join(folder, "to.sqlite"), 2);
  target.store.save([row("ws://A/ws")]);
  using snapshots = SnapshotFolder.make();
  using snapshot = await openFileSnapshot(path, snapshots);
  assert.deepEqual(await copyRows(snapshot, target, watch), {
    done: 2,
    all: 2,
    added: 1,
    updated: 1,
    unfit: 0,
  });
  const { addr, state } = target.store.find("ws://a/ws")!;
  assert.deepEqual([addr, state], ["ws://A/ws", "tried"]);
  assert.deepEqual(await copyRows(snapshot, target, watch), {
    done: 2,
    all: 2,
    added: 0,
    updated: 0,
    unfit: 0,
  });
});
