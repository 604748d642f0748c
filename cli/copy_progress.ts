/** How far a copy is: a line that rewrites itself on a terminal, a line every few seconds elsewhere. */
import { displayWidth } from "./help_texts.ts";
import { copy_drawn_ms, copy_told_ms } from "./limits.ts";
import type { Words } from "./language.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** What is done with the rows. */
export type CopyPhase = "reading" | "copying";

const names: Readonly<Record<CopyPhase, Words>> = {
  reading: { en: "Read", zh: "已读取" },
  copying: { en: "Copied or compared", zh: "已复制或比较" },
};

/** Writes to stderr. */
export class CopyProgress {
  readonly #terminal: Terminal;
  readonly #output: Output;
  readonly #now_ms: () => number;
  readonly #rewrites: boolean;
  #phase: CopyPhase | undefined;
  #begun_ms = 0;
  #told_ms = 0;
  #is_drawn = false;

  /** @param now_ms A clock that only goes forward. */
  constructor(terminal: Terminal, output: Output, now_ms: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#output = output;
    this.#now_ms = now_ms;
    this.#rewrites = terminal.isTerminal("stderr") && terminal.env("TERM") !== "dumb";
  }

  /** So many of all are done. */
  told(phase: CopyPhase, done: number, all: number): void {
    const now_ms = this.#now_ms();
    if (phase !== this.#phase) [this.#phase, this.#begun_ms, this.#told_ms] = [phase, now_ms, now_ms];
    if (now_ms - this.#told_ms < (this.#rewrites ? copy_drawn_ms : copy_told_ms)) return;
    this.#told_ms = now_ms;
    const percent = Math.floor(100 * done / Math.max(1, all));
    const rate = Math.round(1000 * done / (now_ms - this.#begun_ms));
    const { en, zh } = names[phase];
    let line = this.#output.say({
      en: `${en} ${done} of ${all} addresses (${percent} %), ${rate} a second`,
      zh: `${zh} ${done} / ${all} 个地址（${percent} %），每秒 ${rate} 个`,
    });
    if (!this.#rewrites) return this.#output.note(line);
    // A line that is broken in two can't be rewritten.
    while (displayWidth(line) >= this.#terminal.columns()) line = line.slice(0, -1);
    this.#terminal.write("stderr", `\r\x1b[K${line}`);
    this.#is_drawn = true;
  }

  /** Removes the line that rewrites itself. */
  end(): void {
    if (this.#is_drawn) this.#terminal.write("stderr", "\r\x1b[K");
    this.#is_drawn = false;
  }
}
