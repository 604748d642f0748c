/** Says in words why a file can't be read or written. */
import { forbiddenPlace } from "../storage/forbidden_place.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both, type Words } from "./language.ts";

/**
 * The failure that an error of reading a file means.
 *
 * @param what The file, and the flag that named it if there is one.
 */
export function unreadable(what: string, error: unknown): Failure {
  const why = reason(error);
  return new Failure(
    exit_codes.usage,
    { en: `${what} can't be read: ${why.en}.`, zh: `读不了 ${what}：${why.zh}。` },
    { en: "check the path", zh: "检查一下路径" },
  );
}

/** The cause where a file can't be written. What the system says is English in both languages. */
export function unwritable(path: string, error: unknown): Words {
  const why = error instanceof Error ? error.message : String(error);
  return { en: `${path} can't be written: ${why}.`, zh: `${path} 写不进去：${why}。` };
}

function reason(error: unknown): Words {
  const forbidden = forbiddenPlace(error);
  if (forbidden !== undefined) return forbidden;
  if (error instanceof Deno.errors.NotFound) return { en: "there is no such file", zh: "没有这个文件" };
  if (error instanceof Deno.errors.PermissionDenied) return { en: "access is denied", zh: "没有权限" };
  if (error instanceof Deno.errors.IsADirectory) return { en: "it is a folder", zh: "它是文件夹" };
  return both(error instanceof Error ? error.message : String(error));
}
