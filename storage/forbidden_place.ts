/** The places where Deno opens a file only for a program that has every permission. */

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
 * assert.match(forbiddenPlace(error)!, /^Deno, .* \/dev, \/proc and \/sys$/);
 * assert.equal(forbiddenPlace(new Error("no such file")), undefined);
 * ```
 */
export function forbiddenPlace(error: unknown): string | undefined {
  if (!(error instanceof Deno.errors.NotCapable) || !/"\/(dev|proc|sys)\b/.test(error.message)) {
    return undefined;
  }
  return "Deno, which runs foxchain, forbids it the files under /dev, /proc and /sys";
}
