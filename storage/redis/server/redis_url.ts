/** What a `--db redis://...` means: where the server is and how it is entered. The password is never shown again. */
import type { Words } from "../../../discovery/words.ts";

/** A server of Redis or Valkey, and how to enter it. */
export interface RedisPlace {
  readonly host: string;
  readonly port: number;
  /** Number of the database, 0 unless the URL says otherwise. */
  readonly database: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** The URL without user and password: all that a log or a person sees of it. */
  readonly shown: string;
}

/** The port where a URL names none. */
const default_port = 6379;

/**
 * Whether a `--db` names a server and not a file.
 *
 * @example
 * ```ts
 * import { isRedisUrl } from "./redis_url.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isRedisUrl("Valkey://localhost"), true);
 * assert.equal(isRedisUrl("redis.sqlite"), false);
 * ```
 */
export function isRedisUrl(db: string): boolean {
  return /^(redis|valkey)s?([-+]sentinel)?:/i.test(db);
}

/**
 * Reads the URL of a server. `valkey:` is `redis:`, and an `s` at the end means TLS.
 *
 * @param password Used where the URL has none.
 * @returns Why not, as a sentence without any part of the URL that might be a password.
 *
 * @example
 * ```ts
 * import { readRedisUrl } from "./redis_url.ts";
 * import assert from "node:assert/strict";
 *
 * const place = readRedisUrl("rediss://fox:se%3Acret@db.example/2");
 * assert.deepEqual(place, {
 *   host: "db.example",
 *   port: 6379,
 *   database: 2,
 *   tls: true,
 *   username: "fox",
 *   password: "se:cret",
 *   shown: "rediss://db.example:6379/2",
 * });
 * ```
 */
export function readRedisUrl(text: string, password?: string): RedisPlace | { readonly fault: Words } {
  // The URL parser gives `http:` a host in its canonical form, and a port.
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  const url = scheme === undefined || !isRedisUrl(`${scheme}:`)
    ? null
    : URL.parse(`http://${text.slice(scheme.length + 3)}`);
  if (url === null || url.hostname === "") return { fault: no_url };
  // `http:` leaves out its own port, 80.
  const port = url.port !== "" ? Number(url.port) : /:80(?=\/|$)/.test(text) ? 80 : default_port;
  const database = /^\/?(\d{0,4})$/.exec(url.pathname)?.[1];
  if (database === undefined || port === 0 || url.search !== "" || url.hash !== "") return { fault: no_url };
  const tls = scheme === "rediss" || scheme === "valkeys";
  const [username, own_password] = [decoded(url.username), decoded(url.password)];
  if (username === undefined || own_password === undefined) return { fault: no_url };
  const used_password = own_password || password;
  const server = {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port,
    database: Number(database),
    tls,
  };
  return {
    ...server,
    ...(username === "" ? {} : { username }),
    ...(used_password ? { password: used_password } : {}),
    shown: shownServer(server),
  };
}

/** The URL of a server without user and password. */
export function shownServer(
  { host, port, database, tls }: Pick<RedisPlace, "host" | "port" | "database" | "tls">,
): string {
  return `redis${tls ? "s" : ""}://${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

/** Undefined for a text with a broken escape. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const no_url: Words = {
  en:
    "The URL of a Redis server looks like redis://USER:PASSWORD@HOST:PORT/NUMBER; all but HOST may be left " +
    "out, and characters such as @ : / % in a password are written %40 %3A %2F %25. In the variable " +
    "FOXCHAIN_DB_PASSWORD it stands as it is.",
  zh: "Redis 服务器的网址形如 redis://USER:PASSWORD@HOST:PORT/NUMBER；除 HOST 外都可以省略，" +
    "密码里的 @ : / % 等字符要写成 %40 %3A %2F %25。在环境变量 FOXCHAIN_DB_PASSWORD 里照原样写。",
};
