/** Deno's stdout as a stream that reports how much it took, also on a full pipe that does not block. */
import type { ByteSink } from "./stream_writer.ts";

/** A pipe takes this many bytes as a whole or not at all (POSIX: PIPE_BUF; 4096 on Linux, at least 512 elsewhere). */
const whole_bytes_max = Deno.build.os === "linux" ? 4096 : 512;

/** Deno keeps a text without a line feed in a buffer of 1,024 bytes (that of Rust's standard library). */
const kept_bytes_max = 1023;

const line_feed = 10;

/**
 * Wraps `Deno.stdout`. On a full non-blocking pipe its `write` fails also after it took a part, and does not say how
 * much. To write it again would repeat lines. Only two kinds of text leave no doubt, and only these are written: whole
 * lines so short that a pipe takes all or nothing, and pieces without a line feed, which Deno always keeps.
 *
 * @param is_terminal A terminal takes parts of any text, so it gets each line feed by itself.
 */
export class StdoutSink implements ByteSink {
  readonly #stdout: ByteSink;
  readonly #whole_bytes_max: number;
  #keeps = false;

  constructor(stdout: ByteSink, is_terminal: boolean) {
    this.#stdout = stdout;
    this.#whole_bytes_max = is_terminal ? 1 : whole_bytes_max;
  }

  /**
   * Writes the beginning of the bytes.
   *
   * @returns How many were taken: at least one.
   * @throws {Deno.errors.WouldBlock} None were taken.
   */
  async write(bytes: Uint8Array): Promise<number> {
    // An empty write makes Deno write what it kept.
    if (this.#keeps) await this.#stdout.write(new Uint8Array());
    this.#keeps = false;
    const lines = bytes.subarray(0, bytes.subarray(0, this.#whole_bytes_max).lastIndexOf(line_feed) + 1);
    if (lines.length > 0) return await this.#stdout.write(lines);
    const end = bytes.indexOf(line_feed);
    const piece = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, kept_bytes_max));
    try {
      return await this.#stdout.write(piece);
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      this.#keeps = true;
      return piece.length;
    }
  }
}
