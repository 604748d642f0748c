import assert from "node:assert/strict";
import type { Target } from "../discovery/group.ts";
import { heard_per_source_group_max, rows_written_at_once } from "../discovery/limits.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { logOf } from "./logging.ts";
import { MembershipHost } from "./membership_host.ts";
import { PeerList } from "./peer_list.ts";
import { WriteBehind } from "./write_behind.ts";

const loopback = { ip: "127.0.0.1", scope: "loopback" } as const;

Deno.test("an address that was registered again before its removal was written stays", async () => {
  const storage = new MemoryStorage();
  const peers = new PeerList(storage, () => 0);
  await peers.register(["ws://a/ws", "ws://b/ws"], loopback);
  const writes = new WriteBehind(storage, logOf("node"));
  writes.add({ rows: [], removed: ["ws://a/ws", "ws://b/ws"] });
  writes.keep(["ws://a/ws"]);
  writes.writeAll();
  assert.deepEqual(storage.page(10), ["ws://a/ws"]);
});

Deno.test("a stranger that registers without end does not fill the store", async () => {
  const storage = new MemoryStorage({ rows_max: 10_000 });
  const host = new MembershipHost({
    membership: { dial: false },
    storage,
    dial: () => Promise.reject(new Error("nobody is dialled here")),
    clock: { now_ms: () => 0, after: () => () => {} },
    log: logOf("node"),
    connect: () => {
      throw new Error("nobody connects here");
    },
  });
  const peers = new PeerList(
    storage,
    () => 0,
    (targets: readonly Target[], source) => host.registered(targets, source),
  );
  await peers.register(["ws://class.room/ws"], loopback);
  for (let round = 0; round < 30; round++) {
    // Half of them lead to private addresses, which a stranger can't have dialled.
    const list = Array.from(
      { length: 1000 },
      (_, n) => `ws://${n % 2 ? "10" : "9"}.${round}.${n >> 8}.${n & 255}/`,
    );
    await peers.register(list, { ip: "203.0.113.7", scope: "public" });
    assert.ok(storage.count() <= 1 + heard_per_source_group_max + rows_written_at_once + list.length);
  }
  host.stop();
  assert.equal(storage.count(), 1 + heard_per_source_group_max);
  assert.ok(storage.page(1000)!.includes("ws://class.room/ws"));
});
