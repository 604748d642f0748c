/**
 * The mark that tells the program that Deno got `--unstable-worker-options`. Without that flag the first Worker with
 * its own permissions ends the whole process. The program can neither see the flag nor catch that end.
 */

import { quoted } from "./quoted.ts";

/** The first argument of the program, where the flag was given. Tasks and the executable pass both. */
export const worker_mark = "--worker-options";

/**
 * Removes the mark.
 *
 * @param args As in `Deno.args`.
 *
 * @example
 * ```ts
 * import { takeWorkerMark } from "./worker_mark.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(takeWorkerMark(["--worker-options", "peers"]), { args: ["peers"], narrows_workers: true });
 * assert.deepEqual(takeWorkerMark(["peers"]), { args: ["peers"], narrows_workers: false });
 * ```
 */
export function takeWorkerMark(
  args: readonly string[],
): { readonly args: readonly string[]; readonly narrows_workers: boolean } {
  const is_marked = args[0] === worker_mark;
  return { args: is_marked ? args.slice(1) : args, narrows_workers: is_marked };
}

/**
 * The command that starts this program with the flag and the mark.
 *
 * @param main URL of the program's first module.
 * @param args For the program.
 *
 * @example
 * ```ts
 * import { markedCommand } from "./worker_mark.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(markedCommand("file:///home/ada/foxchain/main.ts", "--ops ops"), "deno task start --ops ops");
 * assert.match(markedCommand("file:///home/ada/foxchain.mjs", "--ops ops"), / foxchain\.mjs --worker-options --ops ops$/);
 * ```
 */
export function markedCommand(main: string, args: string): string {
  if (main.endsWith("/main.ts")) return `deno task start ${args}`;
  const program = decodeURIComponent(new URL(main).pathname.split("/").at(-1)!);
  return ["deno run --no-config", ...worker_flags, "-A", quoted(program), worker_mark, args].join(" ");
}

/** Flags for Deno: the flag itself, and flags that close ways out that no permission guards. */
export const worker_flags: readonly string[] = [
  "--unstable-worker-options",
  "--no-remote",
  "--no-npm",
  "--v8-flags=--disallow-code-generation-from-strings",
];
