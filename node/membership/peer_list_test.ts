import assert from "node:assert/strict";
import type { PeerRow } from "../../storage/peer_row.ts";
import type { Source } from "../../ops/context.ts";
import { OpError } from "../../ops/op_error.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { row } from "../../storage/test_rows.ts";
import { StorageError, type StorageFault } from "../../storage/storage.ts";
import { prepared_pages_characters_max } from "../limits.ts";
import { PeerList } from "./peer_list.ts";

const source: Source = { ip: "192.168.1.7", scope: "private" };

/** A store that counts how often it is asked for a page. */
class CountingStorage extends MemoryStorage {
  pages = 0;

  override page(limit: number, after_key?: string): string[] | undefined {
    this.pages++;
    return super.page(limit, after_key);
  }
}

Deno.test("PeerList tells of each address whether it is stored and why not, in the order in which they came", async () => {
  const peers = new PeerList(new MemoryStorage(), () => 0);
  assert.deepEqual(await peers.register(["ws://b", "http://c", "ws://a", "ws://"], source), {
    accepted: ["ws://b", "ws://a"],
    ignored: [
      { addr: "http://c", reason: "does not begin with ws:// or wss://" },
      { addr: "ws://", reason: "has no host" },
    ],
  });
  assert.equal(peers.page(1_000).text, '{"peers":["ws://a","ws://b"]}');
});

Deno.test("PeerList stores who told an address and when, and nothing where there is nothing", async () => {
  const stored: PeerRow[] = [];
  class Recording extends MemoryStorage {
    override register(rows: readonly PeerRow[]): Promise<void> {
      stored.push(...rows);
      return super.register(rows);
    }
  }
  const peers = new PeerList(new Recording(), () => 1_234);
  await peers.register([], source);
  await peers.register(["http://a"], source);
  assert.equal(stored.length, 0);
  await peers.register(["ws://A:80"], source);
  assert.equal(stored.length, 1);
  const row = stored[0]!;
  assert.equal(row.addr, "ws://A:80");
  assert.equal(row.key, "ws://a/");
  assert.equal(row.source_scope, "private");
  assert.deepEqual([row.first_heard_ms, row.last_heard_ms, row.last_success_ms, row.state], [
    1_234,
    1_234,
    null,
    "heard",
  ]);
});

Deno.test("PeerList asks the store for the usual page only when the set has changed", async () => {
  const storage = new CountingStorage();
  const peers = new PeerList(storage, () => 0);
  await peers.register(["ws://a"], source);
  assert.equal(peers.page(1_000), peers.page(1_000));
  assert.equal(storage.pages, 1);
  await peers.register(["ws://a"], source);
  peers.page(1_000);
  assert.equal(storage.pages, 1);
  await peers.register(["ws://b"], source);
  assert.equal(peers.page(1_000).text, '{"peers":["ws://b","ws://a"]}');
  assert.equal(storage.pages, 2);
  assert.equal(peers.page(1).text, '{"peers":["ws://b"]}');
  assert.equal(peers.page(1_000, "ws://b").text, '{"peers":["ws://a"]}');
});

Deno.test("PeerList reads a long page once, however often it is asked for, until the set has changed", async () => {
  const storage = new CountingStorage();
  const peers = new PeerList(storage, () => 0);
  await peers.register(["ws://a", "ws://b"], source);
  for (let turn = 0; turn < 5; turn++) {
    peers.page(10_000);
    peers.page(10_000, "ws://b");
    peers.page(1_000);
  }
  assert.equal(storage.pages, 3);
  await peers.register(["ws://c"], source);
  assert.equal(peers.page(10_000).text, '{"peers":["ws://c","ws://b","ws://a"]}');
  assert.equal(storage.pages, 4);
});

Deno.test("PeerList keeps no more ready than the limit says", () => {
  const addr = "ws://" + "a".repeat(200);
  class Long extends CountingStorage {
    override page(limit: number): string[] {
      super.page(limit);
      return Array(limit).fill(addr);
    }
  }
  const storage = new Long();
  const peers = new PeerList(storage, () => 0);
  const pages = Math.ceil(prepared_pages_characters_max / (2 * 9_000 * addr.length)) + 1;
  for (let n = 0; n < pages; n++) peers.page(9_000 + n);
  assert.equal(storage.pages, pages);
  peers.page(9_000 + pages - 1);
  assert.equal(storage.pages, pages);
  peers.page(9_000);
  assert.equal(storage.pages, pages + 1);
});

Deno.test("PeerList tells what a page costs: what it lists, and how far into the set it begins", () => {
  class Full extends MemoryStorage {
    stored = 100_000;
    override count(): number {
      return this.stored;
    }
  }
  const storage = new Full();
  const peers = new PeerList(storage, () => 0);
  assert.equal(peers.pageCost(1_000), 1);
  assert.equal(peers.pageCost(1), 1);
  assert.equal(peers.pageCost(101), 2);
  assert.equal(peers.pageCost(10_000), 100);
  assert.equal(peers.pageCost(1, "ws://a"), 21);
  assert.equal(peers.pageCost(-1e308), 1);
  storage.stored = 50;
  assert.equal(peers.pageCost(10_000, "ws://a"), 1);
});

Deno.test("PeerList finds the place of a page by any spelling of an address, and says where there is none", async () => {
  const peers = new PeerList(new MemoryStorage(), () => 0);
  await peers.register(["ws://a", "ws://b"], source);
  assert.equal(peers.page(5, "ws://B:80/").text, '{"peers":["ws://a"]}');
  for (const after of ["ws://c", "", "no address"]) {
    assert.throws(() => peers.page(5, after), (error) => error instanceof OpError && error.status === 500);
  }
});

Deno.test("PeerList makes of a store's refusal an answer, and lets bugs be bugs", async () => {
  class Refusing extends MemoryStorage {
    constructor(readonly error: Error) {
      super();
    }
    override register(): Promise<void> {
      return Promise.reject(this.error);
    }
  }
  const cases: readonly (readonly [StorageFault, number])[] = [
    ["full", 503],
    ["away", 503],
    ["unwritable", 500],
  ];
  for (const [fault, status] of cases) {
    const peers = new PeerList(new Refusing(new StorageError(fault, { en: "No.", zh: "停" })), () => 0);
    await assert.rejects(peers.register(["ws://a"], source), new OpError(status, "No."));
  }
  const bug = new TypeError("bug");
  await assert.rejects(new PeerList(new Refusing(bug), () => 0).register(["ws://a"], source), bug);
});

Deno.test("PeerList pages on from an address that an earlier version kept and this one refuses", async () => {
  const storage = new MemoryStorage();
  const kept = row("ws://1.0.0.0:9000/ws", { key: "ws://0.0.0.0:9000/ws", addr: "ws://0:9000/ws" });
  await storage.register([row("ws://a/ws"), kept, row("ws://b/ws")]);
  const peers = new PeerList(storage, () => 0);
  assert.equal(peers.page(2).text, '{"peers":["ws://b/ws","ws://0:9000/ws"]}');
  assert.equal(peers.page(2, "ws://0:9000/ws").text, '{"peers":["ws://a/ws"]}');
});
