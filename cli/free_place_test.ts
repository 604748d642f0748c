import assert from "node:assert/strict";
import { join } from "node:path";
import { openSqlite } from "../storage/sqlite.ts";
import { freeFile, freePort } from "./free_place.ts";
import { free_places_tried_max } from "./limits.ts";

/** An address of its own, where that exists: other tests open ports of 127.0.0.1 at the same time. */
const hostname = Deno.build.os === "linux" ? "127.83.12.5" : "127.0.0.1";

Deno.test("freePort() names the wanted port if it is free, and never one that is in use", () => {
  const first = Deno.listen({ hostname, port: 0 });
  const { port } = first.addr;
  const found = freePort(port, hostname);
  assert.ok(found !== port && Math.abs(found - port) <= free_places_tried_max, `${found} for ${port}`);
  const second = Deno.listen({ hostname, port: found });
  assert.ok(![port, found].includes(freePort(port, hostname)));
  second.close();
  first.close();
  assert.equal(freePort(port, hostname), port);
});

Deno.test("freePort() stays within the ports there are, and leaves the choice to the system where none is free", () => {
  const last = freePort(65_535, hostname);
  assert.ok(last > 65_535 - free_places_tried_max - 1 && last <= 65_535, `${last}`);
  assert.equal(freePort(9000, "203.0.113.7"), 0);
});

Deno.test("freeFile() names a file beside the one in use, which nobody uses", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain-free-file-" });
  const at = (name: string) => join(folder, name);
  try {
    assert.equal(freeFile(at("peers.sqlite")), at("peers-2.sqlite"));
    const second = openSqlite(at("peers-2.sqlite"));
    assert.equal(freeFile(at("peers.sqlite")), at("peers-3.sqlite"));
    assert.equal(freeFile(at("peers-2.sqlite")), at("peers-3.sqlite"));
    second.close();
    // It has the peers of the second node of yesterday.
    assert.equal(freeFile(at("peers.sqlite")), at("peers-2.sqlite"));
    assert.equal(freeFile(at("peers-2.sqlite")), at("peers-3.sqlite"));
    await Deno.writeTextFile(at("essay-2.db"), "My essay. ".repeat(100));
    assert.equal(freeFile(at("essay.db")), at("essay-3.db"));
    assert.equal(freeFile(at("essay.txt")), at("peers-2.sqlite"));
    assert.equal(freeFile(at("none/peers.sqlite")), ":memory:");
    for (let number = 2; number < 2 + free_places_tried_max; number++) {
      await Deno.writeTextFile(at(`full-${number}.sqlite`), "My essay.".repeat(20));
    }
    assert.equal(freeFile(at("full.sqlite")), ":memory:");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
