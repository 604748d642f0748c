/** Runs the program as a process of its own, the way a person does. */
import { fileURLToPath } from "node:url";
import { worker_mark } from "../cli/worker_mark.ts";
import { within } from "../node/test_until.ts";
import { killProcess } from "./kill_process.ts";

/** Longer than a busy machine takes for anything that a node writes. */
const patience_ms = 120_000;
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** How a process is run. */
export interface CommandOptions {
  /** Added to this process's environment, less what would change the program's behaviour. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What runs it, e.g. `ip netns exec NAME`. */
  readonly within?: readonly string[];
  /** Deno's permission flags. */
  readonly permissions?: readonly string[];
  /** What is run instead of `main.ts`. */
  readonly program?: string;
}

/** How a process ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `foxchain` to its end. */
export async function foxchain(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { code, stdout, stderr } = await command(args, options).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** The command that runs `foxchain`, for tests that need its pipes. */
export function command(args: readonly string[], options: CommandOptions = {}): Deno.Command {
  const [first, ...rest] = [
    ...options.within ?? [],
    Deno.execPath(),
    ...denoArgs(args, options.permissions, options.program),
  ];
  return new Deno.Command(first!, {
    args: rest,
    cwd: options.cwd,
    clearEnv: true,
    env: { ...neutralEnvironment(), ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** The arguments of `deno` that run `foxchain`. */
export function denoArgs(
  args: readonly string[],
  permissions: readonly string[] = ["--allow-all"],
  program = main,
): string[] {
  return ["run", "--quiet", "--no-prompt", ...permissions, program, ...args];
}

/**
 * This process's environment without what changes the program's behaviour. A node dials nobody unless its test says so:
 * what tests register would lead out of this machine.
 */
export function neutralEnvironment(): Record<string, string> {
  const entries = Object.entries(Deno.env.toObject());
  const kept = entries.filter(([name]) =>
    !/^(FOXCHAIN_.*|NO_COLOR|FORCE_COLOR|TERM|LC_.*|LANGUAGE)$/.test(name)
  );
  return { ...Object.fromEntries(kept), LANG: "C", FOXCHAIN_NO_DIAL: "1" };
}

/** A node in its own process, listening. `await using` ends it. */
export class NodeProcess implements AsyncDisposable {
  /** What it has written so far. */
  stderr = "";
  /** Settles with everything once the process has ended. */
  readonly ended: Promise<Ended>;
  readonly #child: Deno.ChildProcess;
  readonly #waiting = new Set<() => void>();
  #over = false;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.ended = this.#follow();
  }

  /**
   * Starts a node and waits until it listens.
   *
   * @throws {Error} It ended before, or does not listen; its stderr is in the message.
   */
  static async start(args: readonly string[], options: CommandOptions = {}): Promise<NodeProcess> {
    const node = new NodeProcess(command(args, options).spawn());
    try {
      await node.written(/Listening on port: \d+/);
      return node;
    } catch (error) {
      await node[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * The same with a folder of students' ops, on a free port of 127.0.0.1.
   *
   * @param more Further arguments of `foxchain`.
   */
  static startWithOps(
    ops: string,
    db: string,
    more: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<NodeProcess> {
    const place = ["--host", "127.0.0.1", "--port", "0", "--db", db];
    return NodeProcess.start([worker_mark, ...place, "--ops", ops, ...more], {
      env,
      permissions: ["--allow-all", "--unstable-worker-options"],
    });
  }

  get pid(): number {
    return this.#child.pid;
  }

  get port(): number {
    return Number(/Listening on port: (\d+)/.exec(this.stderr)?.[1]);
  }

  signal(name: Deno.Signal): void {
    this.#child.kill(name);
  }

  /**
   * Waits until stderr matches.
   *
   * @throws {Error} It ended before, or did not write it in time; its stderr is in the message.
   */
  async written(pattern: RegExp): Promise<void> {
    try {
      await within(patience_ms, `Writing ${pattern}`, this.#matches(pattern));
    } catch (error) {
      throw new Error(`${(error as Error).message}: ${this.stderr}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killProcess(this.#child);
    await this.ended;
  }

  async #matches(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stderr)) {
      if (this.#over) throw new Error(`It ended without writing ${pattern}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await promise;
      this.#waiting.delete(resolve);
    }
  }

  async #follow(): Promise<Ended> {
    const reading = new Response(this.#child.stdout).text();
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.stderr += text;
      this.#wake();
    }
    const [{ code }, stdout] = await Promise.all([this.#child.status, reading]);
    this.#over = true;
    this.#wake();
    return { code, stdout, stderr: this.stderr };
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
  }
}
