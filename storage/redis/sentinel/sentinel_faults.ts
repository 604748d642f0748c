/** What it means to the owner of a peer store that sentinels do not lead to a master. */
import { StorageError } from "../../storage.ts";
import { sentenceOf } from "../server/faults.ts";
import type { RedisPlace } from "../server/redis_url.ts";
import type { HostAndPort, SentinelPlace } from "./sentinel_url.ts";

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
