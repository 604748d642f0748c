/** What a person sees of a bug in foxchain: one line, and the details with `--debug`. */
import { readSwitch } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { languageOf, type Words } from "./language.ts";
import { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Reports an unexpected exception.
 *
 * @param args The command line, which may ask for details by `--debug`.
 * @returns The exit code.
 */
export function bugReport(error: unknown, args: readonly string[], terminal: Terminal): number {
  const output = new Output(terminal, languageOf(args, terminal));
  if (error instanceof Deno.errors.NotCapable) {
    // Its message names the flag that is missing.
    output.failure(
      {
        en: `Deno was not allowed to do this. ${error.message}`,
        zh: `Deno 没有得到做这件事的许可。${error.message}`,
      },
      permissionAdvice(Deno.build.standalone, import.meta.url),
    );
    return exit_codes.usage;
  }
  const [summary = ""] = String(error instanceof Error ? error.message : error).split("\n");
  const cause = { en: `a bug in foxchain: ${summary}`, zh: `foxchain 自身的错误：${summary}` };
  if (args.includes("--debug") || readSwitch(terminal.env("FOXCHAIN_DEBUG") ?? "")) {
    output.failure(cause);
    output.note(String(error instanceof Error ? error.stack : error));
  } else {
    output.failure(cause, {
      en: "run it again with --debug for the details",
      zh: "加上 --debug 再运行一次，看详细信息",
    });
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
 * assert.match(permissionAdvice(false, import.meta.resolve("./bug.ts")).en, /^deno task start/);
 * assert.match(permissionAdvice(false, "file:///home/fox/foxchain.mjs").en, /^deno run --no-config --allow-all foxchain\.mjs/);
 * ```
 */
export function permissionAdvice(standalone: boolean, module_url: string): Words {
  if (standalone) {
    return {
      en:
        "another file or folder; the executable itself can't be allowed more, so report it if that is no help",
      zh: "换一个文件或文件夹；可执行文件本身的许可不能再增加，如果这样也不行，请报告这个问题",
    };
  }
  if (module_url.endsWith("/cli/bug.ts")) {
    return { en: "deno task start, which allows what is needed", zh: "deno task start，它给出所需的许可" };
  }
  const command = `deno run --no-config --allow-all ${module_url.slice(module_url.lastIndexOf("/") + 1)}`;
  return { en: `${command}, or the flags that it names`, zh: `${command}，或者给出上面提到的选项` };
}
