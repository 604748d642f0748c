/** The text of a file that a spreadsheet wrote. Excel in China writes GBK or UTF-16 as often as UTF-8. */

/** Encodings in the order in which they are tried where no byte order mark tells. */
const encodings = ["utf-8", "gb18030"] as const;

/**
 * Decodes a file. A byte order mark decides; without one it is UTF-16 if every other byte of its beginning is zero, else
 * UTF-8 if it is valid UTF-8, else GBK.
 *
 * @returns Undefined for bytes that are no text in any of them.
 *
 * @example
 * ```ts
 * import { decodeText } from "./text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(decodeText(new Uint8Array([0xd5, 0xc5, 0xc8, 0xfd])), "张三"); // GBK
 * assert.equal(decodeText(new Uint8Array([0xff, 0xfe, 0x20, 0x5f])), "张"); // UTF-16
 * ```
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decodeAs("utf-16be", bytes);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeAs(wide, bytes);
  // A byte order mark of UTF-8 is left out by the decoder.
  for (const encoding of encodings) {
    const text = decodeAs(encoding, bytes);
    if (text !== undefined) return text;
  }
}

/** UTF-16 without a mark: commas, digits and URLs have a zero byte each. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [even, odd] = [0, 1].map((start) =>
    bytes.subarray(0, 512).filter((byte, place) => place % 2 === start && byte === 0).length
  );
  if (even === 0 && odd === 0) return undefined;
  return odd! > even! ? "utf-16le" : "utf-16be";
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
