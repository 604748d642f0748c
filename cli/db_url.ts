/** What a `--db` is, and what may be shown of it. It opens nothing, so that every command may look. */
import type { Words } from "../discovery/words.ts";
import { isRedisUrl, readRedisUrl, type RedisPlace } from "../storage/redis/server/redis_url.ts";
import {
  isSentinelUrl,
  type Passwords,
  readSentinelUrl,
  type SentinelPlace,
} from "../storage/redis/sentinel/sentinel_url.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both } from "./language.ts";

/**
 * What a person and the log see of `--db`: never a password.
 *
 * @example
 * ```ts
 * import { shownDb } from "./db_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(shownDb("peers.sqlite"), "peers.sqlite");
 * assert.equal(shownDb("valkey://fox:secret@db.example"), "redis://db.example:6379/0");
 * assert.equal(shownDb("redis://se:cr@et@"), "redis://...");
 * assert.equal(shownDb("reddis://:secret@h"), "reddis://...");
 * assert.equal(shownDb('"redis://:secret@h"'), '"redis://...');
 * assert.equal(shownDb("redis+sentinel://fox:secret@a,b:1/m"), "redis-sentinel://a:26379,b:1/m/0");
 * ```
 */
export function shownDb(db: string): string {
  if (!isUrl(db)) return db;
  const place = isRedisUrl(db) ? readServerUrl(db) : undefined;
  return place === undefined || "fault" in place ? `${db.slice(0, db.indexOf(":"))}://...` : place.shown;
}

/**
 * Whether a text is no path. Two letters at least: `C:` is a disk. SQLite reads `file:` by itself. A quote or blank before
 * it comes from files of settings, which take it as part of the value.
 *
 * @example
 * ```ts
 * import { isUrl } from "./db_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isUrl('"redis://localhost"'), true);
 * assert.equal(isUrl("C:/foxchain/peers.sqlite"), false);
 * ```
 */
export function isUrl(db: string): boolean {
  return isRedisUrl(db) || /^(?!file:)[^\w./\\]*[a-z][a-z\d+.-]+:\/\//i.test(db);
}

/**
 * Refuses the URL of what is no store. As the name of a file it would be shown by errors, with a password that may be in it.
 *
 * @throws {Failure} `usage`.
 *
 * @example
 * ```ts
 * import { refuseOtherUrl } from "./db_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => refuseOtherUrl("reddis://:secret@h"), { message: /is neither/ });
 * refuseOtherUrl("redis://h");
 * refuseOtherUrl("C:/foxchain/peers.sqlite");
 * ```
 */
export function refuseOtherUrl(db: string): void {
  if (!isUrl(db) || isRedisUrl(db)) return;
  const shown = shownDb(db);
  const is_bare = /^[a-z]/i.test(db);
  throw new Failure(exit_codes.usage, {
    en: `${shown} is neither a file nor a Redis server, whose URL begins with redis:// or rediss://${
      is_bare ? "" : ", with no quote or blank before it"
    }.`,
    zh: `${shown} 既不是文件，也不是 Redis 服务器；服务器的网址以 redis:// 或 rediss:// 开头${
      is_bare ? "" : "，前面没有引号或空格"
    }。`,
  }, both("foxchain --db redis://localhost:6379/0"));
}

/** What the URL of a server, or of sentinels, means. */
export function readServerUrl(
  db: string,
  passwords: Passwords = {},
): RedisPlace | SentinelPlace | { readonly fault: Words } {
  return isSentinelUrl(db) ? readSentinelUrl(db, passwords) : readRedisUrl(db, passwords.server);
}
