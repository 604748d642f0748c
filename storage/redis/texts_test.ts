/** Sizes of what is read from Redis and told through it, on both sides of each limit. */
import assert from "node:assert/strict";
import {
  redis_news_characters_max,
  redis_news_max,
  redis_news_rows_max,
  redis_rows_at_once_max,
  redis_text_characters_max,
} from "../limits.ts";
import type { PeerRow } from "../peer_row.ts";
import { openSqlite } from "../sqlite.ts";
import type { Command, Reply } from "./server/connection.ts";
import { keysOf } from "./rows/keys.ts";
import { newsOf, tellOf, toldOf, trimming } from "./rows/news.ts";
import { OwnWrites } from "./own_writes.ts";
import { ownOf, ownText, sharedOf, sharedText } from "./rows/row_texts.ts";
import type { RedisSession } from "./session.ts";
import { SharedClock } from "./server/shared_clock.ts";
import { base_ms, fresh, freshRows, redisTest } from "./test_nodes.ts";

const keys = keysOf("test", "a");
const clock = new SharedClock(() => base_ms);
const told = (row: PeerRow) => toldOf(row, clock);

Deno.test("a text of the greatest length is read, and one character more is not", () => {
  for (
    const [text, read] of [[sharedText(fresh("ws://a")), (text: string) => sharedOf("ws://a/", text)], [
      ownText(fresh("ws://a")),
      ownOf,
    ]] as const
  ) {
    const room = redis_text_characters_max - text.length;
    assert.ok(read(text + " ".repeat(room)));
    assert.equal(read(text + " ".repeat(room + 1)), undefined);
  }
});

Deno.test("the longest rows there are fit the limits of a text and of an entry", () => {
  // Each of these characters becomes nine in the key.
  const addrs = Array.from({ length: redis_rows_at_once_max }, (_, at) => `ws://a${at}/`.padEnd(256, "狐"));
  const rows = addrs.map((addr) =>
    fresh(addr, {
      source_group: "g".repeat(64),
      group: "g".repeat(253),
      last_success_ms: base_ms,
      reliability: 1 / 3,
    })
  );
  for (const row of rows) assert.ok(2 * sharedText(row).length < redis_text_characters_max);
  for (const row of rows) assert.ok(2 * ownText(row).length < redis_text_characters_max);
  const entry = tellOf(rows.slice(0, redis_news_rows_max).map(told), keys)[0]!.at(-1)!;
  assert.ok(entry.length < redis_news_characters_max / 4, `${entry.length}`);
  const removed = JSON.stringify(rows.map(({ key }) => [key, base_ms]));
  assert.ok(removed.length < redis_news_characters_max, `${removed.length}`);
});

Deno.test("an entry of the greatest length is read, and one character more is not", () => {
  const text = JSON.stringify([["ws://a/", 5]]);
  const room = redis_news_characters_max - text.length;
  assert.equal(newsOf(["removed", text + " ".repeat(room)])!.removed.length, 1);
  assert.equal(newsOf(["removed", text + " ".repeat(room + 1)]), undefined);
});

Deno.test("an entry tells of as many rows as the limit says, and one more begins another", () => {
  assert.equal(tellOf(freshRows(redis_news_rows_max).map(told), keys).length, 1);
  assert.equal(tellOf(freshRows(redis_news_rows_max + 1).map(told), keys).length, 2);
});

Deno.test("what a node learns goes out in pieces of as many rows as the limit says", async () => {
  for (const [count, pieces] of [[redis_rows_at_once_max, 1], [redis_rows_at_once_max + 1, 2]] as const) {
    const mirror = openSqlite(":memory:");
    const sent: number[] = [];
    const transact = (commands: Iterable<Command>): Promise<readonly Reply[]> => {
      const all = [...commands];
      sent.push(all.filter(([name]) => name === "HSETNX").length);
      return Promise.resolve(all.map(() => 1));
    };
    const session = { keys, transact } as unknown as RedisSession;
    const own = new OwnWrites(mirror, keys, clock, () => session);
    own.save(freshRows(count), () => false);
    await own.flush();
    assert.deepEqual([sent.length, sent.reduce((sum, rows) => sum + rows)], [pieces, count]);
    assert.ok(!own.waits(freshRows(1)[0]!.key));
    await new Promise((resolve) => setImmediate(resolve));
    mirror.close();
  }
});

redisTest("the stream keeps as many entries as the limit says, and a node of them more", async (redis) => {
  const script =
    `for at = 1, ARGV[1] do redis.call("XADD", KEYS[1], ARGV[2], ARGV[3], ARGV[4], "*", "rows", "[]") end
    return redis.call("XLEN", KEYS[1])`;
  const add = async (count: number) =>
    Number((await redis.ask("EVAL", script, "1", keys.news, `${count}`, ...trimming)).slice(1));
  assert.equal(await add(redis_news_max), redis_news_max);
  const kept = await add(redis_news_max);
  // Redis drops whole nodes of 100 entries.
  assert.ok(kept >= redis_news_max && kept <= redis_news_max + 100, `${kept}`);
});
