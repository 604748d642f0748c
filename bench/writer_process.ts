/** A node's store in a process of its own, which registers until it is told to stop. For `failover.ts`. */
import { join } from "node:path";
import { bench_folder } from "./servers.ts";

/** The process, and what it has told. */
export class WriterProcess {
  readonly #child: Deno.ChildProcess;
  readonly #lines: Promise<void>;
  readonly #acknowledged: { readonly at_ms: number; readonly addr: string }[] = [];
  readonly #refused_ms: number[] = [];

  /**
   * @param url Of the sentinels.
   * @param name Of the node, and in its addresses.
   */
  constructor(url: string, name: string) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", join(bench_folder, "failover_writer.ts"), url, name],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#lines = this.#read();
  }

  /** In the order of the answers; times in milliseconds since 1970. */
  get acknowledged(): readonly { readonly at_ms: number; readonly addr: string }[] {
    return this.#acknowledged;
  }

  /** How many registers were refused. */
  get refused(): number {
    return this.#refused_ms.length;
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.stdin.close().catch(() => {});
    await this.#end();
  }

  /** Ends it after the answers under way. */
  async stop(): Promise<void> {
    await this.#child.stdin.close();
    await this.#end();
  }

  /** When the first register was acknowledged after one that was refused since then. */
  again_ms(since_ms: number): number | undefined {
    const refused_ms = this.#refused_ms.find((at_ms) => at_ms >= since_ms);
    if (refused_ms === undefined) return undefined;
    return this.#acknowledged.find(({ at_ms }) => at_ms > refused_ms)?.at_ms;
  }

  async #end(): Promise<void> {
    await this.#lines;
    await this.#child.status;
  }

  async #read(): Promise<void> {
    let rest = "";
    for await (const chunk of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#take(line.split(" "));
    }
  }

  #take([at, addr]: readonly string[]): void {
    const at_ms = Number(at);
    if (addr === "-") this.#refused_ms.push(at_ms);
    else this.#acknowledged.push({ at_ms, addr: addr! });
  }
}
