/** The entry: hands the arguments to the command line and sets the exit code. */
import { bugReport } from "./cli/bug.ts";
import { denoTerminal } from "./cli/deno_terminal.ts";
import { run } from "./cli/program.ts";
import { takeWorkerMark } from "./cli/worker_mark.ts";

const { args, narrows_workers } = takeWorkerMark(Deno.args);
const terminal = denoTerminal(narrows_workers);

let ending: Promise<never> | undefined;

/** Ends the process once its last words are written. `Deno.exitCode` would wait for a socket that is slow to close. */
function end(code: number): Promise<never> {
  return ending ??= terminal.notesWritten().then(() => Deno.exit(code));
}

// What no part of the program caught: a person sees a line, not a stack trace.
for (const kind of ["error", "unhandledrejection"] as const) {
  globalThis.addEventListener(kind, (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    if (ending === undefined) {
      void end(bugReport("reason" in event ? event.reason : event.error, args, terminal));
    }
  });
}

await end(await run(args, terminal));
