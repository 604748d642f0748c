/** What the command line writes: data on stdout, everything meant for a person's eyes on stderr. */
import type { Stream, Terminal } from "./terminal.ts";

/** ANSI styles (ECMA-48 SGR) used here. */
const styles = { bold: 1, dim: 2, red: 31, cyan: 36 } as const;

/** Writes lines; styles them only where a person looks at them. */
export class Output {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** One line of data, for a person or the next program. */
  data(line: string): void {
    this.#terminal.write("stdout", line + "\n");
  }

  /** One line about the work. */
  note(line: string): void {
    this.#terminal.write("stderr", line + "\n");
  }

  /**
   * A failure: the cause, and on a second line the command to try next.
   *
   * @param next Left out where undefined.
   */
  failure(cause: string, next?: string): void {
    this.note(`${this.style("red", "error:")} ${cause}`);
    if (next !== undefined) this.note(`${this.style("dim", "next:")} ${next}`);
  }

  /** The text in a style, or as it is when stderr shows no colours. */
  style(style: keyof typeof styles, text: string): string {
    return showsColors(this.#terminal, "stderr") ? `\x1b[${styles[style]}m${text}\x1b[0m` : text;
  }
}

/** Whether a stream may bear colours: it is a terminal, no dumb one, and `NO_COLOR` (no-color.org) is not set. */
export function showsColors(terminal: Terminal, stream: Stream): boolean {
  return terminal.isTerminal(stream) && !terminal.env("NO_COLOR") && terminal.env("TERM") !== "dumb";
}
