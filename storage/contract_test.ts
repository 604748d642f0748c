/** Runs what every store must do on those of this folder. `redis/` has its own. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { MemoryStorage } from "./memory.ts";
import { openSqlite } from "./sqlite.ts";
import type { PeerStore } from "./storage.ts";
import { contract, type Options } from "./test_contract.ts";
import { row } from "./test_rows.ts";

type Open = (folder: string, options?: Options) => PeerStore;

const stores: Record<string, Open> = {
  MemoryStorage: (_folder, options) => new MemoryStorage(options),
  SqliteStorage: (folder, options) => openSqlite(join(folder, "peers.sqlite"), options),
  "SqliteStorage in memory": (_folder, options) => openSqlite(":memory:", options),
};

for (const [name, open] of Object.entries(stores)) contract(name, open);

/** Stores that outlive the process: what they were told is there when they are opened anew. */
const lasting: Record<string, Open> = { SqliteStorage: stores.SqliteStorage! };

for (const [name, open] of Object.entries(lasting)) {
  Deno.test(`${name} has after a reopening what it was told before, and not what was removed`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      const before = open(folder);
      await before.register([row("ws://a"), row("ws://b"), row("ws://c")]);
      before.save([row("ws://d", { ip: "1.2.3.4", last_success_ms: 5, state: "good", anchor: true })]);
      before.remove([row("ws://b").key]);
      const [page, loaded] = [before.page(10), before.load(10)];
      before.close();
      const after = open(folder);
      assert.deepEqual([after.count(), after.page(10), after.load(10)], [3, page, loaded]);
      after.close();
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
