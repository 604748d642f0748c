/** What the errors of a Redis server mean to the owner of a peer store. */
import type { Words } from "../../../discovery/words.ts";
import { StorageError } from "../../storage.ts";
import type { RedisPlace } from "./redis_url.ts";

/**
 * Redis does not answer. What was sent to it may have arrived.
 *
 * @param why A clause that completes "Redis at ... does not answer: ...".
 */
export function away({ shown }: Pick<RedisPlace, "shown">, why: Words, cause?: unknown): StorageError {
  return new StorageError("away", {
    en:
      `Redis at ${shown} does not answer (${why.en}). What was just sent may still be kept; ask again later.`,
    zh: `${shown} 的 Redis 没有回答（${why.zh}）。刚才发送的内容仍有可能被保存；请稍后再试。`,
  }, { cause });
}

/** Answers of a server that will take writes by itself, e.g. after a failover. */
const passing = /^(NOREPLICAS|LOADING|MASTERDOWN|BUSY|TRYAGAIN) /;

/** Redis answered that it does not take a write. */
export function refused(place: RedisPlace, error: unknown): StorageError {
  const said = sentenceOf(error, place);
  return new StorageError(passing.test(said) ? "away" : "unwritable", {
    en: `Redis at ${place.shown} does not take the write: ${said}.`,
    zh: `${place.shown} 的 Redis 不接受写入：${said}。`,
  }, { cause: error });
}

/**
 * The server is a copy of another one: it was the master before, or `--db` names the wrong server. Or it is a sentinel.
 *
 * @param role What it says that it is.
 */
export function notMaster({ shown }: RedisPlace, role = "slave"): StorageError {
  if (role === "sentinel") return isSentinel(shown);
  return new StorageError("away", {
    en: `Redis at ${shown} is a replica of another server and takes no writes (READONLY).`,
    zh: `${shown} 的 Redis 是另一台服务器的副本，不接受写入（READONLY）。`,
  }, {
    next: {
      en: "name the server that it follows, the master_host of: redis-cli -h HOST -p PORT INFO replication",
      zh: "换用它跟随的服务器，即这条命令显示的 master_host：redis-cli -h HOST -p PORT INFO replication",
    },
  });
}

function isSentinel(shown: string): StorageError {
  return new StorageError("away", {
    en: `What answers at ${shown} is a sentinel, no server.`,
    zh: `在 ${shown} 回答的是哨兵，不是服务器。`,
  }, {
    next: {
      en: "name all sentinels: foxchain --db redis-sentinel://HOST1:26379,HOST2:26379,HOST3:26379/mymaster/0",
      zh: "写出全部哨兵：foxchain --db redis-sentinel://HOST1:26379,HOST2:26379,HOST3:26379/mymaster/0",
    },
  });
}

/** A key of ours holds what foxchain does not write. Nothing was changed. */
export function foreignKey({ shown }: RedisPlace, key: string, type: string): StorageError {
  return new StorageError("foreign", {
    en: `The key ${key} in Redis at ${shown} is a ${type} of another program; it was left as it is.`,
    zh: `${shown} 的 Redis 里的键 ${key} 属于别的程序（类型是 ${type}）；没有改动它。`,
  });
}

/** The data model is of a later release. Nothing was changed. */
export function newerFormat({ shown }: RedisPlace, version: string): StorageError {
  return new StorageError("newer", {
    en:
      `The peers in Redis at ${shown} were written by a newer foxchain (format ${version}); they were left ` +
      "as they are.",
    zh: `${shown} 的 Redis 里的节点地址由更新的 foxchain 写成（格式 ${version}）；没有改动它们。`,
  });
}

/** The store was closed before Redis had taken all. What was acknowledged to anybody is not among it. */
export function lostAtClose({ shown }: Pick<RedisPlace, "shown">, count: number): StorageError {
  return new StorageError("away", {
    en: `Redis at ${shown} did not take what this node had learned last of addresses: that may be lost ` +
      `(addresses: ${count}).`,
    zh: `${shown} 的 Redis 没有收下本节点最后了解到的地址情况：这些情况可能丢失（地址数：${count}）。`,
  });
}

/** The store was closed. */
export function closedFault(): StorageError {
  return new StorageError("unwritable", {
    en: "The peer store can't be written: it is closed.",
    zh: "节点地址写不进去：存储已经关闭。",
  });
}

/** What an error says, in one sentence without its full stop, and never with the password in it. */
export function sentenceOf(error: unknown, { password }: Pick<RedisPlace, "password">): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const text = (inner instanceof Error ? inner.message : String(inner)).replace(/[\s.]+$/, "");
  return password ? text.replaceAll(password, "***") : text;
}
