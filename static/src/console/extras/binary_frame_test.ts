/** Bytes as a person types them, as they are kept, and as an answer's are shown. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  binaryText,
  type ByteFormat,
  bytesOf,
  digits_bytes_max,
  frame_bytes_max,
  frameOf,
  readBytes,
} from "./binary_frame.ts";

const typed: readonly [text: string, format: ByteFormat, bytes: readonly number[] | undefined][] = [
  ["", "hex", []],
  ["7B7d", "hex", [0x7b, 0x7d]],
  [" 00:ff-0a,\n0x10 ", "hex", [0, 255, 10, 16]],
  ["7", "hex", undefined],
  ["7g", "hex", undefined],
  ["狐", "hex", undefined],
  ["", "base64", []],
  ["AP8=", "base64", [0, 255]],
  ["-_8", "base64", [0xfb, 0xff]],
  ["A", "base64", undefined],
  ["狐", "base64", undefined],
  ["狐", "utf8", [0xe7, 0x8b, 0x90]],
];

for (const [text, format, bytes] of typed) {
  Deno.test(`${JSON.stringify(text)} as ${format} is ${bytes ?? "refused"}`, () => {
    const read = readBytes(text, format);
    assert.deepEqual(read === undefined ? undefined : [...read], bytes);
  });
}

Deno.test("a frame of the greatest length is sent, a longer one is not", () => {
  assert.equal(readBytes("x".repeat(frame_bytes_max), "utf8")?.length, frame_bytes_max);
  assert.equal(readBytes("x".repeat(frame_bytes_max + 1), "utf8"), undefined);
});

Deno.test("any bytes come back from the history as they were sent", () => {
  fc.assert(fc.property(fc.uint8Array(), (drawn) => {
    const bytes = new Uint8Array(drawn);
    const { text, form } = frameOf(bytes);
    assert.deepEqual(bytesOf(text, form), bytes);
  }));
});

Deno.test("bytes that are text are kept as text, others as digits", () => {
  const frame = (...bytes: number[]) => {
    const { text, form } = frameOf(new Uint8Array(bytes));
    return [text, form];
  };
  assert.deepEqual(frame(0x7b, 0x0a, 0x7d), ["{\n}", "text"]);
  assert.deepEqual(frame(0x7b, 0x00), ["7b 00", "hex"]);
  assert.deepEqual(frame(0xff), ["ff", "hex"]);
  // A byte order mark is a part of what was sent.
  assert.deepEqual(frame(0xef, 0xbb, 0xbf, 0x41), ["\ufeffA", "text"]);
});

Deno.test("an answer in bytes is shown as text where it is text, else as digits up to a limit", () => {
  const shown = (bytes: Uint8Array<ArrayBuffer>) => binaryText(bytes.buffer);
  assert.equal(shown(new TextEncoder().encode('{"status":200}')), '{"status":200}');
  assert.equal(shown(new Uint8Array([0, 255])), "00 ff");
  assert.equal(shown(new Uint8Array(digits_bytes_max)).length, digits_bytes_max * 3 - 1);
  assert.ok(shown(new Uint8Array(digits_bytes_max + 1)).endsWith("00 …"));
});
