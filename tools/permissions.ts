/** The fewest permissions with which a node and all its commands work. `deno.json` has the same for the start task. */

import { openers } from "../cli/open_page.ts";
import { language_variables } from "../cli/system_language.ts";

/** Environment variables that are read: our own, and those that say whether a terminal wants colours. */
const variables = [
  "FOXCHAIN_*",
  "NO_COLOR",
  "FORCE_COLOR",
  "CLICOLOR_FORCE",
  "TERM",
  ...language_variables,
];

/** Read only when run from source: npm's ws chooses a helper by it. `bundle.ts` removes that choice. */
const source_variable = "WS_NO_BUFFER_UTIL";

/**
 * Flags for `deno run` and `deno compile`. Any host may be listened on or dialled, and `--db` and `--tls-key` may name
 * any file, so these three are not narrowed.
 *
 * @param systems Where the program will run.
 * @param from_source Whether `main.ts` is run, and not a bundle of it.
 *
 * @example
 * ```ts
 * import { permissions } from "./permissions.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(permissions(["darwin"]).includes("--allow-run=/usr/bin/open"));
 * assert.ok(!permissions(["darwin"]).includes("--allow-all"));
 * ```
 */
export function permissions(systems: readonly (typeof Deno.build.os)[], from_source = false): string[] {
  const programs = systems.map((system) => openers[system]).filter((path) => path !== undefined);
  return [
    "--no-prompt",
    "--allow-net",
    "--allow-read",
    "--allow-write",
    `--allow-env=${[...variables, ...(from_source ? [source_variable] : [])].join(",")}`,
    "--allow-sys=networkInterfaces,systemMemoryInfo,uid,hostname",
    ...(programs.length > 0 ? [`--allow-run=${programs.join(",")}`] : []),
  ];
}
