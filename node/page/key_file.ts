/**
 * The file beside the store that keeps the node's key: how it is made, read and refused. The key is not in the
 * database, since a running node locks that: `foxchain key` could not read it.
 */
import type { Words } from "../../discovery/words.ts";
import { key_file_bytes_max } from "./limits.ts";
import { drawKey, isKey } from "./steering_key.ts";

/** Why a key file is not used. */
export type KeyFileFault =
  | "missing"
  | "planted"
  | "of another user"
  | "open to others"
  | "broken"
  | "unreadable";

/**
 * A key file can't be used; the message is a sentence for a person. Nothing was changed. The message is the English
 * one.
 */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";

  constructor(readonly fault: KeyFileFault, readonly path: string, readonly words: Words) {
    super(words.en);
  }
}

/** The key of a node that starts. */
export interface OpenedKey {
  readonly text: string;
  /** Whether the key is in its file. Otherwise it ends with the process, and `foxchain key` can't print it. */
  readonly is_kept: boolean;
  /** Why it could not be kept, as a sentence; undefined where it was not to be kept. */
  readonly warning?: Words;
}

/** Path of the key file of a store. */
export function keyPath(db: string): string {
  return `${db}.key`;
}

/**
 * The key of a store. If there is none yet, its file is made, with mode 0600 and never over an existing file. If no
 * such file can be made, the key lives as long as the process.
 *
 * @param db Path of the store; `:memory:` has no file.
 * @throws {KeyFileError} There is a file that can't be trusted or read.
 *
 * @example
 * ```ts
 * import { openKey } from "./key_file.ts";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const first = openKey(`${folder}/peers.sqlite`);
 * assert.equal(first.is_kept, true);
 * assert.deepEqual(openKey(`${folder}/peers.sqlite`), first);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export function openKey(db: string): OpenedKey {
  if (db === ":memory:") return { text: drawKey(), is_kept: false };
  try {
    return { text: readKey(db), is_kept: true };
  } catch (error) {
    if (!(error instanceof KeyFileError && error.fault === "missing")) throw error;
  }
  const text = drawKey();
  const warning = makeFile(keyPath(db), text);
  return warning === undefined ? { text, is_kept: true } : { text, is_kept: false, warning };
}

/**
 * The key beside a store.
 *
 * @throws {KeyFileError}
 */
export function readKey(db: string): string {
  const path = keyPath(db);
  const fail = (fault: KeyFileFault, en: string, zh: string) =>
    new KeyFileError(fault, path, { en: `the key file ${path} ${en}`, zh: `密钥文件 ${path} ${zh}` });
  const seen = lookAt(path);
  if (seen === undefined) throw fail("missing", "is not there.", "不存在。");
  if (seen.isSymlink) {
    throw fail(
      "planted",
      "is a link to another file: somebody may have put it there.",
      "是指向别的文件的链接：可能是别人放的。",
    );
  }
  if (!seen.isFile) throw fail("planted", "is no file.", "不是文件。");
  if (!isOwn(seen)) {
    throw fail(
      "of another user",
      "belongs to another user, who may have put it there.",
      "属于另一个用户，可能是那个用户放的。",
    );
  }
  if (isOpenToOthers(seen)) {
    throw fail("open to others", "can be used by other users of this computer.", "本机的其他用户也能使用。");
  }
  const text = readText(path, seen)?.trimEnd();
  if (text === undefined) throw fail("planted", "was exchanged while it was read.", "在读取时被换掉了。");
  if (text === "") throw fail("broken", "is empty.", "是空的。");
  if (!isKey(text)) throw fail("broken", "does not hold a key.", "里面不是密钥。");
  return text;
}

function lookAt(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw unreadable(path, error);
  }
}

/**
 * @returns Undefined where the path now leads to another file than before.
 */
function readText(path: string, seen: Deno.FileInfo): string | undefined {
  try {
    using file = Deno.openSync(path, { read: true });
    const { dev, ino } = file.statSync();
    // Windows gives no file numbers here; there the rights of the folder count.
    if (Deno.build.os !== "windows" && (dev !== seen.dev || ino !== seen.ino)) return undefined;
    const bytes = new Uint8Array(key_file_bytes_max);
    return new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return new KeyFileError("unreadable", path, {
    en: `the key file ${path} can't be read: ${error.message}.`,
    zh: `读不了密钥文件 ${path}：${error.message}。`,
  });
}

/**
 * @returns Undefined when the key is in the file. Otherwise why not; then there is no file.
 */
function makeFile(path: string, text: string): Words | undefined {
  try {
    // `createNew` follows no link and opens no existing file.
    using file = Deno.openSync(path, { createNew: true, write: true, mode: 0o600 });
    const made = file.statSync();
    if (!isOwn(made) || isOpenToOthers(made)) {
      Deno.removeSync(path);
      return {
        en: `the file system keeps no rights of files, so the key is not put into ${path}.`,
        zh: `这个文件系统不保存文件权限，所以密钥没有写进 ${path}。`,
      };
    }
    try {
      const bytes = new TextEncoder().encode(`${text}\n`);
      if (file.writeSync(bytes) !== bytes.length) throw new Error("the disk is full");
      file.syncSync();
    } catch (error) {
      Deno.removeSync(path);
      throw error;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      en: `the key file ${path} can't be written: ${error.message}.`,
      zh: `密钥文件 ${path} 写不进去：${error.message}。`,
    };
  }
}

/** Windows gives no owner; there the rights of the folder count. */
function isOwn({ uid }: Deno.FileInfo): boolean {
  return uid === null || uid === Deno.uid();
}

/** Windows gives no such rights, either. */
function isOpenToOthers({ mode }: Deno.FileInfo): boolean {
  return Deno.build.os !== "windows" && mode !== null && (mode & 0o077) !== 0;
}
