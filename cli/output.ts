/** What the command line writes: data on stdout, messages for a person on stderr. */
import type { Language, Words } from "./language.ts";
import type { Stream, Terminal } from "./terminal.ts";

/** ANSI styles (ECMA-48 SGR) used here. */
const styles = { bold: 1, dim: 2, red: 31, cyan: 36 } as const;

/** Writes lines in the language of the person. Styles them only on a terminal. */
export class Output {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal, readonly language: Language) {
    this.#terminal = terminal;
  }

  /** The text in the language of the person. It may be handed on without its object. */
  readonly say = (words: Words): string => words[this.language];

  /** One line of data, for a person or the next program. */
  data(line: string | Words): void {
    this.#terminal.write("stdout", this.#text(line) + "\n");
  }

  /** One line about the work. */
  note(line: string | Words): void {
    this.#terminal.write("stderr", this.#text(line) + "\n");
  }

  /**
   * A failure: the cause, and on a second line the command to try next.
   *
   * @param next Left out where undefined.
   */
  failure(cause: Words, next?: Words): void {
    this.note(this.#label("red", { en: "error: ", zh: "错误：" }) + this.say(cause));
    if (next === undefined) return;
    this.note(this.#label("dim", { en: "next: ", zh: "下一步：" }) + this.say(next));
  }

  /** The text in a style, or as it is when stderr shows no colours. */
  style(style: keyof typeof styles, text: string): string {
    return showsColors(this.#terminal, "stderr") ? `\x1b[${styles[style]}m${text}\x1b[0m` : text;
  }

  /** The style covers only the visible text. */
  #label(style: keyof typeof styles, words: Words): string {
    const label = this.say(words);
    const shown = label.trimEnd();
    return this.style(style, shown) + label.slice(shown.length);
  }

  #text(line: string | Words): string {
    return typeof line === "string" ? line : this.say(line);
  }
}

/** Whether a stream may bear colours: it is a terminal, no dumb one, and `NO_COLOR` (no-color.org) is not set. */
export function showsColors(terminal: Terminal, stream: Stream): boolean {
  return terminal.isTerminal(stream) && !terminal.env("NO_COLOR") && terminal.env("TERM") !== "dumb";
}
