/** The real terminal: Deno's process, environment and streams. */
import process from "node:process";
import { log_patience_ms, log_waiting_characters_max } from "./limits.ts";
import { StdoutSink } from "./stdout_sink.ts";
import { StreamWriter } from "./stream_writer.ts";
import { language_variables, systemLanguage } from "./system_language.ts";
import type { StopRequest, Terminal } from "./terminal.ts";

/** Columns where the width of the terminal is not known. */
const usual_columns = 80;

/** Windows has all of these since Deno 2.8; SIGHUP is its closed console, SIGBREAK its Ctrl+Break. */
const stop_requests: readonly StopRequest[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** The terminal of this process. */
export function denoTerminal(narrows_workers = false): Terminal {
  // No pipe of Windows refuses a write instead of waiting.
  const sink = Deno.build.os === "windows"
    ? Deno.stdout
    : new StdoutSink(Deno.stdout, Deno.stdout.isTerminal());
  const stdout = new StreamWriter(sink, { waiting_characters_max: Infinity, after_fault: "end" });
  const stderr = new StreamWriter(Deno.stderr, {
    waiting_characters_max: log_waiting_characters_max,
    after_fault: "go on",
    before: () => stdout.idle(),
  });
  const writers = { stdout, stderr };
  return {
    narrows_workers,
    env: (name) => Deno.env.get(name),
    write: (stream, text) => writers[stream].write(text),
    onLoss: (tell) => stderr.onLoss = tell,
    async dataWritten() {
      await stdout.idle();
      return stdout.fault instanceof Deno.errors.BrokenPipe ? undefined : stdout.fault;
    },
    async notesWritten() {
      await stdout.idle();
      await within(log_patience_ms, stderr.idle());
    },
    isTerminal: (stream) => Deno[stream].isTerminal(),
    canAsk: () => Deno.stdin.isTerminal() && Deno.stderr.isTerminal(),
    readLine,
    columns() {
      try {
        return Deno.consoleSize().columns;
      } catch {
        return usual_columns;
      }
    },
    language: () => systemLanguage(permittedVariable, navigator.language),
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

/** A bundle may have been started with fewer permissions. A person must not be asked for one only for the language. */
function permittedVariable(name: (typeof language_variables)[number]): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/** A terminal gives one line at a time, unless it is longer than the terminal's own buffer. */
async function readLine(): Promise<string | undefined> {
  const buffer = new Uint8Array(4096);
  const count = await Deno.stdin.read(buffer);
  return count === null ? undefined : new TextDecoder().decode(buffer.subarray(0, count)).trimEnd();
}

function memory_bytes(): number | undefined {
  try {
    // `constrainedMemory` is 0, or more than the computer has, where no container bounds the process.
    return Math.min(Deno.systemMemoryInfo().total, process.constrainedMemory() || Infinity);
  } catch {
    // Not permitted, e.g. to a bundle that was started with other permissions.
    return undefined;
  }
}

async function within(limit_ms: number, work: Promise<void>): Promise<void> {
  let timer;
  await Promise.race([work, new Promise((resolve) => timer = setTimeout(resolve, limit_ms))]);
  clearTimeout(timer);
}

function onStopRequest(handler: (request: StopRequest) => void): () => void {
  const listeners = stop_requests.map((request) => [request, () => handler(request)] as const);
  for (const [request, listener] of listeners) Deno.addSignalListener(request, listener);
  return () => {
    for (const [request, listener] of listeners) Deno.removeSignalListener(request, listener);
  };
}
