/** Lists the project's own TypeScript, without tests and their helpers. */

/** Folders that hold no source of ours. */
const no_source = new Set(["build", "dist", "node_modules", "results"]);

/**
 * Paths from the repository's root, with slashes.
 *
 * @example
 * ```ts
 * import { sourceFiles } from "./source_files.ts";
 * import assert from "node:assert/strict";
 *
 * const files = [...sourceFiles()];
 * assert.ok(files.includes("ops/table.ts"));
 * assert.ok(!files.includes("ops/table_test.ts"));
 * ```
 */
export function* sourceFiles(folder = ""): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder || ".")) {
    const path = folder + name;
    if (isDirectory) {
      if (!name.startsWith(".") && !no_source.has(name)) yield* sourceFiles(path + "/");
    } else if (name.endsWith(".ts") && !name.endsWith("_test.ts") && !name.startsWith("test_")) yield path;
  }
}
