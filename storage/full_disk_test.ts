/** What happens to the SQLite store when the disk is really full or read-only. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { PeerRow } from "./peer_row.ts";
import { mountSmallDisk, smallDiskObstacle } from "./small_disk.ts";
import { openSqlite } from "./sqlite.ts";
import { row, rows } from "./test_rows.ts";

const obstacle = smallDiskObstacle();

/** One test on a disk of its own, or an ignored one whose name says why. */
function test(
  sentence: string,
  body: (path: string, disk: ReturnType<typeof mountSmallDisk>) => Promise<void> | void,
) {
  Deno.test({
    name: `SqliteStorage ${sentence}${obstacle === undefined ? "" : ` [${obstacle}]`}`,
    ignore: obstacle !== undefined,
    async fn() {
      using disk = mountSmallDisk();
      await body(join(disk.folder, "peers.sqlite"), disk);
    },
  });
}

test(
  "loses nothing that was acknowledged on a full disk, keeps serving, and recovers when there is room",
  async (path, disk) => {
    let store = openSqlite(path);
    const acknowledged: PeerRow[] = [];
    /** Registers in calls of some rows each until one fails; all calls of a round share a turn. */
    const registerUntilFull = async (size: number, from: number) => {
      for (let next = from;; next += 5 * size) {
        const calls = Array.from({ length: 5 }, (_, call) => rows(size, next + call * size));
        const outcomes = await Promise.allSettled(calls.map((call) => store.register(call)));
        calls.forEach((call, index) => {
          if (outcomes[index]!.status === "fulfilled") acknowledged.push(...call);
        });
        const failed = outcomes.find((outcome) => outcome.status === "rejected");
        if (failed === undefined) continue;
        assert.equal(failed.reason.fault, "unwritable");
        assert.match(failed.reason.message, /full/);
        return;
      }
    };
    const exactlyTheAcknowledged = () => {
      assert.equal(store.count(), acknowledged.length);
      assert.deepEqual(new Set(store.page(50_000)), new Set(acknowledged.map(({ addr }) => addr)));
    };

    disk.fill(1_280);
    await registerUntilFull(20, 0);
    exactlyTheAcknowledged();
    disk.fill();
    for (let attempt = 1; attempt <= 3; attempt++) {
      await registerUntilFull(1, attempt * 100_000);
      exactlyTheAcknowledged();
    }
    assert.throws(() => {
      // The last free pages of the log may take a few.
      for (let attempt = 0; attempt < 1_000; attempt++) store.probe();
    }, { fault: "unwritable", message: /full/ });

    disk.free();
    store.probe();
    await store.register([row("ws://room-again")]);
    acknowledged.push(row("ws://room-again"));
    exactlyTheAcknowledged();

    disk.fill();
    await registerUntilFull(1, 900_000);
    store.close();
    store = openSqlite(path);
    exactlyTheAcknowledged();
    store.close();
  },
);

test("says that the disk is full when it can't be created", (path, disk) => {
  disk.fill();
  assert.throws(() => openSqlite(path), { fault: "unopenable", message: /full/ });
  disk.free();
  openSqlite(path).close();
});

test("says that a file or its folder is read-only", (path, disk) => {
  openSqlite(path).close();
  disk.protect();
  assert.throws(() => openSqlite(path), { fault: "unopenable", message: /read-only/ });
  assert.throws(() => openSqlite(`${path}2`), { fault: "unopenable", message: /unable to open/ });
});
