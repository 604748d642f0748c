/** What a node remembers of addresses that it forgot. What it sends is in `redis_store_test.ts` and `races_test.ts`. */
import assert from "node:assert/strict";
import { openSqlite } from "../sqlite.ts";
import { keysOf } from "./rows/keys.ts";
import { OwnWrites } from "./own_writes.ts";
import type { RedisSession } from "./session.ts";
import { SharedClock } from "./server/shared_clock.ts";
import { base_ms, fresh } from "./test_nodes.ts";

Deno.test("what was forgotten is remembered until it is old and Redis knows", async () => {
  const sessions: RedisSession[] = [];
  const mirror = openSqlite(":memory:");
  const own = new OwnWrites(mirror, keysOf("test", "a"), new SharedClock(() => base_ms), () => sessions[0]);
  mirror.save([fresh("ws://x")]);
  own.remove(["ws://x/"]);
  const remembers = () => own.forgotten.has("ws://x/", base_ms);
  own.forgotten.dropBefore(base_ms + 1);
  assert.deepEqual([remembers(), own.size], [true, 1]);
  sessions.push({ transact: () => Promise.resolve([]) } as unknown as RedisSession);
  await own.flush();
  own.forgotten.dropBefore(base_ms);
  assert.deepEqual([remembers(), own.size], [true, 0]);
  own.forgotten.dropBefore(base_ms + 1);
  assert.equal(remembers(), false);
  mirror.close();
});

Deno.test("what Redis did not take is sent again, unless it was recalled meanwhile", async () => {
  const sessions: RedisSession[] = [];
  const mirror = openSqlite(":memory:");
  const own = new OwnWrites(mirror, keysOf("test", "a"), new SharedClock(() => base_ms), () => sessions[0]);
  mirror.save([fresh("ws://x"), fresh("ws://y")]);
  own.remove(["ws://x/", "ws://y/"]);
  const answer = Promise.withResolvers<never>();
  sessions.push({ transact: () => answer.promise } as unknown as RedisSession);
  const flushed = own.flush();
  assert.equal(own.size, 0);
  own.forgotten.recall("ws://y/");
  answer.reject(new Error("gone"));
  await flushed;
  assert.deepEqual([own.forgotten.waits("ws://x/"), own.forgotten.waits("ws://y/"), own.size], [
    true,
    false,
    1,
  ]);
  sessions.pop();
  mirror.close();
});
