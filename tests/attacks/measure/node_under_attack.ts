/** A node in a process of its own, of any checkout, watched from outside by Linux's /proc. */
import { join } from "node:path";
import { neutralEnvironment } from "../../command.ts";
import { deadAddressesOf, fill } from "../../../bench/fill.ts";
import { type Usage, usageOf } from "../../../bench/process_usage.ts";
import type { NodeSetup } from "../attack.ts";
import { freePort } from "../../test_place.ts";
import { pause, soon } from "../kit/target.ts";

/** How it is started. */
export interface StartOptions extends NodeSetup {
  /** The folder whose `main.ts` runs. */
  readonly checkout: string;
  /** Where its database and its log lie. */
  readonly folder: string;
  /** Passed on where the version knows `--memory-max`. */
  readonly memory_max_mib?: number;
  /** Left out, it is a free one of 127.0.0.1. */
  readonly port?: number;
  /** More arguments for `serve`. */
  readonly args?: readonly string[];
  /** What runs it, e.g. `ip netns exec NAME`. */
  readonly within?: readonly string[];
}

/** How a process ended. */
export interface Exit {
  readonly code: number;
  readonly signal: string | null;
}

const start_ms_max = 60_000;

/** A running node. */
export class NodeUnderAttack implements AsyncDisposable {
  /** How it ended; undefined while it runs. */
  exit: Exit | undefined;
  readonly ended: Promise<Exit>;
  readonly db: string;

  private constructor(
    readonly child: Deno.ChildProcess,
    readonly port: number,
    readonly folder: string,
    readonly stderr_unread: boolean,
  ) {
    this.db = join(folder, "peers.sqlite");
    this.ended = child.status.then(({ code, signal }) => this.exit = { code, signal });
  }

  /**
   * Starts a node on a free port and waits until it answers.
   *
   * @throws {Error} It ended before, or did not answer within a minute.
   */
  static async start(options: StartOptions): Promise<NodeUnderAttack> {
    const { folder, stderr_unread = false, stored = 0, port = freePort() } = options;
    const [program, ...args] = await commandOf(options, port);
    const child = new Deno.Command(program!, {
      args,
      clearEnv: true,
      env: {
        ...neutralEnvironment(),
        DENO_NO_UPDATE_CHECK: "1",
        ...options.network ? { FOXCHAIN_NO_DIAL: "0" } : {},
      },
      cwd: folder,
      stdin: "null",
      stdout: "null",
      stderr: stderr_unread ? "piped" : "null",
    }).spawn();
    const node = new NodeUnderAttack(child, port, folder, stderr_unread);
    if (options.within === undefined) await node.#answering();
    // Nobody listens there, for a node that dials what it knows.
    if (stored > 0) await fill(port, deadAddressesOf(stored));
    return node;
  }

  /** Processor time so far and memory now; undefined when it has ended. */
  usage(): Usage | undefined {
    return this.#look(() => usageOf(this.child.pid));
  }

  /** The most resident memory since the last {@linkcode forgetPeak}, in MiB. */
  peak_mib(): number | undefined {
    return this.#look(() => {
      const status = Deno.readTextFileSync(`/proc/${this.child.pid}/status`);
      // A process that has ended, but was not asked how, has no memory.
      const peak_kib = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
      return peak_kib === undefined ? undefined : Number(peak_kib) / 1024;
    });
  }

  forgetPeak(): void {
    this.#look(() => Deno.writeTextFileSync(`/proc/${this.child.pid}/clear_refs`, "5"));
  }

  /** Open file descriptors. */
  descriptors(): number | undefined {
    return this.#look(() => [...Deno.readDirSync(`/proc/${this.child.pid}/fd`)].length);
  }

  /** What it wrote to its log. */
  log(): string {
    return this.#look(() => Deno.readTextFileSync(join(this.folder, "log"))) ?? "";
  }

  /** GETs a path as the person at this computer; undefined where no answer came within `ms`. */
  async get(path: string, ms = 2_000): Promise<{ status: number; text: string } | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { signal: AbortSignal.timeout(ms) });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return undefined;
    }
  }

  /** Clients that hold a place, as the node counts them. */
  async places(): Promise<number | undefined> {
    const metrics = await this.get("/metrics");
    const count = /^foxchain_connections\{kind="clients"\} (\d+)/m.exec(metrics?.text ?? "")?.[1];
    return count === undefined ? undefined : Number(count);
  }

  /** Asks it to end. Returns how long that took, undefined where it did not within `ms`. */
  async stop(ms = 10_000): Promise<number | undefined> {
    const began_ms = performance.now();
    if (this.exit === undefined) this.child.kill("SIGTERM");
    await soon(this.ended, ms);
    return this.exit === undefined ? undefined : performance.now() - began_ms;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.exit === undefined) this.child.kill("SIGKILL");
    await this.ended;
    if (this.stderr_unread) await this.child.stderr.cancel();
  }

  async #answering(): Promise<void> {
    const end_ms = performance.now() + start_ms_max;
    while ((await this.get("/healthz"))?.status !== 200) {
      if (this.exit !== undefined) throw new Error(`The node ended with ${this.exit.code}: ${this.log()}`);
      if (performance.now() > end_ms) throw new Error("The node did not answer within a minute.");
      await pause(50);
    }
  }

  #look<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || this.exit !== undefined) return undefined;
      throw error;
    }
  }
}

async function commandOf(options: StartOptions, port: number): Promise<string[]> {
  const { checkout, folder, open_files, memory_max_mib, host = "127.0.0.1", stderr_unread, within = [] } =
    options;
  const limit = open_files === undefined ? "" : `ulimit -n ${open_files}; `;
  const log = stderr_unread ? "" : " 2>log";
  const memory = memory_max_mib !== undefined && await knows(checkout, "--memory-max")
    ? ["--memory-max", `${memory_max_mib}`]
    : [];
  return [
    ...within,
    "sh",
    "-c",
    `${limit}exec "$0" "$@"${log}`,
    Deno.execPath(),
    ...runArgs(checkout),
    ...["serve", "--host", host, "--port", `${port}`, "--db", join(folder, "peers.sqlite"), "--log", "json"],
    ...memory,
    ...options.args ?? [],
  ];
}

const helps = new Map<string, Promise<string>>();

/** Whether the program of a checkout has an option. */
export async function knows(checkout: string, option: string): Promise<boolean> {
  const help = helps.getOrInsertComputed(checkout, async () => {
    const args = [...runArgs(checkout), "serve", "--help"];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "null" }).output();
    return new TextDecoder().decode(stdout);
  });
  return (await help).includes(option);
}

function runArgs(checkout: string): string[] {
  return ["run", "--quiet", "--no-prompt", "--allow-all", join(checkout, "main.ts")];
}
