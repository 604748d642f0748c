/** What a sweep sends. The server is played by a script; what it does on one is in `redis_store_test.ts` and `hostile_test.ts`. */
import assert from "node:assert/strict";
import { redis_clock_apart_max_ms, redis_rows_at_once_max } from "../limits.ts";
import { openSqlite } from "../sqlite.ts";
import type { Command, Reply } from "./server/connection.ts";
import { keysOf } from "./rows/keys.ts";
import type { RedisSession } from "./session.ts";
import { SharedClock } from "./server/shared_clock.ts";
import { sweep } from "./sweep.ts";
import { base_ms, fresh } from "./test_nodes.ts";

/** Sweeps a server that has these old and future keys, and returns what was sent. */
async function swept(old: readonly string[], future: readonly string[], apart_ms = 0): Promise<Command[]> {
  const clock = new SharedClock(() => base_ms);
  clock.compare(base_ms + apart_ms);
  const mirror = openSqlite(":memory:");
  mirror.save([fresh("ws://listed")]);
  const left = [...old];
  const sent: Command[] = [];
  const send = (command: Command): Promise<Reply> => {
    sent.push(command);
    const [name, , from, , , skipped, count] = command;
    if (name === "EVAL") {
      for (const key of command.slice(10)) if (left.includes(key)) left.splice(left.indexOf(key), 1);
      return Promise.resolve(0);
    }
    if (name !== "ZRANGEBYSCORE") return Promise.resolve(0);
    return Promise.resolve(
      from === "-inf" ? left.slice(Number(skipped), Number(skipped) + Number(count)) : future,
    );
  };
  await sweep(mirror, { keys: keysOf("test", "a"), send } as unknown as RedisSession, clock);
  mirror.close();
  return sent;
}

Deno.test("a sweep removes what is old and not listed here, and leaves what is listed", async () => {
  const sent = await swept(["ws://listed/", "ws://x/"], []);
  const [removal, ...more] = sent.filter(([name]) => name === "EVAL");
  assert.deepEqual([removal!.slice(10), more], [["ws://x/", ""], []]);
});

Deno.test("a sweep goes through more than one reading, and removes each once", async () => {
  const old = Array.from({ length: redis_rows_at_once_max + 1 }, (_, at) => `ws://x${at}/`);
  const removed = (await swept(["ws://listed/", ...old], [])).filter(([name]) => name === "EVAL")
    .flatMap((command) => command.slice(10).filter((text) => text !== ""));
  assert.deepEqual(new Set(removed), new Set(old));
  assert.equal(removed.length, old.length);
});

Deno.test("a sweep moves times from the future to now", async () => {
  const [move] = (await swept([], ["ws://x/"])).filter(([name]) => name === "ZADD");
  assert.deepEqual(move!.slice(2), ["XX", "LT", String(base_ms), "ws://x/"]);
});

Deno.test("a node whose clock is off by more than the limit sweeps nothing, in either direction", async () => {
  for (const sign of [1, -1]) {
    assert.deepEqual(await swept(["ws://x/"], ["ws://y/"], sign * (redis_clock_apart_max_ms + 1)), []);
    assert.ok((await swept(["ws://x/"], [], sign * redis_clock_apart_max_ms)).length > 0);
  }
});
