/**
 * What the stores cost: `deno bench -A bench/storage_bench.ts`. The SQLite files are in the system's folder for
 * temporary files; where that is a RAM disk, waiting for the disk costs nothing and the figures mean little.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { MemoryStorage } from "../storage/memory.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { insert_row, parameters } from "../storage/sqlite_rows.ts";
import { migrate } from "../storage/schema.ts";
import type { PeerRow } from "../storage/peer_row.ts";
import type { PeerStore } from "../storage/storage.ts";
import { row, rows } from "../storage/test_rows.ts";

const stored = 100_000;
const options = { rows_max: Infinity };
const folder = Deno.makeTempDirSync();
const stores: Record<string, PeerStore> = {
  memory: new MemoryStorage(options),
  sqlite: openSqlite(join(folder, "peers.sqlite"), options),
};
for (const store of Object.values(stores)) {
  // A tenth of them reached at some time.
  store.save(
    rows(stored).map((each, index) => ({
      ...each,
      last_success_ms: index % 10 === 0 ? index * 7_919 % stored : null,
    })),
  );
}

/** The plain way, for comparison: each insert commits by itself, as safely as the store does. */
const plain = new DatabaseSync(join(folder, "plain.sqlite"));
plain.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
migrate(plain, 0);
const plain_insert = plain.prepare(insert_row);

globalThis.addEventListener("unload", () => {
  for (const store of Object.values(stores)) store.close();
  plain.close();
  Deno.removeSync(folder, { recursive: true });
});

let next = stored;
const template = row("ws://peer.example:9000/ws");
/** New rows, made without parsing an address, so that the store is what is measured. */
function fresh(count: number): PeerRow[] {
  return Array.from({ length: count }, () => {
    const addr = `ws://peer-${next++}.example:9000/ws`;
    return { ...template, key: addr, addr };
  });
}
const known = rows(50);

for (const [name, store] of Object.entries(stores)) {
  const baseline = name === "memory";
  Deno.bench({
    name: `${name}: register 1, wait for it`,
    group: "register 1",
    baseline,
    fn: async () => await store.register(fresh(1)),
  });
  Deno.bench({
    name: `${name}: 50 callers register 1 each in one turn`,
    group: "register 50",
    baseline,
    fn: async () => void await Promise.all(fresh(50).map((each) => store.register([each]))),
  });
  Deno.bench({
    name: `${name}: 50 callers register 1 known address each`,
    group: "register 50 known",
    baseline,
    fn: async () => void await Promise.all(known.map((each) => store.register([each]))),
  });
  Deno.bench({
    name: `${name}: register a list of 1,000`,
    group: "register 1,000",
    baseline,
    fn: async () => await store.register(fresh(1_000)),
  });
  for (const limit of [1_000, 10_000]) {
    const group = `page(${limit.toLocaleString("en")}) of ${stored.toLocaleString("en")} and more`;
    Deno.bench({ name: `${name}: ${group}`, group, baseline, fn: () => void store.page(limit) });
  }
  const group = "page(1,000) from the middle";
  const { key } = row(rows(1, stored / 2)[0]!.addr);
  Deno.bench({ name: `${name}: ${group}`, group, baseline, fn: () => void store.page(1_000, key) });
}

Deno.bench(
  "plain insert: 1",
  { group: "register 1" },
  () => void plain_insert.run(...parameters(fresh(1)[0]!)),
);
Deno.bench("plain insert: 50, one after the other", { group: "register 50" }, () => {
  for (const each of fresh(50)) plain_insert.run(...parameters(each));
});

const unchanged = join(folder, "unchanged.sqlite");
const made = openSqlite(unchanged, options);
made.save(rows(stored));
made.close();
Deno.bench(
  `sqlite: open ${stored.toLocaleString("en")} rows and close`,
  { group: "open" },
  () => openSqlite(unchanged, options).close(),
);
