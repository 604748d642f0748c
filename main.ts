/** The entry: hands the arguments to the command line and sets the exit code. */
import { bugReport } from "./cli/bug.ts";
import { denoTerminal } from "./cli/deno_terminal.ts";
import { run } from "./cli/program.ts";

const terminal = denoTerminal();

// What no part of the program caught: a person sees a line, not a stack trace.
for (const kind of ["error", "unhandledrejection"] as const) {
  globalThis.addEventListener(kind, (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    Deno.exit(bugReport("reason" in event ? event.reason : event.error, Deno.args, terminal));
  });
}

// Not `Deno.exitCode`: a socket that is slow to close must not keep a finished command alive.
Deno.exit(await run(Deno.args, terminal));
