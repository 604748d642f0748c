/** Removes for all nodes what nobody has heard of for long. Each node looks now and then, since any of them may be gone. */
import { redis_clock_apart_max_ms, redis_rows_at_once_max } from "../limits.ts";
import type { SqliteStorage } from "../sqlite.ts";
import { forgetCommand } from "./rows/forget_script.ts";
import type { RedisSession } from "./session.ts";
import type { SharedClock } from "./server/shared_clock.ts";

/**
 * Removes old addresses that this node does not list, either: what it lists its peer book forgets in time. A time in the
 * future, of a node whose clock is wrong, is moved to now; it would never grow old.
 *
 * @throws {StorageError} `away` or `unwritable`.
 */
export async function sweep(mirror: SqliteStorage, session: RedisSession, clock: SharedClock): Promise<void> {
  // With its clock far off this node can't judge what is old.
  if (clock.old_ms === 0) return;
  const { keys } = session;
  const until = `(${clock.old_ms}`;
  for (let skipped = 0;;) {
    const limit = ["LIMIT", String(skipped), String(redis_rows_at_once_max)];
    const found = await session.send(["ZRANGEBYSCORE", keys.heard, "-inf", until, ...limit]);
    const old = found as readonly string[];
    const unlisted = old.filter((key) => mirror.find(key) === undefined);
    if (unlisted.length > 0) {
      await session.send(forgetCommand(keys, clock.old_ms, unlisted.map((key) => [key, undefined])));
    }
    if (old.length < redis_rows_at_once_max) break;
    skipped += old.length - unlisted.length;
  }
  const now_ms = clock.now_ms();
  const after = [
    `(${now_ms + redis_clock_apart_max_ms}`,
    "+inf",
    "LIMIT",
    "0",
    String(redis_rows_at_once_max),
  ];
  const future = await session.send(["ZRANGEBYSCORE", keys.heard, ...after]) as readonly string[];
  if (future.length === 0) return;
  await session.send(["ZADD", keys.heard, "XX", "LT", ...future.flatMap((key) => [String(now_ms), key])]);
}
