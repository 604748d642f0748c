/** Finds a free port and file for a second node, so that the suggested command works. */
import { dirname, join } from "node:path";
import { isAvailable } from "../storage/available.ts";
import { free_places_tried_max } from "./limits.ts";

/**
 * A port on which this computer could listen now: the wanted one, or one after or before it.
 *
 * @param host As `--host` has it.
 * @returns 0, which lets the system choose, when none of those tried is free.
 *
 * @example
 * ```ts
 * import { freePort } from "./free_place.ts";
 * import assert from "node:assert/strict";
 *
 * const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * assert.notEqual(freePort(taken.addr.port, "127.0.0.1"), taken.addr.port);
 * taken.close();
 * ```
 */
export function freePort(wanted: number, host: string): number {
  const tried = Array.from({ length: free_places_tried_max }, (_, index) => index);
  const candidates = [...tried.map((step) => wanted + step), ...tried.map((step) => wanted - 1 - step)];
  return candidates.find((port) => port > 0 && port <= 65_535 && canListen(port, host)) ?? 0;
}

function canListen(port: number, host: string): boolean {
  // As a node does: where there is no IPv6, it listens on IPv4 alone.
  for (const hostname of host === "::" ? ["::", "0.0.0.0"] : [host]) {
    try {
      Deno.listen({ hostname, port }).close();
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) return false;
    }
  }
  return false;
}

/**
 * A file beside the given one that a second node could keep its peers in, e.g. `peers-2.sqlite`.
 *
 * @param db As `--db` has it.
 * @returns `:memory:` when none of those tried is free, and for a node that keeps its peers there itself.
 *
 * @example
 * ```ts
 * import { freeFile } from "./free_place.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(freeFile("no_such_file.sqlite"), /^no_such_file-2\.sqlite$/);
 * assert.equal(freeFile(":memory:"), ":memory:");
 * ```
 */
export function freeFile(db: string): string {
  if (db === ":memory:") return db;
  const [, stem = "peers", ending = ".sqlite"] = /([^/\\]+?)(?:-\d+)?(\.sqlite3?|\.db)$/i.exec(db) ?? [];
  const folder = dirname(db);
  for (let number = 2; number < 2 + free_places_tried_max; number++) {
    const name = `${stem}-${number}${ending}`;
    const path = folder === "." && !db.startsWith(".") ? name : join(folder, name);
    if (path !== db && isAvailable(path)) return path;
  }
  return ":memory:";
}
