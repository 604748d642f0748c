/** What `--ops` and `--without` may say, and why a folder can't be used. */
import { InvalidArgumentError } from "commander";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { quoted } from "./quoted.ts";
import type { Terminal } from "./terminal.ts";
import { markedCommand } from "./worker_mark.ts";

/** Ops that a node can be started without: the homework. */
export const optional_ops = ["time"] as const;

/**
 * Looks whether ops can be loaded from a folder.
 *
 * @throws {Failure} `usage`, with the command to type.
 */
export function checkOpsFolder(folder: string, terminal: Pick<Terminal, "narrows_workers">): void {
  if (!terminal.narrows_workers) {
    throw new Failure(
      exit_codes.usage,
      "--ops needs a flag of Deno that this start lacks: without it the first op would end the program.",
      markedCommand(Deno.mainModule, `--ops ${quoted(folder)}`),
    );
  }
  let fault: string | undefined;
  try {
    if (Deno.statSync(folder).isDirectory) return;
    fault = `--ops ${folder} is a file: it must be a folder that holds the files of ops.`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    fault = error instanceof Deno.errors.NotFound
      ? `the folder ${folder} is not there.`
      : `the folder ${folder} can't be read: ${error.message}.`;
  }
  throw new Failure(exit_codes.usage, fault, `mkdir ${quoted(folder)}`);
}

/** Reads `--without`; may be repeated, or name several with commas. */
export function readWithout(text: string, before: readonly string[]): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!(optional_ops as readonly string[]).includes(name)) {
      throw new InvalidArgumentError(`Only ${optional_ops.join(", ")} can be left out.`);
    }
  }
  return [...before, ...names];
}
