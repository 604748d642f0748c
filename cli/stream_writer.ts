/**
 * Writes text to one stream of the process without blocking the event loop: text that can't be written yet waits here.
 */
import { blocked_pause_max_ms, blocked_pause_min_ms, write_characters_max } from "./limits.ts";

/** A sink of bytes, e.g. `Deno.stderr`. It may take fewer bytes than it was given. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

/** How a {@linkcode StreamWriter} treats what can't be written. */
export interface StreamWriterOptions {
  /** Characters that may wait; more are lost and counted. Infinity: nothing is lost. */
  readonly waiting_characters_max: number;
  /** After an error: go on with the next text (a log), or take nothing more (data: half of it is of no use). */
  readonly after_fault: "go on" | "end";
  /** Awaited before each write: it keeps the order of two streams on one terminal. */
  readonly before?: () => Promise<void>;
  /** Lets time pass; a test may bring its own. */
  readonly pause?: (ms: number) => Promise<void>;
}

/**
 * One stream. `writeSync`, `console.error` and node's streams stop the whole program while nobody reads; an awaited
 * `write` does not.
 *
 * @example
 * ```ts
 * import { StreamWriter } from "./stream_writer.ts";
 * import assert from "node:assert/strict";
 *
 * const written: number[] = [];
 * const sink = { write: (bytes: Uint8Array) => Promise.resolve(written.push(bytes.length) && bytes.length) };
 * const writer = new StreamWriter(sink, { waiting_characters_max: 10, after_fault: "go on" });
 * writer.write("one\n");
 * writer.write("two\n");
 * await writer.idle();
 * assert.deepEqual(written, [8]);
 * ```
 */
export class StreamWriter {
  /** Called with the number of lost lines, once there is room to report them. */
  onLoss: (lines: number) => void = () => {};
  readonly #sink: ByteSink;
  readonly #options: StreamWriterOptions;
  #waiting: string[] = [];
  #waiting_characters = 0;
  #lost_lines = 0;
  #fault: Error | undefined;
  #running: Promise<void> | undefined;

  constructor(sink: ByteSink, options: StreamWriterOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** The error that ended the stream; undefined while it goes on. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** Takes whole lines to be written after those before them. Returns at once. */
  write(text: string): void {
    if (text === "" || this.#fault !== undefined) return;
    const over = this.#waiting_characters + text.length > this.#options.waiting_characters_max;
    // After a lost line all lines are lost until the loss can be reported. So the report stands where the gap is.
    if (over || (this.#lost_lines > 0 && this.#running !== undefined)) {
      this.#lost_lines += linesOf(text);
      if (this.#running === undefined) this.#tellLoss();
      return;
    }
    this.#waiting_characters += text.length;
    const last = this.#waiting.length - 1;
    // Joins several lines into one write: a system call for each line would make a busy log slow.
    if (last >= 0 && this.#waiting[last]!.length < write_characters_max) this.#waiting[last] += text;
    else this.#waiting.push(text);
    this.#running ??= this.#run();
  }

  /** Settles once nothing waits. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // All text of this turn of the event loop is written together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      await this.#options.before?.();
      const text = this.#waiting.shift()!;
      const rest = await this.#writeOut(text);
      this.#waiting_characters -= text.length;
      if (rest === "") this.#tellLoss();
      else if (this.#options.after_fault === "go on") this.#lost_lines += linesOf(rest);
      else this.#waiting = [];
    }
    this.#running = undefined;
  }

  /** Writes a text; returns what could not be written of it. */
  async #writeOut(text: string): Promise<string> {
    let bytes = new TextEncoder().encode(text);
    let pause_ms = blocked_pause_min_ms;
    while (bytes.length > 0) {
      try {
        bytes = bytes.subarray(await this.#sink.write(bytes));
        pause_ms = blocked_pause_min_ms;
      } catch (error) {
        if (!(error instanceof Deno.errors.WouldBlock)) {
          if (this.#options.after_fault === "end") {
            this.#fault = error instanceof Error ? error : new Error(String(error));
          }
          return new TextDecoder().decode(bytes);
        }
        // A pipe that another program made non-blocking is full; Deno has no way to wait for its reader.
        await (this.#options.pause ?? pause)(pause_ms);
        pause_ms = Math.min(2 * pause_ms, blocked_pause_max_ms);
      }
    }
    return "";
  }

  #tellLoss(): void {
    const room = this.#options.waiting_characters_max - this.#waiting_characters;
    // Not at the first free line: a slow reader would mostly get reports of losses.
    if (this.#lost_lines === 0 || room < this.#options.waiting_characters_max / 2) return;
    const lines = this.#lost_lines;
    this.#lost_lines = 0;
    this.onLoss(lines);
  }
}

function linesOf(text: string): number {
  return Math.max(1, text.split("\n").length - 1);
}

/** Lets time pass. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
