/** The places where Deno opens a file only for a program that has every permission. */

import type { Words } from "../discovery/words.ts";

/**
 * The reason in words, where an error says that Deno forbids the place of a file.
 *
 * @returns Undefined for every other error.
 *
 * @example
 * ```ts
 * import { forbiddenPlace } from "./forbidden_place.ts";
 * import assert from "node:assert/strict";
 *
 * const error = new Deno.errors.NotCapable('Requires all access to "/dev/shm/peers.sqlite"');
 * assert.match(forbiddenPlace(error)!.en, /^Deno, .* \/dev, \/proc and \/sys$/);
 * assert.equal(forbiddenPlace(new Error("no such file")), undefined);
 * ```
 */
export function forbiddenPlace(error: unknown): Words | undefined {
  if (!(error instanceof Deno.errors.NotCapable) || !/"\/(dev|proc|sys)\b/.test(error.message)) {
    return undefined;
  }
  return {
    en: "Deno, which runs foxchain, forbids it the files under /dev, /proc and /sys",
    zh: "运行 foxchain 的 Deno 不允许它访问 /dev、/proc 和 /sys 下的文件",
  };
}
