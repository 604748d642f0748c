/** Binary frames: the bytes that a person types, and how bytes are shown. Pure. */
import type { BinaryForm } from "../exchange.ts";

/** One to be sent. */
export interface BinaryFrame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** As the history keeps it. */
  readonly text: string;
  readonly form: BinaryForm;
}

/** How a person types bytes. */
export type ByteFormat = "hex" | "base64" | "utf8";

/** Longest frame that is sent, in bytes: more than any node takes from a browser (1 MiB). */
export const frame_bytes_max = 2 * 1024 * 1024;

/** Bytes of an answer that are shown as digits. Its length is told in any case. */
export const digits_bytes_max = 1024;

/** Control characters except tabs and line ends: a text has none. */
// deno-lint-ignore no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Reads what was typed.
 *
 * @returns Undefined where it is not of that format, or too long.
 *
 * @example
 * ```ts
 * import { readBytes } from "./binary_frame.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(readBytes("7b, 0x7D", "hex"), new Uint8Array([0x7b, 0x7d]));
 * assert.deepEqual(readBytes("e30=", "base64"), new Uint8Array([0x7b, 0x7d]));
 * assert.equal(readBytes("7b7", "hex"), undefined);
 * ```
 */
export function readBytes(typed: string, format: ByteFormat): Uint8Array<ArrayBuffer> | undefined {
  const bytes = { hex: readHex, base64: readBase64, utf8: (text: string) => new TextEncoder().encode(text) }
    [format](
      typed,
    );
  return bytes !== undefined && bytes.length <= frame_bytes_max ? bytes : undefined;
}

/** A frame of these bytes. */
export function frameOf(bytes: Uint8Array<ArrayBuffer>): BinaryFrame {
  const text = textOf(bytes);
  return text === undefined ? { bytes, text: digits(bytes), form: "hex" } : { bytes, text, form: "text" };
}

/** The bytes of a request that the history has. */
export function bytesOf(request: string, form: BinaryForm): Uint8Array<ArrayBuffer> {
  return readBytes(request, form === "text" ? "utf8" : "hex") ?? new Uint8Array();
}

/** An answer's bytes as they are shown: as text where they are text in UTF-8, else as digits. */
export function binaryText(answer: ArrayBuffer): string {
  const bytes = new Uint8Array(answer);
  const text = textOf(bytes);
  if (text !== undefined) return text;
  return digits(bytes.subarray(0, digits_bytes_max)) + (bytes.length > digits_bytes_max ? " …" : "");
}

/** Undefined where the bytes are no UTF-8, or hold what can't be seen. */
function textOf(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return controls.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function digits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function readHex(typed: string): Uint8Array<ArrayBuffer> | undefined {
  const bare = typed.replaceAll(/0x|[\s,:;-]/gi, "");
  if (!/^([0-9a-f]{2})*$/i.test(bare)) return undefined;
  return Uint8Array.from(bare.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function readBase64(typed: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    // The alphabet of URLs is read, too (RFC 4648, section 5).
    return Uint8Array.from(atob(typed.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
}
