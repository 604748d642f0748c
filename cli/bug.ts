/** What a person sees of a bug in foxchain: one line, and the details only where they were asked for. */
import { readSwitch } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Reports something thrown that nobody expected.
 *
 * @param args The command line, which may ask for details by `--debug`.
 * @returns The exit code.
 */
export function bugReport(error: unknown, args: readonly string[], terminal: Terminal): number {
  const output = new Output(terminal);
  if (error instanceof Deno.errors.NotCapable) {
    // Its message names the flag that is missing.
    output.failure(
      `Deno was not allowed to do this. ${error.message}`,
      permissionAdvice(Deno.build.standalone, import.meta.url),
    );
    return exit_codes.usage;
  }
  const [summary = ""] = String(error instanceof Error ? error.message : error).split("\n");
  if (args.includes("--debug") || readSwitch(terminal.env("FOXCHAIN_DEBUG") ?? "")) {
    output.failure(`a bug in foxchain: ${summary}`);
    output.note(String(error instanceof Error ? error.stack : error));
  } else {
    output.failure(`a bug in foxchain: ${summary}`, "run it again with --debug for the details");
  }
  return exit_codes.bug;
}

/**
 * What to do where Deno refuses something: it depends on how foxchain was started.
 *
 * @param standalone Whether this is the executable; its permissions were fixed when it was built.
 * @param module_url Where this module is: in its own file, or in the bundle.
 *
 * @example
 * ```ts
 * import { permissionAdvice } from "./bug.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(permissionAdvice(false, import.meta.resolve("./bug.ts")), /^deno task start/);
 * assert.match(permissionAdvice(false, "file:///home/fox/foxchain.mjs"), /^deno run --no-config --allow-all foxchain\.mjs/);
 * ```
 */
export function permissionAdvice(standalone: boolean, module_url: string): string {
  if (standalone) {
    return "another file or folder; the executable itself can't be allowed more, so report it if that is no help";
  }
  if (module_url.endsWith("/cli/bug.ts")) return "deno task start, which allows what is needed";
  return `deno run --no-config --allow-all ${
    module_url.slice(module_url.lastIndexOf("/") + 1)
  }, or the flags that it names`;
}
