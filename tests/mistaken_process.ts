/** A process of nodes with one mistake each, written in Python as students write them. */
import { fileURLToPath } from "node:url";
import { killProcess } from "./kill_process.ts";
import { python } from "./lecture_process.ts";

const script = fileURLToPath(new URL("./fixtures/mistaken_node.py", import.meta.url));

/** The names of all mistakes. */
export async function mistakeNames(): Promise<string[]> {
  const { stdout } = await new Deno.Command(python!, { args: [script, "--list"] }).output();
  return new TextDecoder().decode(stdout).trim().split(/\s+/);
}

/** Running nodes. `await using` ends them. */
export class MistakenProcess implements AsyncDisposable {
  /** The ports, in the order in which their mistakes were named; one may be named several times. */
  readonly listed: number[] = [];
  /** The port of each mistake. */
  readonly ports = new Map<string, number>();
  readonly #child: Deno.ChildProcess;
  readonly #ready = Promise.withResolvers<void>();
  readonly #reading: Promise<void>;

  private constructor(args: readonly string[]) {
    this.#child = new Deno.Command(python!, {
      args: [script, ...args],
      stdin: "null",
      stdout: "piped",
      // The tracebacks that some mistakes are made for.
      stderr: "null",
    }).spawn();
    this.#reading = this.#read();
  }

  /**
   * Starts nodes with these mistakes.
   *
   * @param late_s Seconds that they wait before they listen.
   */
  static async start(names: readonly string[], late_s?: number): Promise<MistakenProcess> {
    const nodes = new MistakenProcess([...late_s === undefined ? [] : ["--late", String(late_s)], ...names]);
    await nodes.#ready.promise;
    return nodes;
  }

  /** The URL at which a node is checked. */
  url(name: string): string {
    return `ws://127.0.0.1:${this.ports.get(name)}/ws`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killProcess(this.#child);
    await Promise.all([this.#child.status, this.#reading]);
  }

  async #read(): Promise<void> {
    let text = "";
    for await (const part of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (!/^ready$/m.test(text) || this.listed.length > 0) continue;
      for (const [, name, port] of text.matchAll(/^port (\w+) (\d+)$/gm)) {
        this.ports.set(name!, Number(port));
        this.listed.push(Number(port));
      }
      this.#ready.resolve();
    }
    this.#ready.reject(new Error(`The nodes ended: ${text}`));
    this.#ready.promise.catch(() => {}); // the waiting start() was told
  }
}
