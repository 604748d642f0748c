import assert from "node:assert/strict";
import { blocked_pause_max_ms, blocked_pause_min_ms, write_characters_max } from "./limits.ts";
import { type ByteSink, StreamWriter, type StreamWriterOptions } from "./stream_writer.ts";

/** A stream whose reader takes what the test says: a number of bytes at most, or an error; all once that is used up. */
class Reader implements ByteSink {
  readonly writes: string[] = [];
  readonly #takes: (number | Error)[];
  /** Settles when the next write may go on. */
  gate: Promise<void> = Promise.resolve();

  constructor(...takes: (number | Error)[]) {
    this.#takes = takes;
  }

  async write(bytes: Uint8Array): Promise<number> {
    await this.gate;
    const take = this.#takes.shift() ?? bytes.length;
    if (typeof take !== "number") throw take;
    this.writes.push(new TextDecoder().decode(bytes.subarray(0, take)));
    return Math.min(take, bytes.length);
  }

  get text(): string {
    return this.writes.join("");
  }
}

const log: StreamWriterOptions = { waiting_characters_max: 40, after_fault: "go on" };
const data: StreamWriterOptions = { waiting_characters_max: Infinity, after_fault: "end" };

/** A reader that sleeps until it is woken. */
function sleeping(): { reader: Reader; wake: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const reader = new Reader();
  reader.gate = promise;
  return { reader, wake: resolve };
}

/** Lets all that can run without a reader run. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

Deno.test("StreamWriter writes the lines of one turn together, and keeps the rest of a short write", async () => {
  const reader = new Reader(2, 1);
  const writer = new StreamWriter(reader, log);
  writer.write("one\n");
  writer.write("two\n");
  await writer.idle();
  assert.deepEqual(reader.writes, ["on", "e", "\ntwo\n"]);
});

Deno.test("StreamWriter splits long data, and characters never", async () => {
  const reader = new Reader(1);
  const writer = new StreamWriter(reader, data);
  const line = "狐".repeat(99) + "\n";
  for (let count = 0; count < 10_000; count++) writer.write(line);
  await writer.idle();
  const bytes = reader.writes.length;
  // The first byte went out alone, and with it half of a character.
  assert.ok(bytes > 10 && bytes < 30, `${bytes} writes`);
  assert.equal(reader.writes.slice(2).join("").replaceAll("\n", "").replaceAll("狐", ""), "");
  assert.ok(reader.writes.slice(2, -1).every((text) => text.length >= write_characters_max));
});

Deno.test("StreamWriter returns at once while nobody reads, and takes up to its limit", async () => {
  const { reader, wake } = sleeping();
  const writer = new StreamWriter(reader, log);
  const lost: number[] = [];
  writer.onLoss = (lines) => lost.push(lines);
  for (let count = 0; count < 10; count++) writer.write("123456789\n");
  await turn();
  assert.deepEqual(reader.writes, []);
  wake();
  await writer.idle();
  assert.equal(reader.text, "123456789\n".repeat(4));
  assert.deepEqual(lost, [6]);
});

Deno.test("StreamWriter loses nothing that just fits, and says a loss once and in its place", async () => {
  for (const [line, fits] of [["x".repeat(39) + "\n", true], ["x".repeat(40) + "\n", false]] as const) {
    const reader = new Reader();
    const writer = new StreamWriter(reader, log);
    writer.onLoss = (lines) => writer.write(`${lines} lost\n`);
    writer.write(line);
    writer.write("next\n");
    await writer.idle();
    writer.write("later\n");
    await writer.idle();
    const expected = fits ? `${line}1 lost\nlater\n` : "1 lost\nnext\nlater\n";
    assert.equal(reader.text, expected);
  }
});

Deno.test("StreamWriter takes nothing more once it lost a line, until it has said so", async () => {
  const { reader, wake } = sleeping();
  const writer = new StreamWriter(reader, log);
  writer.onLoss = (lines) => writer.write(`${lines} lost\n`);
  for (const line of ["x".repeat(35) + "\n", "too long\n", "ok\n"]) writer.write(line);
  wake();
  await writer.idle();
  writer.write("ok\n");
  await writer.idle();
  assert.equal(reader.text, "x".repeat(35) + "\n2 lost\nok\n");
});

Deno.test("StreamWriter counts lines and not texts", async () => {
  const { reader, wake } = sleeping();
  const writer = new StreamWriter(reader, log);
  writer.onLoss = (lines) => writer.write(`${lines} lost\n`);
  writer.write("x".repeat(39) + "\n");
  writer.write("error\n  at a\n  at b\n");
  writer.write("no line feed");
  wake();
  await writer.idle();
  assert.ok(reader.text.endsWith("4 lost\n"), reader.text);
});

Deno.test("a log goes on after an error of its stream, and counts what was lost by it", async () => {
  const reader = new Reader(4, new Deno.errors.BrokenPipe());
  const writer = new StreamWriter(reader, log);
  writer.onLoss = (lines) => writer.write(`${lines} lost\n`);
  writer.write("one\ntwo\nthree\n");
  await writer.idle();
  assert.equal(reader.text, "one\n");
  writer.write("four\n");
  await writer.idle();
  assert.equal(reader.text, "one\nfour\n2 lost\n");
  assert.equal(writer.fault, undefined);
});

Deno.test("data ends with the first error of its stream, and names it", async () => {
  const reader = new Reader(new Error("No space left on device"));
  const writer = new StreamWriter(reader, data);
  for (let count = 0; count < 3; count++) writer.write("x".repeat(write_characters_max));
  await writer.idle();
  writer.write("more");
  await writer.idle();
  assert.deepEqual(reader.writes, []);
  assert.equal(writer.fault?.message, "No space left on device");
});

Deno.test("StreamWriter waits longer and longer for the reader of a non-blocking pipe, and loses nothing", async () => {
  const full = new Deno.errors.WouldBlock();
  const reader = new Reader(1, ...Array.from({ length: 7 }, () => full), 1, full);
  const pauses: number[] = [];
  const writer = new StreamWriter(reader, { ...data, pause: (ms) => Promise.resolve(void pauses.push(ms)) });
  writer.write("abc\n");
  await writer.idle();
  assert.equal(reader.text, "abc\n");
  assert.equal(pauses[0], blocked_pause_min_ms);
  assert.equal(pauses[6], blocked_pause_max_ms);
  assert.equal(pauses[7], blocked_pause_min_ms);
});

Deno.test("two streams that lead to one terminal keep their order", async () => {
  const { reader, wake } = sleeping();
  const stdout = new StreamWriter(reader, data);
  const stderr = new StreamWriter(reader, { ...log, before: () => stdout.idle() });
  stdout.write("data\n");
  stderr.write("note\n");
  wake();
  await stderr.idle();
  assert.deepEqual(reader.writes, ["data\n", "note\n"]);
});
