/** Ops that store on a disk that runs full: the caller is told, nothing acknowledged is lost, and it goes on when there is room. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { startNode } from "../node/node.ts";
import { mountSmallDisk, smallDiskObstacle } from "../storage/small_disk.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { RawClient } from "./raw_client.ts";

const obstacle = smallDiskObstacle();

const ops: Readonly<Record<string, string>> = {
  "put.js": `export const args = { key: "text?" };
export default async ({ key }, { store }) => {
  if (key === undefined) return await store.list();
  await store.set(key, key.repeat(4_000));
  return key;
};`,
  // Its write is not awaited: the answer waits for it all the same.
  "careless.js": `export const args = { key: "text" };
export default ({ key }, { store }) => { store.shared("box").set(key, key.repeat(4_000)); return key; };`,
  "vote.js": `export default (_, { store }) => store.update("votes", (n = 0) => n + 1);`,
  "box.js": `export default (_, { store }) => store.shared("box").list();`,
};

interface Answer {
  readonly status: number;
  readonly error: string;
  readonly response: unknown;
}

/** Starts a node whose ops lie elsewhere and whose values lie on the disk. */
async function withNode(
  disk: string,
  folder: string,
  work: (ask: (op: string, args?: object) => Promise<Answer>) => Promise<void>,
) {
  const storage = openSqlite(join(disk, "peers.sqlite"));
  const own_ops = { folder, values: storage.op_values };
  const node = startNode({ port: 0, host: "127.0.0.1", storage, own_ops });
  try {
    await node.own_ops_loaded;
    using client = await RawClient.connect(node.port);
    await work(async (op, args) => JSON.parse(await client.ask(JSON.stringify({ op, args }))));
  } finally {
    await node.stop();
  }
}

/** Calls with a new key until it is refused; returns the keys that were acknowledged. */
async function fillBy(ask: (op: string, args: object) => Promise<Answer>, op: string): Promise<string[]> {
  const kept: string[] = [];
  for (;;) {
    const key = `k${kept.length}`;
    const { status, error } = await ask(op, { key });
    if (status !== 200) {
      assert.match(error, /database or disk is full/);
      return kept;
    }
    kept.push(key);
  }
}

Deno.test({
  name: `values of ops on a full disk: refused aloud, none lost, taken again${
    obstacle === undefined ? "" : ` (NOT RUN: ${obstacle})`
  }`,
  ignore: obstacle !== undefined,
  async fn() {
    using disk = mountSmallDisk();
    const folder = await Deno.makeTempDir({ prefix: "foxchain_full_" });
    try {
      for (const [file, text] of Object.entries(ops)) Deno.writeTextFileSync(join(folder, file), text);
      const keys = new Map<string, string[]>();
      let votes = 0;
      disk.fill(1_024);
      await withNode(disk.folder, folder, async (ask) => {
        votes = (await ask("vote")).response as number;
        for (const op of ["put", "careless"]) {
          keys.set(op, await fillBy(ask, op));
          // The other op has no room left either, or only what a smaller write needs.
          const { status, response } = await ask("vote");
          if (status === 200) votes = response as number;
        }
        assert.ok(keys.get("put")!.length > 3, "There was room for some.");
        assert.equal((await ask("time")).status, 200);
        disk.free();
        assert.equal((await ask("put", { key: "again" })).status, 200);
        keys.get("put")!.push("again");
        votes = (await ask("vote")).response as number;
      });
      await withNode(disk.folder, folder, async (ask) => {
        for (const [op, asked] of [["put", "put"], ["careless", "box"]] as const) {
          const stored = (await ask(asked, {})).response as string[];
          assert.deepEqual(stored.sort(), keys.get(op)!.sort());
        }
        assert.equal((await ask("vote")).response, votes + 1);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
