/** The subcommand `version`: which foxchain this is, and what it runs on. */
import { type Command, Option } from "commander";
import manifest from "../deno.json" with { type: "json" };
import { debugOption } from "./options.ts";
import type { Output } from "./output.ts";

/** The program's version (semver.org). */
export const program_version: string = manifest.version;

/** Adds `version` to the program. */
export function addVersion(program: Command, output: Output): void {
  program.command("version")
    .summary("print the version")
    .description("Print the version of foxchain and of what it runs on.")
    .addOption(new Option("--json", "print one line of JSON"))
    .addOption(debugOption("tell the details of a bug in foxchain"))
    .action(({ json }: { json?: true }) => {
      const { deno, v8 } = Deno.version;
      const target = Deno.build.target;
      if (json) return output.data(JSON.stringify({ version: program_version, deno, v8, target }));
      output.data(`foxchain ${program_version} (Deno ${deno}, V8 ${v8}, ${target})`);
    });
}
