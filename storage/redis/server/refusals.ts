/** Answers of a server that need a sentence and advice of their own when a node is to begin with it. */
import type { Words } from "../../../discovery/words.ts";
import type { StorageFault } from "../../storage.ts";

/** What an answer means. */
export interface Refusal {
  readonly fault: StorageFault;
  /** Completes "Redis at ... ", or in Chinese "... 的 Redis". */
  readonly clause: Words;
  /** What its owner can do. */
  readonly next: Words;
}

const refusals: readonly (readonly [answer: RegExp, Refusal])[] = [
  [/^LOADING /, {
    fault: "away",
    clause: { en: "is still reading its files", zh: "还在读取自己的文件" },
    next: {
      en: "wait until it has read them, then start again; how far it is: redis-cli INFO persistence",
      zh: "等它读完再启动；查看进度：redis-cli INFO persistence",
    },
  }],
  [/^OOM /, {
    fault: "unwritable",
    clause: { en: "is full and takes no writes", zh: "内存已满，不接受写入" },
    next: {
      en:
        "let it take more memory: redis-cli CONFIG SET maxmemory SIZE; how much it has: redis-cli INFO memory",
      zh: "让它使用更多内存：redis-cli CONFIG SET maxmemory SIZE；查看内存：redis-cli INFO memory",
    },
  }],
  [/^MISCONF /, {
    fault: "unwritable",
    clause: { en: "can't write to its disk", zh: "写不了自己的磁盘" },
    next: {
      en: "free some space on the server's disk, and look into its log",
      zh: "在服务器的磁盘上腾出空间，并查看它的日志",
    },
  }],
  [/^ERR (DB index is out of range|invalid DB index)/, {
    fault: "unknown name",
    clause: { en: "has no database of that number", zh: "没有这个编号的数据库" },
    next: {
      en:
        "take a smaller number at the end of the URL, e.g. 0; how many there are: redis-cli CONFIG GET databases",
      zh: "网址末尾换用更小的编号，例如 0；查看有多少个：redis-cli CONFIG GET databases",
    },
  }],
  // A sentinel with a password does not even tell that it is one.
  [/^ERR unknown command '?`?(TYPE|GET|SET)\b/i, {
    fault: "foreign",
    clause: {
      en: "does not know a command of Redis; perhaps it is a sentinel",
      zh: "不认识 Redis 的命令，它也许是哨兵",
    },
    next: {
      en:
        "name the server itself; or, if it is a sentinel: foxchain --db redis-sentinel://HOST:26379/mymaster/0",
      zh: "改用服务器本身的地址；如果它是哨兵：foxchain --db redis-sentinel://HOST:26379/mymaster/0",
    },
  }],
  [/^(MOVED|CLUSTERDOWN|CROSSSLOT) |Cluster mode/, {
    fault: "foreign",
    clause: { en: "is part of a cluster, which foxchain does not use", zh: "属于集群，foxchain 不使用集群" },
    next: {
      en: "name a server that is in no cluster: foxchain --db redis://HOST:PORT/0",
      zh: "换用不在集群里的服务器：foxchain --db redis://HOST:PORT/0",
    },
  }],
];

/**
 * The meaning of an answer.
 *
 * @param said The answer, e.g. `LOADING Redis is loading the dataset in memory`.
 * @returns Undefined for an answer whose own words say enough.
 *
 * @example
 * ```ts
 * import { refusalOf } from "./refusals.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(refusalOf("OOM command not allowed when used memory > 'maxmemory'")!.fault, "unwritable");
 * assert.equal(refusalOf("connect ECONNREFUSED 127.0.0.1:6379"), undefined);
 * ```
 */
export function refusalOf(said: string): Refusal | undefined {
  return refusals.find(([answer]) => answer.test(said))?.[1];
}
