/** A program that was started for a measurement: the lines it prints, and its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a program is started. */
export interface Command {
  /** For error messages. */
  readonly name: string;
  /** The executable and its arguments. */
  readonly command: readonly string[];
}

/** Lines that are kept until somebody asks for one: a node logs a line for each of thousands of clients. */
const lines_max = 100;

/** A started program. Its standard output and error are always read, so that it never waits for its reader. */
export class Child {
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  readonly #name: string;
  readonly #lines: string[] = [];
  #wake = () => {};
  #over = false;

  /** @param core Processor core it is kept on (Linux, `taskset`); undefined lets the system choose. */
  constructor({ name, command }: Command, core?: number) {
    const [program, ...args] = core === undefined ? command : ["taskset", "-c", String(core), ...command];
    this.#name = name;
    this.#process = spawn(program!, args, {
      // One zone for all, so that their answers to `time` have one length.
      env: { ...Deno.env.toObject(), TZ: "UTC", NO_COLOR: "1" },
    });
    this.ended = new Promise((resolve) => {
      this.#process.once("close", () => {
        this.#over = true;
        this.#wake();
        resolve();
      });
    });
    for (const input of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface({ input }).on("line", (line) => {
        this.#lines.push(line);
        if (this.#lines.length > lines_max) this.#lines.shift();
        this.#wake();
      });
    }
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /**
   * Waits for the next line that matches; the lines before it are dropped.
   *
   * @throws {Error} The program ended without such a line.
   */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    const dropped: string[] = [];
    for (;;) {
      for (let line = this.#lines.shift(); line !== undefined; line = this.#lines.shift()) {
        const match = pattern.exec(line);
        if (match !== null) return match;
        dropped.push(line);
      }
      if (this.#over) throw new Error(`${this.#name} ended without ${pattern}:\n${dropped.join("\n")}`);
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Asks it to end (SIGTERM) and waits until it has. */
  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.ended;
  }
}
