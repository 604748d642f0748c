/** What the errors of a Redis server mean to the owner of a peer store. */
import type { Words } from "../../discovery/words.ts";
import { address_characters_max } from "../../discovery/address/limits.ts";
import { StorageError } from "../storage.ts";
import { refusalOf } from "./refusals.ts";
import type { RedisPlace } from "./redis_url.ts";
import type { HostAndPort, SentinelPlace } from "./sentinel_url.ts";

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
      en: "foxchain --db redis-sentinel://HOST1:26379,HOST2:26379,HOST3:26379/mymaster/0",
      zh: "foxchain --db redis-sentinel://HOST1:26379,HOST2:26379,HOST3:26379/mymaster/0",
    },
  });
}

/** No sentinel has said where the master is. */
export function noSentinel(
  place: SentinelPlace,
  { host, port }: HostAndPort,
  error: unknown,
): StorageError {
  const { shown, sentinel_password: password } = place;
  const said = sentenceOf(error instanceof StorageError ? error.cause ?? error : error, { password });
  const at = `${host}:${port}: ${said}`;
  if (/^(NOAUTH|WRONGPASS|NOPERM)|AUTH.*without any password/.test(said)) {
    return new StorageError("no entry", {
      en: `The sentinels of ${shown} do not let this node in (${at}).`,
      zh: `${shown} 的哨兵不让本节点进入（${at}）。`,
    });
  }
  const is_server = /^ERR unknown command/.test(said);
  return new StorageError("away", {
    en: `No sentinel of ${shown} answers (${
      is_server ? `${host}:${port} is a server, not a sentinel` : at
    }).`,
    zh: `${shown} 的哨兵都没有回答（${is_server ? `${host}:${port} 是服务器，不是哨兵` : at}）。`,
  });
}

/** All sentinels that answer know nothing of the master. */
export function unknownMaster({ shown, master }: SentinelPlace): StorageError {
  return new StorageError("unknown name", {
    en: `The sentinels of ${shown} know no master named ${master}.`,
    zh: `${shown} 的哨兵不知道名为 ${master} 的主服务器。`,
  });
}

/** The sentinels name a server that does not answer: they have not replaced it yet, or it can't be reached from here. */
export function masterLost(place: SentinelPlace, master: RedisPlace, error: StorageError): StorageError {
  const said = sentenceOf(error.cause, master);
  return new StorageError("away", {
    en: `The sentinels name ${master.shown} as the master ${place.master}, and it does not answer (${said}).`,
    zh: `哨兵指出主服务器 ${place.master} 是 ${master.shown}，但它没有回答（${said}）。`,
  });
}

/** Sentinels have made another server the master. */
export function replaced({ master }: SentinelPlace, shown: string): StorageError {
  return new StorageError("away", {
    en:
      `The sentinels have replaced ${shown} by another master ${master}. What was just sent may still be kept.`,
    zh: `哨兵已用另一台服务器取代 ${shown} 作为主服务器 ${master}。刚才发送的内容仍有可能被保存。`,
  });
}

/**
 * Why a node can't begin with this server.
 *
 * @param options.is_first The server has never answered this node: the URL may be wrong.
 */
export function openingFault(
  place: Pick<RedisPlace, "shown" | "password">,
  error: unknown,
  { is_first = false }: { readonly is_first?: boolean } = {},
): StorageError {
  // Without a cause its own sentence says all.
  const is_answer = error instanceof StorageError && error.cause !== undefined &&
    (error.fault === "away" || error.fault === "unwritable");
  if (error instanceof StorageError && !is_answer) return error;
  const said = sentenceOf(is_answer ? error.cause : error, place);
  const { shown } = place;
  if (/^(NOAUTH|WRONGPASS|NOPERM)|AUTH.*without any password|invalid (username-)?password/.test(said)) {
    return new StorageError("no entry", {
      en: `Redis at ${shown} does not let this node in: ${said}.`,
      zh: `${shown} 的 Redis 不让本节点进入：${said}。`,
    }, said.startsWith("NOPERM") ? { next: rightsAdvice } : {});
  }
  const refusal = refusalOf(said);
  if (refusal !== undefined) {
    const { fault, clause, next } = refusal;
    return new StorageError(fault, {
      en: `Redis at ${shown} ${clause.en}: ${said}.`,
      zh: `${shown} 的 Redis ${clause.zh}：${said}。`,
    }, { next });
  }
  if (/certificate|altnames/i.test(said)) {
    return new StorageError("untrusted", {
      en: `The certificate of Redis at ${shown} is not trusted: ${said}.`,
      zh: `${shown} 的 Redis 的证书不被信任：${said}。`,
    });
  }
  const hint = is_first ? schemeHint(shown, said) : undefined;
  const is_refused = error instanceof StorageError && error.fault === "unwritable";
  return new StorageError(is_refused ? "unwritable" : "away", {
    en: `Redis at ${shown} can't be used: ${said}${hint?.en ?? ""}.`,
    zh: `用不了 ${shown} 的 Redis：${said}${hint?.zh ?? ""}。`,
  });
}

/** The password was right: another one would not help. */
const rightsAdvice: Words = {
  en:
    "give the user what it lacks, e.g. redis-cli ACL SETUSER USER +select '~{foxchain:*'; all that a node needs is " +
    "in docs/operations.md, 'A user of its own'",
  zh: "给这个用户所缺的权限，例如 redis-cli ACL SETUSER USER +select '~{foxchain:*'；" +
    "节点需要的全部权限见 docs/operations.zh-CN.md 的“专用的用户”",
};

/** TLS and plain text don't understand each other: one waits for more, the other hangs up. */
function schemeHint(shown: string, said: string): Words | undefined {
  if (shown.startsWith("rediss:") && /timeout|no answer/i.test(said)) {
    return {
      en: " (if this port speaks no TLS, write redis://)",
      zh: "（如果这个端口不用 TLS，请写 redis://）",
    };
  }
  if (shown.startsWith("redis:") && /ECONNRESET|closed/i.test(said)) {
    return {
      en: " (if this port speaks TLS, write rediss://)",
      zh: "（如果这个端口使用 TLS，请写 rediss://）",
    };
  }
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

/** The note of rows that are none; undefined where there are none. They are left as they are. */
export function foreignRowsNote(
  { shown }: Pick<RedisPlace, "shown">,
  hash: string,
  keys: readonly string[],
): Words | undefined {
  if (keys.length === 0) return undefined;
  const first = JSON.stringify(keys[0]!.slice(0, address_characters_max));
  return {
    en:
      `${keys.length} of the fields of ${hash} in Redis at ${shown} are no addresses of foxchain; they are ` +
      `ignored. The first is ${first}. Look at it, then remove it: redis-cli HDEL KEY FIELD`,
    zh:
      `${shown} 的 Redis 里，${hash} 有 ${keys.length} 个字段不是 foxchain 写的地址，已忽略；第一个是 ${first}。` +
      "查看后可以删除：redis-cli HDEL KEY FIELD",
  };
}

/** The note of a server that refuses what this node learns by itself. */
export function unkeptNote({ words }: StorageError): Words {
  return {
    en: `What this node learns of addresses waits in memory. ${words.en}`,
    zh: `本节点了解到的地址情况暂存在内存里。${words.zh}`,
  };
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
function sentenceOf(error: unknown, { password }: Pick<RedisPlace, "password">): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const text = (inner instanceof Error ? inner.message : String(inner)).replace(/[\s.]+$/, "");
  return password ? text.replaceAll(password, "***") : text;
}
