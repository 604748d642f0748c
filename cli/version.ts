/** The subcommand `version`: which foxchain this is, and what it runs on. */
import { type Command, Option } from "commander";
import manifest from "../deno.json" with { type: "json" };
import { debugOption } from "./options.ts";
import type { Output } from "./output.ts";

/** The program's version (semver.org). */
export const program_version: string = manifest.version;

/** Adds `version` to the program. */
export function addVersion(program: Command, output: Output): void {
  const { say } = output;
  program.command("version")
    .summary(say({ en: "print the version", zh: "显示版本" }))
    .description(say({
      en: "Print the version of foxchain and of what it runs on.",
      zh: "显示 foxchain 的版本，以及它运行在什么上面。",
    }))
    .addOption(new Option("--json", say({ en: "print one line of JSON", zh: "显示成一行 JSON" })))
    .addOption(debugOption(say))
    .action(({ json }: { json?: true }) => {
      const { deno, v8 } = Deno.version;
      const target = Deno.build.target;
      if (json) return output.data(JSON.stringify({ version: program_version, deno, v8, target }));
      output.data(`foxchain ${program_version} (Deno ${deno}, V8 ${v8}, ${target})`);
    });
}
