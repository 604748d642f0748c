import assert from "node:assert/strict";
import { join } from "node:path";
import { isAvailable } from "./available.ts";
import { openSqlite } from "./sqlite.ts";

async function inFolder(test: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain-available-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a file is available when it is not there, empty, or a peer store that nobody uses", async () => {
  await inFolder((folder) => {
    const path = join(folder, "peers.sqlite");
    assert.equal(isAvailable(path), true);
    assert.deepEqual([...Deno.readDirSync(folder)], [], "asking made a file");
    Deno.writeTextFileSync(path, "");
    assert.equal(isAvailable(path), true);
    const store = openSqlite(path);
    assert.equal(isAvailable(path), false, "this process uses it");
    store.close();
    const before = Deno.readFileSync(path);
    assert.equal(isAvailable(path), true);
    assert.deepEqual(Deno.readFileSync(path), before);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["peers.sqlite"]);
  });
});

Deno.test("a file of something else, a folder and a file in no folder are not available", async () => {
  await inFolder((folder) => {
    const essay = join(folder, "essay.sqlite");
    Deno.writeTextFileSync(essay, "My essay. ".repeat(100));
    for (const path of [essay, folder, join(folder, "none", "peers.sqlite")]) {
      assert.equal(isAvailable(path), false, path);
    }
  });
});

Deno.test("a store that another process uses is not available, and stays that process's own", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "peers.sqlite");
    const script = new URL("../tests/fixtures/hold_store.ts", import.meta.url).pathname;
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", script, path],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    await reader.read();
    for (let turn = 0; turn < 2; turn++) assert.equal(isAvailable(path), false);
    assert.throws(() => openSqlite(path), { fault: "in use" });
    await holder.stdin.close();
    await reader.cancel();
    assert.equal((await holder.status).code, 0);
    assert.equal(isAvailable(path), true);
  });
});
