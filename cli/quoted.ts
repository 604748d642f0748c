/** Puts a path into a command that a person can copy. */

/**
 * The path as it is, or in quotes where a shell would take it apart.
 *
 * @example
 * ```ts
 * import { quoted } from "./quoted.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quoted("my_ops"), "my_ops");
 * assert.equal(quoted("my ops"), '"my ops"');
 * ```
 */
export function quoted(path: string): string {
  if (/^[\w./:\\-]+$/.test(path)) return path;
  // Windows takes a backslash before a quote for one that belongs to the text.
  return `"${path.replace(/\\+$/, "")}"`;
}
