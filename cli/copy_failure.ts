/** Why a copy ended before its end, how far it was, and what to do. */
import type { CopyCounts, CopyFault } from "../storage/copy/copy_rows.ts";
import { peers_max_max } from "../storage/limits.ts";
import type { StorageFault } from "../storage/storage.ts";
import type { CopyEnds } from "./copy_ends.ts";
import type { CopyOptions } from "./copy_options.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both, type Words } from "./language.ts";

/** What a person does before the command is given again. */
const advice: Readonly<Record<CopyFault["side"], Partial<Readonly<Record<StorageFault, Words>>>>> = {
  from: {
    "in use": {
      en: "stop the node that uses the file",
      zh: "停掉使用这个文件的节点",
    },
    unwritable: {
      en: "free some space there, or set TMPDIR to a folder on another disk",
      zh: "在那里腾出空间，或者把 TMPDIR 设为另一个磁盘上的文件夹",
    },
    unopenable: {
      en: "check FROM: its name, its rights, and with redis --net",
      zh: "检查 FROM 的名字和权限，redis 还要看 --net",
    },
    foreign: { en: "name a store of foxchain as FROM", zh: "FROM 要用 foxchain 的存储" },
  },
  to: {
    "in use": {
      en: "stop the node that uses the file, or name another TO",
      zh: "停掉使用这个文件的节点，或者换一个 TO",
    },
    unwritable: { en: "free some space there, or name another TO", zh: "在那里腾出空间，或者换一个 TO" },
    unopenable: { en: "check the path of TO and its permissions", zh: "检查 TO 的路径和权限" },
    foreign: { en: "name another TO", zh: "换一个 TO" },
    lost: { en: "leave TO where it is", zh: "不要移动 TO" },
  },
};

const of_both: Partial<Readonly<Record<StorageFault, Words>>> = {
  newer: { en: "get the newest foxchain", zh: "换用最新的 foxchain" },
  away: { en: "start the server, or check host and port", zh: "启动服务器，或者检查主机和端口" },
  "no entry": {
    en:
      "put the password into FOXCHAIN_DB_PASSWORD (that of TO, where it differs, into FOXCHAIN_TO_PASSWORD), " +
      "and the user into the URL: redis://USER@HOST:PORT/0",
    zh: "把密码放进 FOXCHAIN_DB_PASSWORD（TO 的密码不同时放进 FOXCHAIN_TO_PASSWORD），" +
      "用户名写在网址里：redis://USER@HOST:PORT/0",
  },
  "unknown name": {
    en: "ask a sentinel for the names that it knows: redis-cli -p 26379 SENTINEL MASTERS",
    zh: "向哨兵查询它知道的名字：redis-cli -p 26379 SENTINEL MASTERS",
  },
  damaged: { en: "keep the store as it is, and copy from a backup", zh: "保留这个存储不动，从备份复制" },
};

/** The failure that a fault of one side means. */
export function copyFailure(error: CopyFault, ends: CopyEnds, options: CopyOptions): Failure {
  const { side, fault: { fault, next: own }, counts } = error;
  const words = far(causeOf(error, ends, options), counts);
  if (fault === "full" && counts !== undefined) {
    return new Failure(exit_codes.unavailable, words, roomAdvice(counts, options));
  }
  const first = advice[side][fault] ?? own ?? of_both[fault];
  const again: Words = {
    en: counts === undefined || counts.done === 0
      ? "give the command again"
      : "give the command again: it goes on",
    zh: counts === undefined || counts.done === 0 ? "再执行一次这个命令" : "再执行一次这个命令，会接着做",
  };
  const next = first === undefined ? again : {
    en: `${first.en}; then ${again.en}`,
    zh: `${first.zh}；然后${again.zh}`,
  };
  return new Failure(exit_codes.unavailable, words, next);
}

/**
 * The failure of a copy that a person stopped.
 *
 * @param counts Undefined where nothing was written yet.
 */
export function stoppedFailure(counts: CopyCounts | undefined): Failure {
  const cause = { en: "The copy was stopped.", zh: "复制被停止了。" };
  const words = counts === undefined
    ? { en: `${cause.en} TO has nothing of it yet.`, zh: `${cause.zh} TO 还没有收到任何内容。` }
    : far(cause, counts);
  return new Failure(exit_codes.interrupted, words, {
    en: "give the command again: it goes on, and only compares what is there",
    zh: "再执行一次这个命令：会接着做，已有的只比较",
  });
}

function causeOf({ side, fault }: CopyFault, ends: CopyEnds, { peersMax }: CopyOptions): Words {
  const { shown } = ends[side];
  switch (fault.fault) {
    case "full":
      // An op's own store says by itself that it is full.
      if (!fault.message.includes(String(peersMax))) return fault.words;
      return {
        en: `${shown} takes ${peersMax} addresses (--peers-max), and that is not enough.`,
        zh: `${shown} 最多保存 ${peersMax} 个地址（--peers-max），不够用。`,
      };
    case "lost":
      return {
        en: `${shown} was deleted or replaced while it was written.`,
        zh: `写入时 ${shown} 被删除或者替换了。`,
      };
    case "damaged":
      return ends[side].kind === "redis" ? fault.words : {
        en: `${shown} is damaged: SQLite can't read all of it.`,
        zh: `${shown} 已损坏：SQLite 不能读出全部内容。`,
      };
    default:
      return fault.words;
  }
}

function far({ en, zh }: Words, counts: CopyCounts | undefined): Words {
  if (counts === undefined) return { en, zh };
  const { done, all, added } = counts;
  return {
    en: `${en} Until then ${done} of ${all} addresses were done, ${added} of them new in TO.`,
    zh: `${zh} 在此之前做完了 ${done} / ${all} 个地址，其中 ${added} 个是 TO 新得到的。`,
  };
}

function roomAdvice({ all, done }: CopyCounts, { peersMax }: CopyOptions): Words {
  const wanted = peersMax + all - done;
  if (wanted > peers_max_max) {
    return {
      en: `a store takes ${peers_max_max} addresses at most: name an empty TO, or an own --to-net`,
      zh: `一个存储最多 ${peers_max_max} 个地址：换一个空的 TO，或者用单独的 --to-net`,
    };
  }
  return both(`foxchain copy ... --peers-max ${wanted}`);
}
