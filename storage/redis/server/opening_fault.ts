/** Why a node can't begin with a Redis server, in words that help to find the mistake. */
import type { Words } from "../../../discovery/words.ts";
import { StorageError } from "../../storage.ts";
import { sentenceOf } from "./faults.ts";
import type { RedisPlace } from "./redis_url.ts";
import { refusalOf } from "./refusals.ts";

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
