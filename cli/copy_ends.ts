/** What FROM and TO of `foxchain copy` name: two different stores that last. */
import { isRedisUrl, type RedisPlace } from "../storage/redis/server/redis_url.ts";
import type { Passwords, SentinelPlace } from "../storage/redis/sentinel/sentinel_url.ts";
import type { CopyOptions } from "./copy_options.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both } from "./language.ts";
import { defaultNodeId } from "./node_id.ts";
import { isUrl, readServerUrl } from "./db_url.ts";
import type { Terminal } from "./terminal.ts";

/** A SQLite file. */
export interface FileEnd {
  readonly kind: "file";
  /** Its path: what a person sees of it, and beside what its key lies. */
  readonly shown: string;
  readonly local: string;
}

/** A part of a Redis server. */
export interface RedisEnd {
  readonly kind: "redis";
  /** Without user and password. */
  readonly shown: string;
  /** The node's name: its key and its values lie in files with that name. */
  readonly local: string;
  readonly place: RedisPlace | SentinelPlace;
  readonly net: string;
}

/** One side of a copy. */
export type CopyEnd = FileEnd | RedisEnd;

/** Both sides. */
export interface CopyEnds {
  readonly from: CopyEnd;
  readonly to: CopyEnd;
}

/**
 * Reads both.
 *
 * @throws {Failure} `usage`: one is no store that lasts, or both are the same file.
 */
export function copyEnds(
  from: string,
  to: string,
  options: CopyOptions,
  terminal: Pick<Terminal, "env">,
): CopyEnds {
  const server = terminal.env("FOXCHAIN_DB_PASSWORD") || undefined;
  const to_server = terminal.env("FOXCHAIN_TO_PASSWORD") || server;
  const sentinels = terminal.env("FOXCHAIN_SENTINEL_PASSWORD") || undefined;
  const ends = {
    from: readEnd(from, { server, sentinels }, options.net, options.nodeId),
    to: readEnd(
      to,
      { server: to_server, sentinels },
      options.toNet ?? options.net,
      options.toNodeId ?? options.nodeId,
    ),
  };
  const are_same = ends.from.kind === "file" && ends.to.kind === "file" && isSameFile(from, to);
  if (are_same) throw sameFailure(ends);
  return ends;
}

/** FROM and TO are one store. */
export function sameFailure({ from, to }: CopyEnds): Failure {
  const names = from.shown === to.shown ? from.shown : `${from.shown} = ${to.shown}`;
  return new Failure(
    exit_codes.usage,
    {
      en: `FROM and TO are the same store (${names}); nothing was done.`,
      zh: `FROM 和 TO 是同一个存储（${names}）；什么也没做。`,
    },
    from.kind === "redis"
      ? {
        en:
          "name another database by the number at the end, or another network or node by --to-net or --to-node-id",
        zh: "用网址末尾的编号指定另一个数据库，或者用 --to-net、--to-node-id 指定另一个网络或节点",
      }
      : both("foxchain copy --help"),
  );
}

function readEnd(
  text: string,
  passwords: Passwords,
  net: string,
  node_id: string | undefined,
): CopyEnd {
  if (isRedisUrl(text)) {
    const place = readServerUrl(text, passwords);
    if ("fault" in place) {
      throw new Failure(
        exit_codes.usage,
        place.fault,
        both("foxchain copy peers.sqlite redis://localhost:6379/0"),
      );
    }
    return { kind: "redis", shown: place.shown, local: node_id ?? defaultNodeId(9000), place, net };
  }
  // Not shown: it may hold a password.
  if (isUrl(text) || /^file:\/\//i.test(text)) {
    throw new Failure(
      exit_codes.usage,
      {
        en:
          "a store is a file, or a URL that begins with redis:, rediss: or redis-sentinel: (valkey: does as well), with no quote before it.",
        zh:
          "存储是文件，或者以 redis:、rediss: 或 redis-sentinel:（也可用 valkey:）开头的网址，前面没有引号。",
      },
      both("foxchain copy peers.sqlite redis://localhost:6379/0"),
    );
  }
  if (text === ":memory:") {
    throw new Failure(
      exit_codes.usage,
      {
        en: "what is in the memory of a node can't be copied, nor kept there.",
        zh: "节点内存里的内容不能复制，也不能复制到内存里。",
      },
      {
        en: "foxchain peers --all lists what a running node knows",
        zh: "foxchain peers --all 列出运行中的节点知道的地址",
      },
    );
  }
  return { kind: "file", shown: text, local: text };
}

/** Whether two paths lead to one file, by whatever links. */
function isSameFile(from: string, to: string): boolean {
  try {
    const [one, other] = [Deno.statSync(from), Deno.statSync(to)];
    const is_one_inode = one.ino !== null && one.ino !== 0 && one.ino === other.ino && one.dev === other.dev;
    return is_one_inode || Deno.realPathSync(from) === Deno.realPathSync(to);
  } catch {
    // One of them is not there; what opens it says why.
    return from === to;
  }
}
