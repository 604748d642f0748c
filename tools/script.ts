/** Ends a script the way a person at a terminal expects: with a sentence and an exit code, never a stack trace. */

/**
 * Runs the body of a script and ends the process.
 *
 * @param body Returns the exit code, or nothing for 0; what it throws is shown as one line, with exit code 1.
 */
export async function runScript(body: () => Promise<number | void> | number | void): Promise<never> {
  try {
    Deno.exit(await body() ?? 0);
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
