/** Starts a node in a process of its own and measures it from outside, by /proc. */

/** The one system whose /proc the measurements need. */
export const has_proc = Deno.build.os === "linux";

/** A running node process. */
export class NodeProcess {
  readonly port: number;
  readonly #child: Deno.ChildProcess;

  private constructor(child: Deno.ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** @param script File beside this one's folder `fixtures` that prints its port and ends with its input. */
  static async start(script = "node_process.ts", env: Record<string, string> = {}): Promise<NodeProcess> {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", new URL(`./fixtures/${script}`, import.meta.url).pathname],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      env,
    }).spawn();
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return new NodeProcess(child, Number(new TextDecoder().decode(value)));
  }

  /** Resident memory now. */
  memory_mib(): number {
    return this.#status_mib("VmRSS");
  }

  /** The most resident memory since the last {@linkcode forgetPeak}. */
  peak_mib(): number {
    return this.#status_mib("VmHWM");
  }

  forgetPeak(): void {
    Deno.writeTextFileSync(`/proc/${this.#child.pid}/clear_refs`, "5");
  }

  /** Open file descriptors. */
  descriptors(): number {
    return [...Deno.readDirSync(`/proc/${this.#child.pid}/fd`)].length;
  }

  /** Ends the node as SIGTERM would: closes sockets, then the process. */
  async stop(): Promise<void> {
    await this.#child.stdin.close();
    const { code } = await this.#child.status;
    if (code !== 0) throw new Error(`The node ended with exit code ${code}`);
  }

  #status_mib(key: string): number {
    const status = Deno.readTextFileSync(`/proc/${this.#child.pid}/status`);
    return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(status)![1]) / 1024;
  }
}
