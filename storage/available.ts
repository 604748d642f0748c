/** Whether a file is free to be a node's store, found out without changing what is in it. */
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "./sqlite_inspect.ts";

/**
 * Whether a node could keep its peers in a file: it is not there yet, or it is a peer store that nobody uses.
 *
 * @param path As the person would write it.
 *
 * @example
 * ```ts
 * import { isAvailable } from "./available.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(isAvailable("/no such folder/peers.sqlite"), false);
 * ```
 */
export function isAvailable(path: string): boolean {
  try {
    // It also refuses a file that this process holds: to open that a second time would drop its locks.
    inspect(path);
    if (!exists(path)) return exists(dirname(resolve(path)));
    const database = new DatabaseSync(resolve(path));
    try {
      // Only an exclusive lock meets the one that a running node holds.
      database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK");
    } finally {
      database.close();
    }
    return true;
  } catch {
    return false;
  }
}

/** Whether there is something at a path that this program may look at. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
