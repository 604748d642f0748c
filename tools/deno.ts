/** Runs the deno executable that runs this script, so that no other one needs to be installed. */
import { stripVTControlCharacters } from "node:util";

/** What a finished run left. */
export interface Finished {
  /** 0 is success. */
  readonly code: number;
  /** Everything it printed, without colours. */
  readonly stdout: string;
  /** Its complaints, without colours. */
  readonly stderr: string;
}

/** How to run it. */
export interface RunOptions {
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  /** Keep the output from the terminal. */
  readonly quiet?: boolean;
}

/**
 * Runs `deno ARGS` and passes its output on as it comes.
 *
 * @example
 * ```ts
 * import { deno } from "./deno.ts";
 * import assert from "node:assert/strict";
 *
 * const { code, stdout } = await deno(["--version"], { quiet: true });
 * assert.equal(code, 0);
 * assert.match(stdout, /^deno \d+\.\d+\.\d+/);
 * ```
 */
export async function deno(
  args: readonly string[],
  { env = {}, quiet = false }: RunOptions = {},
): Promise<Finished> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env,
    stdout: "piped",
    stderr: "piped",
  });
  const child = command.spawn();
  const [{ code }, stdout, stderr] = await Promise.all([
    child.status,
    collect(child.stdout, quiet ? undefined : Deno.stdout),
    collect(child.stderr, quiet ? undefined : Deno.stderr),
  ]);
  return { code, stdout, stderr };
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  copy: { write(bytes: Uint8Array): Promise<number> } | undefined,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    for (let written = 0; copy && written < chunk.length;) {
      written += await copy.write(chunk.subarray(written));
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return stripVTControlCharacters(text);
}
