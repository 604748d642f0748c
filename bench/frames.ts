/** WebSocket frames (RFC 6455, section 5.2) as far as the load generator needs them: whole text messages. */

/** Bytes of an answer that are compared with what is expected. */
const compared_bytes_max = 64;

/**
 * A text message from a client. The masking key is zero, which leaves the payload readable; the server has to unmask
 * it all the same.
 *
 * @example
 * ```ts
 * import { frameOf } from "./frames.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...frameOf("hi")], [0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
 * ```
 */
export function frameOf(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text);
  const length_bytes = payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8;
  const frame = new Uint8Array(6 + length_bytes + payload.length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x81;
  if (length_bytes === 0) frame[1] = 0x80 | payload.length;
  else if (length_bytes === 2) {
    frame[1] = 0xfe;
    view.setUint16(2, payload.length);
  } else {
    frame[1] = 0xff;
    view.setBigUint64(2, BigInt(payload.length));
  }
  frame.set(payload, 6 + length_bytes);
  return frame;
}

/**
 * Finds the ends of a server's messages in a stream of chunks, without keeping the chunks.
 *
 * @example
 * ```ts
 * import { AnswerReader } from "./frames.ts";
 * import assert from "node:assert/strict";
 *
 * const sizes: number[] = [];
 * const reader = new AnswerReader("o", (bytes) => sizes.push(bytes));
 * assert.equal(reader.read(new Uint8Array([0x81, 2, 0x6f])), undefined);
 * assert.equal(reader.read(new Uint8Array([0x6b, 0x81, 1, 0x6f])), undefined);
 * assert.deepEqual(sizes, [2, 1]);
 * assert.equal(reader.read(new Uint8Array([0x81, 1, 0x21])), "!");
 * ```
 */
export class AnswerReader {
  readonly #expect: Uint8Array;
  readonly #complete: (payload_bytes: number) => void;
  readonly #head = new Uint8Array(10);
  #head_bytes = 0;
  #payload_bytes = -1;
  #seen_bytes = 0;

  /**
   * @param expect What every answer begins with; the first 64 bytes of it are compared.
   * @param complete Called at the end of each answer.
   */
  constructor(expect: string, complete: (payload_bytes: number) => void) {
    this.#expect = new TextEncoder().encode(expect).subarray(0, compared_bytes_max);
    this.#complete = complete;
  }

  /** Takes the next bytes; answers the beginning of an answer that is not the expected one. */
  read(chunk: Uint8Array): string | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#payload_bytes < 0) {
        this.#head[this.#head_bytes++] = chunk[at++]!;
        this.#payload_bytes = this.#lengthOf();
        continue;
      }
      const part = Math.min(chunk.length - at, this.#payload_bytes - this.#seen_bytes);
      for (let i = 0; i < part && this.#seen_bytes + i < this.#expect.length; i++) {
        if (chunk[at + i] !== this.#expect[this.#seen_bytes + i]) {
          return new TextDecoder().decode(chunk.subarray(at, at + 200));
        }
      }
      at += part;
      this.#seen_bytes += part;
      if (this.#seen_bytes < this.#payload_bytes) return undefined;
      this.#head_bytes = 0;
      const bytes = this.#payload_bytes;
      this.#payload_bytes = -1;
      this.#seen_bytes = 0;
      this.#complete(bytes);
    }
    return undefined;
  }

  /** Payload length, or -1 while the head is not complete. */
  #lengthOf(): number {
    if (this.#head_bytes < 2) return -1;
    const short = this.#head[1]! & 0x7f;
    if (short < 126) return short;
    const view = new DataView(this.#head.buffer);
    if (short === 126) return this.#head_bytes < 4 ? -1 : view.getUint16(2);
    return this.#head_bytes < 10 ? -1 : Number(view.getBigUint64(2));
  }
}
