/** Reads which files `deno compile` says it put into an executable. */

/**
 * The names in its tree, without folders and sizes.
 *
 * @param report What it printed, without colours.
 *
 * @example
 * ```ts
 * import { embeddedFiles } from "./embedded_files.ts";
 * import assert from "node:assert/strict";
 *
 * const report = "Embedded Files\n\nfoxchain\n└── foxchain.mjs (2.37MB)\n\nFiles: 2.37MB\n";
 * assert.deepEqual(embeddedFiles(report), ["foxchain.mjs"]);
 * ```
 */
export function embeddedFiles(report: string): string[] {
  return [...report.matchAll(/[├└]─[─┬] (.+?)(?: \(.*\))?$/gm)].map((match) => match[1]!);
}
