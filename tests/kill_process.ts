/** Ends a process that a test started. */

/**
 * Sends a signal to a process that may have ended already.
 *
 * @param signal SIGKILL ends it as a power cut does.
 */
export function killProcess(child: Deno.ChildProcess, signal: Deno.Signal = "SIGKILL"): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // a TypeError: it has ended already
  }
}
