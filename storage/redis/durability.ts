/** Whether what Redis has acknowledged is there after a power cut, as far as the server tells. */
import type { Words } from "../../discovery/words.ts";
import { StorageError } from "../storage.ts";
import type { RedisConnection } from "./connection.ts";

/** What a server says of itself. */
export interface Durability {
  /** Undefined where a 202 is as durable as on a disk. */
  readonly note: Words | undefined;
  /** Copies of the server: an acknowledgement waits for one of them. */
  readonly replicas: number;
}

/** Asks the server for its settings. It may forbid that; then nothing is known, and the note says so. */
export async function askDurability(connection: RedisConnection): Promise<Durability> {
  const [config, replication] = [await settings(connection), await info(connection)];
  return { note: durabilityNote(config), replicas: replicasIn(replication) };
}

/**
 * The note for some settings.
 *
 * @param config Name -> value; undefined where the server does not tell.
 *
 * @example
 * ```ts
 * import { durabilityNote } from "./durability.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(durabilityNote({ appendonly: "yes", appendfsync: "always" }), undefined);
 * assert.match(durabilityNote({ appendonly: "yes", appendfsync: "everysec" })!.en, /a second/);
 * assert.match(durabilityNote({ appendonly: "no" })!.en, /appendonly/);
 * assert.match(durabilityNote(undefined)!.en, /does not tell/);
 * ```
 */
export function durabilityNote(config: Readonly<Record<string, string>> | undefined): Words | undefined {
  if (config?.appendonly === undefined) {
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
  if (config.appendfsync === "always") return undefined;
  return {
    en:
      `Redis writes its log a second or more later (appendfsync ${config.appendfsync}): a power cut loses what ` +
      "was acknowledged last.",
    zh: `Redis 晚一秒或更久才写日志（appendfsync ${config.appendfsync}）：断电会丢失最后确认的内容。`,
  };
}

async function settings(connection: RedisConnection): Promise<Record<string, string> | undefined> {
  const flat = await unlessForbidden(connection.send(["CONFIG", "GET", "append*"]));
  if (!Array.isArray(flat)) return undefined;
  return Object.fromEntries(
    flat.flatMap((name, index) => index % 2 === 0 ? [[name, flat[index + 1]] as const] : []),
  );
}

async function info(connection: RedisConnection): Promise<string> {
  return String(await unlessForbidden(connection.send(["INFO", "replication"])) ?? "");
}

function replicasIn(replication: string): number {
  return Number(/^connected_slaves:(\d+)/m.exec(replication)?.[1] ?? 0);
}

async function unlessForbidden<Result>(answer: Promise<Result>): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StorageError && error.fault === "unwritable") return undefined;
    throw error;
  }
}
