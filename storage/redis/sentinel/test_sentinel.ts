/** One sentinel of a test's own, on 127.0.0.1. `test_sentinels.ts` puts three of them over a master and two copies. */
import { join } from "node:path";
import { within } from "../../../node/test_until.ts";
import { killProcess } from "../../../tests/kill_process.ts";
import { freePort, programPath } from "../../../tests/test_place.ts";

/** Path of the program; undefined where it is not installed. */
export const sentinel_path: string | undefined = programPath("redis-sentinel");

/** The name of the master. */
export const master_name = "mymaster";

/** After this time without an answer a sentinel holds a server for gone. */
export const down_after_ms = 1_000;

/** Longer than a busy machine takes for an answer. */
const patience_ms = 60_000;

/** Its process, once it was started. */
export class TestSentinel {
  readonly port: number = freePort();
  readonly #folder: string;
  readonly #password: string | undefined;
  #child: Deno.ChildProcess | undefined;

  /** @param folder For its configuration and its log; it stays. */
  constructor(folder: string, password: string | undefined) {
    this.#folder = folder;
    this.#password = password;
  }

  async start(master_port: number): Promise<void> {
    const file = join(this.#folder, `${this.port}.conf`);
    // A second failover waits for twice the time of the first.
    const lines = [
      `port ${this.port}`,
      "bind 127.0.0.1",
      `dir ${this.#folder}`,
      `logfile ${file}.log`,
      `sentinel monitor ${master_name} 127.0.0.1 ${master_port} 2`,
      `sentinel down-after-milliseconds ${master_name} ${down_after_ms}`,
      `sentinel failover-timeout ${master_name} 1500`,
      `sentinel parallel-syncs ${master_name} 2`,
      ...(this.#password === undefined
        ? []
        : [`requirepass ${this.#password}`, `sentinel sentinel-pass ${this.#password}`]),
    ];
    await Deno.writeTextFile(file, `${lines.join("\n")}\n`);
    this.#child = new Deno.Command(sentinel_path!, {
      args: [file],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** Ends it at once, if it runs. */
  async kill(): Promise<void> {
    if (this.#child === undefined) return;
    killProcess(this.#child);
    await this.#child.status;
  }

  /** Whether it has found two other sentinels and two copies. */
  async knowsAll(): Promise<boolean> {
    try {
      const told = await this.ask("master");
      return /\r\nnum-slaves\r\n\$1\r\n2\r\n/.test(told) &&
        /\r\nnum-other-sentinels\r\n\$1\r\n2\r\n/.test(told);
    } catch {
      return false;
    }
  }

  /** Whether it holds none of the two copies for gone. */
  async seesAll(): Promise<boolean> {
    const copies = await this.ask("replicas");
    const flags = [...copies.matchAll(/\r\nflags\r\n\$\d+\r\n([a-z_,]+)\r\n/g)];
    return flags.length === 2 && flags.every(([, flag]) => flag === "slave");
  }

  /** Sends `SENTINEL`, a word and the master's name in a line, and gives what comes back at once. */
  async ask(word: string): Promise<string> {
    using socket = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    const bytes = new Uint8Array(64 * 1024);
    const send = async (line: string) => {
      await socket.write(new TextEncoder().encode(`${line}\r\n`));
      const length = await within(patience_ms, `a sentinel's answer to ${word}`, socket.read(bytes));
      return new TextDecoder().decode(bytes.subarray(0, length ?? 0));
    };
    if (this.#password !== undefined) await send(`AUTH ${this.#password}`);
    return await send(`SENTINEL ${word} ${master_name}`);
  }
}
