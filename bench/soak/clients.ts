/** The running clients of a soak, as the measuring program sees them. */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { deno_run } from "../servers.ts";
import type { ClientsLine, ClientsPlan } from "./clients_program.ts";

/** Keeps the newest line of each node's clients. */
export class Clients implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #newest = new Map<string, ClientsLine>();

  constructor(plan: ClientsPlan) {
    const program = new URL("clients_program.ts", import.meta.url).pathname;
    this.#child = new Deno.Command(deno_run[0]!, {
      args: [...deno_run.slice(1), program, JSON.stringify(plan)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    createInterface({ input: Readable.fromWeb(this.#child.stdout as never) }).on("line", (text) => {
      const line: ClientsLine = JSON.parse(text);
      this.#newest.set(line.name, line);
    });
  }

  /** Takes what the clients of a node saw last; undefined where there is nothing new. */
  take(name: string): ClientsLine | undefined {
    const line = this.#newest.get(name);
    this.#newest.delete(name);
    return line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stdin.close().catch(() => {});
    await this.#child.status;
  }
}
