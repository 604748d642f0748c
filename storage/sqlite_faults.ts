/** What SQLite's errors mean to the owner of a peer store. */
import type { Words } from "../discovery/words.ts";
import { forbiddenPlace } from "./forbidden_place.ts";
import { StorageError } from "./storage.ts";

/** SQLite's result codes that are told apart; the extended ones are bigger than 255. */
const code = { busy: 5, corrupt: 11, not_a_database: 26, lock_failed: 3_850 } as const;

/**
 * Why a file can't be opened. An error that says so already passes unchanged.
 *
 * @param path As the person wrote it.
 */
export function openingFault(error: unknown, path: string): StorageError {
  if (error instanceof StorageError) return error;
  switch (error instanceof Error && "errcode" in error && error.errcode) {
    case code.busy:
      return inUse(path, error);
    case code.not_a_database:
      return foreign(path, error);
    case code.lock_failed:
      // Where it may not write, SQLite opens for reading, and then fails to lock.
      return unopenable(path, read_only, error);
    default:
      return isDamage(error) ? damaged(error) : unopenable(path, reason(error), error);
  }
}

const read_only: Words = {
  en: "it is read-only, or on a disk that has no file locks.",
  zh: "它是只读的，或者所在的磁盘不支持文件锁。",
};

/** Somebody has the store open. */
export function inUse(path: string, cause?: unknown): StorageError {
  return new StorageError("in use", {
    en: `${path} is in use by another process.`,
    zh: `${path} 正被另一个进程使用。`,
  }, { cause });
}

/** The path can't be opened, for a reason that completes "it can't be opened: ...". */
export function unopenable(path: string, why: Words, cause?: unknown): StorageError {
  return new StorageError("unopenable", {
    en: `${path} can't be opened: ${why.en}`,
    zh: `打不开 ${path}：${why.zh}`,
  }, { cause });
}

/** The file holds something else; it was not touched. */
export function foreign(path: string, cause?: unknown): StorageError {
  return new StorageError("foreign", {
    en: `${path} is not a peer store of foxchain; it was left as it is.`,
    zh: `${path} 不是 foxchain 的节点地址文件；没有改动它。`,
  }, { cause });
}

/** The file was written by a later release; it was not touched. */
export function newer(path: string, version: number, known: number): StorageError {
  return new StorageError(
    "newer",
    {
      en:
        `${path} was written by a newer foxchain (format ${version}, this one knows ${known}); it was left as it is.`,
      zh: `${path} 由更新的 foxchain 写成（格式 ${version}，本程序只认得 ${known}）；没有改动它。`,
    },
  );
}

/**
 * The file is gone, or another one lies in its place. What was written since is in no file that a start would find.
 *
 * @param part What of the store: its file or its write-ahead log.
 * @param fate What happened to it.
 */
export function lost(part: "file" | "write-ahead log", fate: "deleted" | "replaced"): StorageError {
  const [what, how] = [names[part], names[fate]];
  return new StorageError(
    "lost",
    {
      en:
        `The ${what.en} of the peer store was ${how.en} while this node runs, so nothing new would be kept. ` +
        "Put it back, or save the list with 'foxchain peers --all' and start the node again.",
      zh: `节点运行时，节点地址的${what.zh}被${how.zh}，新的内容不会保存下来。` +
        "请把它放回去，或者用 'foxchain peers --all' 保存列表，然后重新启动节点。",
    },
  );
}

const names = {
  file: { en: "file", zh: "文件" },
  "write-ahead log": { en: "write-ahead log", zh: "预写日志" },
  deleted: { en: "deleted", zh: "删除" },
  replaced: { en: "replaced", zh: "替换" },
} as const satisfies Record<string, Words>;

/** Pages of the file hold nonsense. */
export function damaged(cause: unknown): StorageError {
  return new StorageError(
    "damaged",
    {
      en: `The peer store is damaged: ${reason(cause).en} ` +
        "Stop the node, move the file away, and start with a copy of it or with another --db.",
      zh: `节点地址文件已损坏：${reason(cause).zh}请停止节点，把文件移走，用它的副本或另一个 --db 启动。`,
    },
    { cause },
  );
}

/** Whether SQLite complains of what it read: a page that is no page of this database. */
export function isDamage(error: unknown): boolean {
  const result = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return result === code.corrupt || result === code.not_a_database;
}

/** A write that did not reach the disk and was undone. */
export function writingFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  if (isDamage(error)) return damaged(error);
  const why = reason(withoutPath(error));
  return new StorageError("unwritable", {
    en: `The peer store can't be written: ${why.en}`,
    zh: `节点地址写不进去：${why.zh}`,
  }, { cause: error });
}

/** Strangers read why a write failed, and a path names the account of a person. Deno puts it at the end. */
function withoutPath(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const said = error.message.replace(/: \w+ '.*'$/s, "");
  return said === error.message ? error : new Error(said);
}

/** What SQLite or the system says is English in both. */
function reason(error: unknown): Words {
  const said = error instanceof Error ? error.message : String(error);
  const { en, zh } = forbiddenPlace(error) ?? { en: said, zh: said };
  return { en: en.endsWith(".") ? en : `${en}.`, zh: `${zh.replace(/\.$/, "")}。` };
}
