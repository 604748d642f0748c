/** What a `--db redis-sentinel://...` means: where the sentinels are, and which master they are asked for. */
import type { Words } from "../../../discovery/words.ts";
import { readRedisUrl, type RedisPlace } from "../server/redis_url.ts";

/** Where a sentinel listens. */
export type HostAndPort = Pick<RedisPlace, "host" | "port">;

/** Sentinels, and how to enter the server that they name. */
export interface SentinelPlace extends Omit<RedisPlace, "host" | "port"> {
  /** One or more. */
  readonly sentinels: readonly HostAndPort[];
  /** The name by which the sentinels know the master. */
  readonly master: string;
  /** Enters the sentinels themselves. */
  readonly sentinel_password?: string;
}

/** What a node needs to enter. */
export interface Passwords {
  /** Of the servers, where the URL has none. */
  readonly server?: string | undefined;
  /** Of the sentinels. */
  readonly sentinels?: string | undefined;
}

/** The port where a URL names none. */
const default_port = 26_379;

/** Other programs write a plus sign, or a hyphen; both are common. */
const scheme = /^(redis|valkey)(s?)[-+]sentinel:\/\//i;

/**
 * Whether a `--db` names sentinels.
 *
 * @example
 * ```ts
 * import { isSentinelUrl } from "./sentinel_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isSentinelUrl("redis+sentinel://a,b/mymaster"), true);
 * assert.equal(isSentinelUrl("redis://a"), false);
 * ```
 */
export function isSentinelUrl(db: string): boolean {
  return /^(redis|valkey)s?[-+]sentinel:/i.test(db);
}

/**
 * Reads `redis-sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/MASTER/NUMBER`. User and password enter the server, and an
 * `s` before `-sentinel` means TLS to the server and to the sentinels.
 *
 * @returns Why not, as a sentence without any part of the URL that might be a password.
 *
 * @example
 * ```ts
 * import { readSentinelUrl } from "./sentinel_url.ts";
 * import assert from "node:assert/strict";
 *
 * const place = readSentinelUrl("redis-sentinel://fox@a.example,[::1]:26380/mymaster/2", { server: "secret" });
 * assert.deepEqual(place, {
 *   sentinels: [{ host: "a.example", port: 26379 }, { host: "::1", port: 26380 }],
 *   master: "mymaster",
 *   database: 2,
 *   tls: false,
 *   username: "fox",
 *   password: "secret",
 *   shown: "redis-sentinel://a.example:26379,[::1]:26380/mymaster/2",
 * });
 * ```
 */
export function readSentinelUrl(
  text: string,
  passwords: Passwords = {},
): SentinelPlace | { readonly fault: Words } {
  const [start, , s] = scheme.exec(text) ?? [];
  if (start === undefined) return { fault: no_url };
  const parts = /^(?:(.*)@)?([^@/?#]*)(?:\/([^/?#]+)(?:\/(\d{0,4}))?)?$/.exec(text.slice(start.length));
  const [, user = "", hosts = "", name, number] = parts ?? [];
  if (parts === null) return { fault: no_url };
  // A number in its place is that of a database.
  const master = name === undefined || (number === undefined && /^\d+$/.test(name))
    ? undefined
    : nameIn(name);
  if (master === undefined) return { fault: no_name };
  const redis = `redis${s}`.toLowerCase();
  const sentinels = hosts.split(",").map((host) => {
    const has_port = /:\d+$/.test(host.replace(/^\[[^\]]*\]/, ""));
    return readRedisUrl(`redis://${host}${has_port ? "" : `:${default_port}`}`);
  });
  // The user is read as in the URL of a server.
  const entered = readRedisUrl(
    `${redis}://${user === "" ? "" : `${user}@`}server/${number ?? ""}`,
    passwords.server,
  );
  if ("fault" in entered) return { fault: no_url };
  const places = sentinels.flatMap((place) => "fault" in place ? [] : [place]);
  if (places.length < sentinels.length) return { fault: no_url };
  const { database, tls, username, password } = entered;
  // One that is named twice has one voice.
  const once = [...new Map(places.map((place) => [place.shown, place])).values()];
  const shown_hosts = once.map((place) => /\/\/(.*)\//.exec(place.shown)![1]).join(",");
  return {
    sentinels: once.map(({ host, port }) => ({ host, port })),
    ...{ master, database, tls },
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(passwords.sentinels ? { sentinel_password: passwords.sentinels } : {}),
    shown: `${redis}-sentinel://${shown_hosts}/${master}/${database}`,
  };
}

/** The characters that Sentinel allows in a name. */
function nameIn(text: string): string | undefined {
  return /^[\w.-]+$/.test(text) ? text : undefined;
}

const form = "redis-sentinel://USER@HOST:PORT,HOST:PORT,HOST:PORT/MASTER/NUMBER";

const no_url: Words = {
  en:
    `The URL of a Redis server behind sentinels looks like ${form}; user, ports and number may be left out.`,
  zh: `由哨兵管理的 Redis 服务器，网址形如 ${form}；用户名、端口和编号可以省略。`,
};

const no_name: Words = {
  en:
    `The URL lacks the name by which the sentinels know the master, often mymaster: it looks like ${form}, and ` +
    "the name has letters, digits and . _ - only.",
  zh:
    `网址里缺少哨兵使用的主服务器名字（常见的是 mymaster）：网址形如 ${form}，名字只能有字母、数字和 . _ -。`,
};
