/** A node whose store refuses writes: clients hear a clear error, nothing acknowledged is lost, the rest goes on. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { configureLogging } from "../node/logging.ts";
import { type NetworkOptions, startNode } from "../node/node.ts";
import { mountSmallDisk, smallDiskObstacle } from "../storage/small_disk.ts";
import { openDatabase } from "../storage/sqlite_open.ts";
import { openSqlite, SqliteStorage } from "../storage/sqlite.ts";
import type { PeerStore } from "../storage/storage.ts";
import { rows } from "../storage/test_rows.ts";
import { RawClient } from "./raw_client.ts";
import { within } from "./test_node.ts";

const limit_ms = 60_000;
const accepted = { status: 202, error: "Accepted" };

/** A running node and one client of it. */
interface Dialogue {
  readonly port: number;
  ask(request: unknown): Promise<{ status: number; error: string; response?: unknown }>;
}

async function withNodeOver(
  storage: PeerStore,
  work: (dialogue: Dialogue) => Promise<void>,
  network?: NetworkOptions,
): Promise<void> {
  const node = startNode({ port: 0, host: "127.0.0.1", storage, network });
  try {
    using client = await RawClient.connect(node.port);
    const ask = async (request: unknown) => JSON.parse(await client.ask(JSON.stringify(request)));
    await within(limit_ms, "the dialogue", work({ port: node.port, ask }));
  } finally {
    await node.stop();
  }
}

function register(...addr: string[]) {
  return { op: "register", args: { addr } };
}

/** Asks until `/readyz` answers so; an outcome is kept for a second. The test's own limit ends it otherwise. */
async function readinessBecomes(port: number, status: number): Promise<void> {
  let answered;
  do {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.body?.cancel();
    answered = response.status;
  } while (answered !== status);
}

Deno.test("a node whose database is read-only answers 500 to register, goes on serving, and recovers", async () => {
  const database = openDatabase(":memory:");
  await withNodeOver(new SqliteStorage(database), async ({ port, ask }) => {
    assert.deepEqual(await ask(register("ws://kept")), accepted);
    await readinessBecomes(port, 200);

    database.exec("PRAGMA query_only = 1");
    assert.deepEqual(await ask(register("ws://lost")), {
      status: 500,
      error: "The peer store can't be written: attempt to write a readonly database.",
      response: null,
    });
    await readinessBecomes(port, 503);
    assert.deepEqual((await ask({ op: "peers" })).response, { peers: ["ws://kept"] });
    assert.equal((await ask({ op: "time" })).status, 200);

    database.exec("PRAGMA query_only = 0");
    assert.deepEqual(await ask(register("ws://new")), accepted);
    await readinessBecomes(port, 200);
    assert.deepEqual((await ask({ op: "peers" })).response, { peers: ["ws://new", "ws://kept"] });
  });
});

const obstacle = smallDiskObstacle();

Deno.test({
  name: `a node on a full disk answers 500, keeps what it acknowledged, and recovers when there is room${
    obstacle === undefined ? "" : ` [${obstacle}]`
  }`,
  ignore: obstacle !== undefined,
  async fn() {
    using disk = mountSmallDisk();
    const path = join(disk.folder, "peers.sqlite");
    const acknowledged: string[] = [];
    const listed = async ({ ask }: Dialogue) => {
      const { peers } = (await ask({ op: "peers", args: { limit: 10_000 } })).response as { peers: string[] };
      return peers.sort();
    };
    disk.fill(1_280);
    await withNodeOver(openSqlite(path), async (dialogue) => {
      for (let list = 0;; list++) {
        const addresses = Array.from(
          { length: 50 },
          (_, index) => `ws://peer-${list}-${index}.example:9000/ws`,
        );
        const answer = await dialogue.ask(register(...addresses));
        if (answer.status !== 202) {
          const error = "The peer store can't be written: database or disk is full.";
          assert.deepEqual(answer, { status: 500, error, response: null });
          break;
        }
        acknowledged.push(...addresses);
      }
      assert.ok(acknowledged.length > 0);
      assert.deepEqual(await listed(dialogue), acknowledged.sort());

      disk.free();
      assert.deepEqual(await dialogue.ask(register("ws://room-again")), accepted);
      acknowledged.push("ws://room-again");
    });
    await withNodeOver(openSqlite(path), async (dialogue) => {
      assert.deepEqual(await listed(dialogue), acknowledged.sort());
    });
  },
});

/** A network of which nothing can be reached. */
const offline: NetworkOptions = { dial: () => Promise.reject(new Error("offline")) };

/** A running node over a store of 2,000 addresses in a file, what it logs, and that file. */
async function withStoredNode(work: (dialogue: Dialogue, path: string, lines: string[]) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "peers.sqlite");
  const lines: string[] = [];
  configureLogging({ format: "text", debug: false, color: false, write: (line) => lines.push(line) });
  try {
    const before = openSqlite(path);
    await before.register(rows(2_000));
    before.close();
    await withNodeOver(openSqlite(path), (dialogue) => work(dialogue, path, lines), offline);
  } finally {
    configureLogging({ format: "text", debug: false, color: false, write: () => {} });
    await Deno.remove(folder, { recursive: true });
  }
}

const unix = Deno.build.os !== "windows";

Deno.test({
  name: "a node whose database was deleted acknowledges nothing, says so on /readyz and once in the log",
  ignore: !unix,
  fn: () =>
    withStoredNode(async ({ port, ask }, path, lines) => {
      await readinessBecomes(port, 200);
      await Deno.remove(path);
      const { status, error } = await ask(register("ws://lost"));
      assert.equal(status, 500);
      assert.match(error, /was deleted while this node runs.*foxchain peers --all/);
      await ask(register("ws://lost-too"));
      await readinessBecomes(port, 503);
      const { peers } = (await ask({ op: "peers" })).response as { peers: string[] };
      assert.equal(peers.length, 1_000);
      assert.equal(
        lines.filter((line) => / \[WRN\] foxchain·node: Clients are refused: .* was deleted/.test(line))
          .length,
        1,
      );
      assert.ok(!lines.some((line) => line.includes("Bug in")), lines.join(""));
    }),
});

Deno.test({
  name: "a node whose database was damaged while it runs tells clients what to do, and calls it no bug",
  ignore: !unix,
  fn: () =>
    withStoredNode(async ({ port, ask }, path, lines) => {
      const { size } = await Deno.stat(path);
      await Deno.writeFile(path, new Uint8Array(size).fill(0xa5), { create: false });
      const { status, error } = await ask({ op: "peers", args: { limit: 10_000 } });
      assert.equal(status, 500);
      assert.match(error, /The peer store is damaged: .*Stop the node/);
      await readinessBecomes(port, 503);
      assert.equal((await ask({ op: "time" })).status, 200);
      assert.ok(!lines.some((line) => line.includes("Bug in")), lines.join(""));
    }),
});
