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
      "deno task start, which allows what is needed",
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
