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
      // The check for updates would open sockets of its own.
      env: { DENO_NO_UPDATE_CHECK: "1", ...env },
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

  /** Open file descriptors that belong to clients. Deno has others, which come and go as it likes. */
  clientDescriptors(): number {
    const folder = `/proc/${this.#child.pid}/fd`;
    const links = new Set(this.#clientSockets().map(({ link }) => link));
    return [...Deno.readDirSync(folder)].filter(({ name }) => links.has(linkTarget(`${folder}/${name}`)))
      .length;
  }

  /** Ends the node as SIGTERM would: closes sockets, then the process. */
  async stop(): Promise<void> {
    await this.#child.stdin.close();
    const { code } = await this.#child.status;
    if (code !== 0) throw new Error(`The node ended with exit code ${code}`);
  }

  /** Bytes that clients have sent and the node has not taken in yet. */
  untakenBytes(): number {
    return this.#clientSockets().reduce((sum, { untaken_bytes }) => sum + untaken_bytes, 0);
  }

  /** Sockets on the node's port that do not listen. */
  #clientSockets(): { link: string; untaken_bytes: number }[] {
    const port = this.port.toString(16).toUpperCase().padStart(4, "0");
    const rows = Deno.readTextFileSync(`/proc/${this.#child.pid}/net/tcp`).split("\n").map((row) =>
      row.trim().split(/\s+/)
    );
    const listening = "0A";
    return rows.filter(([, local, , state]) => local?.endsWith(`:${port}`) && state !== listening).map((
      row,
    ) => ({
      link: `socket:[${row[9]}]`,
      untaken_bytes: parseInt(row[4]!.split(":")[1]!, 16),
    }));
  }

  #status_mib(key: string): number {
    const status = Deno.readTextFileSync(`/proc/${this.#child.pid}/status`);
    return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(status)![1]) / 1024;
  }
}

function linkTarget(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    // Closed since the folder was listed.
    return "";
  }
}
