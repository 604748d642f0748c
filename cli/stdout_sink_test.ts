import assert from "node:assert/strict";
import { StdoutSink } from "./stdout_sink.ts";
import { StreamWriter } from "./stream_writer.ts";

/**
 * Stands in for Deno's stdout on something that takes few bytes at once and refuses more: it buffers by lines and
 * fails also after it took a part, as Rust's standard library does.
 */
class LineBufferedStdout {
  written = "";
  #kept = "";
  #turn = 0;

  /** @param takes Bytes the other end takes in each turn; 0 refuses. @param whole All or nothing, as a pipe. */
  constructor(readonly takes: readonly number[], readonly whole: boolean) {}

  write(bytes: Uint8Array): Promise<number> {
    try {
      return Promise.resolve(this.#write(new TextDecoder().decode(bytes)));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #write(text: string): number {
    const end = text.lastIndexOf("\n") + 1;
    if (end === 0) {
      this.#kept += text;
      this.#flush();
      return text.length;
    }
    this.#flush();
    const taken = this.#take(text.slice(0, end));
    this.#kept = text.slice(taken);
    this.#flush();
    return text.length;
  }

  #flush(): void {
    while (this.#kept !== "") this.#kept = this.#kept.slice(this.#take(this.#kept));
  }

  #take(text: string): number {
    const room = this.takes[this.#turn++ % this.takes.length]!;
    if (room === 0 || (this.whole && room < text.length)) throw new Deno.errors.WouldBlock();
    this.written += text.slice(0, room);
    return Math.min(room, text.length);
  }
}

const text = Array.from({ length: 200 }, (_, line) => "x".repeat(line * 7 % 90) + line).join("\n") + "\n";
const long_line = "y".repeat(5_000) + "\n";

Deno.test("StdoutSink neither repeats nor loses anything on a full pipe or terminal that does not block", async () => {
  const cases: [number[], boolean, boolean][] = [
    [[4096, 0, 1023, 0, 0, 4096], true, false],
    [[3, 0, 1, 0, 0, 200], false, true],
    [[1, 0], false, true],
  ];
  for (const [takes, whole, is_terminal] of cases) {
    const stdout = new LineBufferedStdout(takes, whole);
    const writer = new StreamWriter(new StdoutSink(stdout, is_terminal), {
      waiting_characters_max: Infinity,
      after_fault: "end",
      pause: () => Promise.resolve(),
    });
    writer.write(text + long_line + text);
    await writer.idle();
    assert.equal(stdout.written, text + long_line + text, JSON.stringify(takes));
  }
});

Deno.test("StdoutSink passes every other error on", async () => {
  for (const bytes of ["line\n", "piece"]) {
    const sink = new StdoutSink({ write: () => Promise.reject(new Error("full")) }, false);
    await assert.rejects(sink.write(new TextEncoder().encode(bytes)), { message: "full" });
  }
});
