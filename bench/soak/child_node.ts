/** A node as a user starts it, in a process of its own, that the soak can pause, kill and start anew. */
import { usageOf } from "../process_usage.ts";
import { deno_run } from "../servers.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;

/** What a node takes of the machine. */
export interface NodeUse {
  readonly memory_mib: number;
  readonly descriptors: number;
  readonly cpu_ms: number;
}

/** A node on a fixed port and database, so that it comes back where it was. */
export class ChildNode {
  readonly name: string;
  readonly port: number;
  readonly #folder: string;
  readonly #args: readonly string[];
  #child: Deno.ChildProcess | undefined;

  /**
   * @param folder Where it is started: a node over Redis keeps its key there.
   * @param db A path that begins at the root, or the URL of a server.
   * @param options Further arguments of `foxchain`.
   */
  constructor(name: string, port: number, folder: string, db: string, options: readonly string[]) {
    this.name = name;
    this.port = port;
    this.#folder = folder;
    this.#args = [
      main,
      "--host",
      "127.0.0.1",
      "--port",
      `${port}`,
      "--db",
      db,
      ...options,
    ];
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`;
  }

  get alive(): boolean {
    return this.#child !== undefined;
  }

  /** Starts it. What it writes is thrown away. */
  start(): void {
    const child = new Deno.Command(deno_run[0]!, {
      args: [...deno_run.slice(1), ...this.#args],
      cwd: this.#folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
      env: { DENO_NO_UPDATE_CHECK: "1" },
    }).spawn();
    this.#child = child;
    child.status.then(() => {
      if (this.#child === child) this.#child = undefined;
    });
  }

  /** Ends it and waits for its end: by default as a power cut does. */
  async end(signal: Deno.Signal = "SIGKILL"): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    child.kill(signal);
    await child.status;
  }

  /** Stops the process where it is, or lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(signal);
  }

  /** What it takes now; undefined while it is not running. */
  use(): NodeUse | undefined {
    return this.#child === undefined ? undefined : useOf(this.#child.pid);
  }
}

/** What a process takes now; undefined where it has ended. */
export function useOf(pid: number): NodeUse | undefined {
  try {
    const { rss_kib, cpu_ms } = usageOf(pid);
    const descriptors = [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
    return { memory_mib: rss_kib / 1024, descriptors, cpu_ms };
  } catch {
    // It ended between two looks.
    return undefined;
  }
}
