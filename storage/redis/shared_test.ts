/** What loading does with news that come while it reads. The server is played by a script. */
import assert from "node:assert/strict";
import { openSqlite } from "../sqlite.ts";
import type { Command, Reply } from "./server/connection.ts";
import { keysOf } from "./rows/keys.ts";
import { markOf } from "./rows/news.ts";
import { OwnWrites } from "./own_writes.ts";
import { RegisterBatch } from "./register_batch.ts";
import { sharedText } from "./rows/row_texts.ts";
import type { RedisSession } from "./session.ts";
import { Shared } from "./shared.ts";
import { SharedClock } from "./server/shared_clock.ts";
import { base_ms, fresh } from "./test_nodes.ts";

/** A mirror, and a session whose scan of the rows gives these. `meanwhile` happens after they were read. */
function loading(addrs: readonly string[], meanwhile: (shared: Shared) => void) {
  const clock = new SharedClock(() => base_ms);
  const mirror = openSqlite(":memory:");
  const own = new OwnWrites(mirror, keysOf("test", "a"), clock, () => undefined);
  const shared = new Shared(mirror, own, clock);
  const keys = keysOf("test", "a");
  const send = ([command, key]: Command): Promise<Reply> => {
    if (command !== "HSCAN" || key !== keys.peers) return Promise.resolve(["0", []]);
    queueMicrotask(() => meanwhile(shared));
    return Promise.resolve(["0", addrs.flatMap((addr) => [`${addr}/`, sharedText(fresh(addr))])]);
  };
  const session = { keys, send, clock } as unknown as RedisSession;
  return { mirror, own, shared, session, load: () => shared.load(session) };
}

Deno.test("loading does not bring back what was removed for all after it was read", async () => {
  const { mirror, load } = loading(["ws://x", "ws://y"], (shared) => {
    shared.take({ rows: [], removed: [["ws://x/", base_ms]] });
  });
  await load();
  assert.deepEqual(mirror.page(10), ["ws://y"]);
  mirror.close();
});

Deno.test("loading keeps what was told after it was read, and does not tell it again", async () => {
  const { mirror, own, load } = loading(["ws://x"], (shared) => {
    shared.take({ rows: [fresh("ws://new")], removed: [] });
  });
  await load();
  assert.deepEqual([mirror.count(), own.waits("ws://new/")], [2, false]);
  mirror.close();
});

Deno.test("loading does not tell again what was registered here meanwhile", async () => {
  const batch = new RegisterBatch();
  const { mirror, own, shared, load, session } = loading([], () => {
    mirror.save([fresh("ws://new")]);
    void shared.confirm(batch, [1], session);
  });
  batch.add(fresh("ws://new"), { waiting: true, forgotten: false });
  await load();
  assert.deepEqual([mirror.count(), own.waits("ws://new/")], [1, false]);
  mirror.close();
});

Deno.test("what Redis had lost is written again, also if another node told of it while all was loaded", async () => {
  const { mirror, own, load } = loading([], (shared) => {
    shared.take({ rows: [fresh("ws://X/")], removed: [] });
  });
  mirror.save([fresh("ws://x")]);
  await load();
  // The answer to that says which spelling counts.
  assert.ok(own.waits("ws://x/"));
  mirror.close();
});

Deno.test("what the mirror alone has is given back after a load, and what is old leaves it", async () => {
  const { mirror, own, load } = loading([], () => {});
  mirror.save([fresh("ws://new"), fresh("ws://old", { last_heard_ms: 5 })]);
  await load();
  assert.deepEqual([mirror.page(10), own.waits("ws://new/")], [["ws://new"], true]);
  mirror.close();
});

Deno.test("a register that fails takes nothing along that the stream has shown", () => {
  const { mirror, shared } = loading([], () => {});
  mirror.save([fresh("ws://x"), fresh("ws://y")]);
  shared.unconfirmed.sent(["ws://x/", "ws://y/"]);
  shared.take({ rows: [fresh("ws://x")], removed: [] });
  assert.ok(shared.unconfirmed.has("ws://x/"), "its own acknowledgement is still to come");
  assert.deepEqual(shared.unconfirmed.failed(["ws://x/", "ws://y/"]), ["ws://y/"]);
  mirror.close();
});

Deno.test("the first spelling stays, also if this node's own news comes in the moment of the answer", async () => {
  const clock = new SharedClock(() => base_ms);
  const mirror = openSqlite(":memory:");
  const keys = keysOf("test", "a");
  const shared = new Shared(mirror, new OwnWrites(mirror, keys, clock, () => undefined), clock);
  const second = fresh("ws://x/");
  mirror.save([second]);
  shared.unconfirmed.sent([second.key]);
  const batch = new RegisterBatch();
  batch.add(second, { waiting: true, forgotten: false });
  const { save } = mirror;
  mirror.save = (rows) => {
    mirror.save = save;
    mirror.save(rows);
    queueMicrotask(() => shared.take({ rows: [second], removed: [] }));
  };
  const send = () => Promise.resolve([sharedText(fresh("ws://x"))]);
  await shared.confirm(batch, [0], { keys, send, clock } as unknown as RedisSession);
  await Promise.resolve();
  assert.deepEqual(mirror.page(10), ["ws://x"]);
  mirror.close();
});

Deno.test("a node reads its own registers where a removal, a failure or a load came between", async () => {
  const { mirror, shared, load } = loading([], () => {});
  const keys = keysOf("test", "a");
  const batch = new RegisterBatch();
  batch.add(fresh("ws://x"), { waiting: true, forgotten: false });
  const between: readonly (() => void | Promise<void>)[] = [
    () => shared.take({ rows: [], removed: [["ws://x/", base_ms]] }),
    () => shared.withdraw(batch),
    load,
  ];
  for (const happens of between) {
    const mark = shared.own_news.sent(batch);
    const entry = batch.commands(keys, new SharedClock(() => base_ms), mark).find(([name]) =>
      name === "XADD"
    )!;
    assert.equal(markOf(entry.slice(entry.indexOf("rows"))), mark);
    assert.equal(shared.own_news.knows(mark), true);
    await happens();
    assert.equal(shared.own_news.knows(mark), false);
  }
  mirror.close();
});
