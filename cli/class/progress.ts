/** The progress of a class: a line for each student, and on a terminal a bar below them. */
import type { Output } from "../output.ts";
import type { Terminal } from "../terminal.ts";

const bar_characters = 24;

/** Writes to stderr. A file or a pipe gets only the lines. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #output: Output;
  readonly #all: number;
  readonly #has_bar: boolean;
  #done = 0;

  /** @param all How many there will be. */
  constructor(terminal: Terminal, output: Output, all: number) {
    this.#terminal = terminal;
    this.#output = output;
    this.#all = all;
    this.#has_bar = terminal.isTerminal("stderr") && terminal.env("TERM") !== "dumb";
    this.#draw();
  }

  /** One more is done. */
  step(text: string): void {
    this.#done++;
    const count = String(this.#done).padStart(String(this.#all).length);
    this.#clear();
    this.#output.note(`[${count}/${this.#all}] ${text}`);
    this.#draw();
  }

  /** Removes the bar. */
  end(): void {
    this.#clear();
  }

  #clear(): void {
    if (this.#has_bar) this.#terminal.write("stderr", "\r\x1b[K");
  }

  #draw(): void {
    if (!this.#has_bar || this.#done === this.#all) return;
    const full = Math.floor(bar_characters * this.#done / this.#all);
    const bar = "█".repeat(full) + "░".repeat(bar_characters - full);
    this.#terminal.write("stderr", `${bar} ${this.#done}/${this.#all}`);
  }
}
