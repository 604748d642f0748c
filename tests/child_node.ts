/** A node in a process of its own, started by the command line as a user does it, so that a test can kill it. */
import { fileURLToPath } from "node:url";

/** A running process. */
export interface ChildNode {
  readonly port: number;
  /** Ends it as a power cut does: no handler runs. Settles when the process is gone. */
  kill(): Promise<void>;
  /** Asks it to stop in good order and returns its exit code. */
  stop(): Promise<number>;
}

/** How a child is started. */
export interface ChildOptions {
  /** File descriptors that it may have at most (`ulimit -n`); what the system gives where left out. */
  readonly descriptors_max?: number;
}

/**
 * Starts a node on a free loopback port and waits until it listens.
 *
 * @param db Its SQLite file.
 * @throws {Error} It ended before; the message has what it wrote to stderr.
 */
export async function startChildNode(db: string, { descriptors_max }: ChildOptions = {}): Promise<ChildNode> {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const options = ["--host", "127.0.0.1", "--port", "0", "--db", db, "--log", "json", "--no-dial"];
  const args = ["run", "--quiet", "--allow-all", main, ...options];
  const limited = ["-c", `ulimit -n ${descriptors_max}; exec "$0" "$@"`, Deno.execPath(), ...args];
  const process = new Deno.Command(descriptors_max === undefined ? Deno.execPath() : "sh", {
    args: descriptors_max === undefined ? args : limited,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  // The log is read to its end, so that the pipe never fills up.
  const listening = Promise.withResolvers<number>();
  const reading = (async () => {
    let log = "";
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      log += text;
      const port = /"port":(\d+),/.exec(log)?.[1];
      if (port !== undefined) listening.resolve(Number(port));
    }
    listening.reject(new Error(`the node ended before it listened:\n${log}`));
  })();
  const ended = async (signal: Deno.Signal) => {
    process.kill(signal);
    const [{ code }] = await Promise.all([process.status, reading]);
    return code;
  };
  return {
    port: await listening.promise,
    kill: async () => void await ended("SIGKILL"),
    stop: () => ended("SIGTERM"),
  };
}
