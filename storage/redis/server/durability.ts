/** Whether what Redis has acknowledged is there after a power cut, as far as the server tells. */
import type { Words } from "../../../discovery/words.ts";
import { StorageError } from "../../storage.ts";
import type { RedisConnection, Reply } from "./connection.ts";

/** Asks the server for its settings. It may forbid that; then nothing is known, and the note says so. */
export async function askDurability(connection: RedisConnection): Promise<Words | undefined> {
  const ask = (names: string) => unlessForbidden(connection.send(["CONFIG", "GET", names]));
  return durabilityNote({ ...pairsOf(await ask("append*")), ...pairsOf(await ask("maxmemory*")) });
}

/**
 * The note for some settings.
 *
 * @param config Name -> value; empty where the server does not tell.
 *
 * @example
 * ```ts
 * import { durabilityNote } from "./durability.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(durabilityNote({ appendonly: "yes", appendfsync: "always" }), undefined);
 * assert.match(durabilityNote({ appendonly: "yes", appendfsync: "everysec" })!.en, /a second/);
 * assert.match(durabilityNote({ appendonly: "no" })!.en, /appendonly/);
 * assert.match(durabilityNote({})!.en, /does not tell/);
 * assert.match(durabilityNote({ appendonly: "yes", maxmemory: "1", "maxmemory-policy": "allkeys-lru" })!.en, /evicts/);
 * ```
 */
export function durabilityNote(config: Readonly<Record<string, string>>): Words | undefined {
  if (config.appendonly === undefined) {
    return {
      en:
        "Redis does not tell whether it keeps what it acknowledges (CONFIG is forbidden): it should run with " +
        "appendonly yes and appendfsync always.",
      zh:
        "Redis 不说明它确认过的内容是否可靠保存（禁用了 CONFIG）：应该设置 appendonly yes 和 appendfsync always。",
    };
  }
  if (config.appendonly !== "yes") {
    return {
      en: "Redis keeps no log (appendonly no): a crash of Redis loses addresses that were acknowledged.",
      zh: "Redis 没有写日志（appendonly no）：Redis 一旦崩溃，已确认的地址会丢失。",
    };
  }
  const policy = config["maxmemory-policy"] ?? "";
  if (policy.startsWith("allkeys-") && config.maxmemory !== "0") {
    return {
      en: `Redis evicts keys when its memory is full (maxmemory-policy ${policy}): all addresses may go. ` +
        "It should be noeviction.",
      zh: `Redis 内存满时会淘汰键（maxmemory-policy ${policy}）：全部地址都可能丢失。应该设为 noeviction。`,
    };
  }
  if (config.appendfsync === "always") return undefined;
  return {
    en:
      `Redis writes its log a second or more later (appendfsync ${config.appendfsync}): a power cut loses what ` +
      "was acknowledged last.",
    zh: `Redis 晚一秒或更久才写日志（appendfsync ${config.appendfsync}）：断电会丢失最后确认的内容。`,
  };
}

/** Undefined where the server forbids the question. */
export async function unlessForbidden<Result>(answer: Promise<Result>): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StorageError && error.fault === "unwritable") return undefined;
    throw error;
  }
}

/** Names and values by turns. */
function pairsOf(flat: Reply | undefined): Record<string, string> {
  if (!Array.isArray(flat)) return {};
  return Object.fromEntries(
    flat.flatMap((name, index) => index % 2 === 0 ? [[String(name), String(flat[index + 1])]] : []),
  );
}
