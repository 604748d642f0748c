/** The real terminal: Deno's process, environment and streams. */
import process from "node:process";
import type { StopRequest, Terminal } from "./terminal.ts";

/** Columns where the width of the terminal is not known. */
const usual_columns = 80;

/** Windows has no SIGTERM: Deno throws when asked to listen for it. */
const stop_requests: readonly StopRequest[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** The terminal of this process. */
export function denoTerminal(): Terminal {
  return {
    env: (name) => Deno.env.get(name),
    write: (stream, text) => writeAll(Deno[stream], new TextEncoder().encode(text)),
    isTerminal: (stream) => Deno[stream].isTerminal(),
    columns() {
      try {
        return Deno.consoleSize().columns;
      } catch {
        return usual_columns;
      }
    },
    networkInterfaces: () => Deno.networkInterfaces(),
    memory_bytes,
    onStopRequest,
    async runProgram(name, args) {
      const command = new Deno.Command(name, {
        args: [...args],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      });
      return (await command.output()).success;
    },
    exit: (code) => Deno.exit(code),
  };
}

function memory_bytes(): number | undefined {
  try {
    // 0, or more than there is, where nothing bounds the process.
    return Math.min(Deno.systemMemoryInfo().total, process.constrainedMemory() || Infinity);
  } catch {
    // Not permitted, e.g. to a bundle that was started with other permissions.
    return undefined;
  }
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length;) written += stream.writeSync(bytes.subarray(written));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function onStopRequest(handler: (request: StopRequest) => void): () => void {
  const listeners = stop_requests.map((request) => [request, () => handler(request)] as const);
  for (const [request, listener] of listeners) Deno.addSignalListener(request, listener);
  return () => {
    for (const [request, listener] of listeners) Deno.removeSignalListener(request, listener);
  };
}
