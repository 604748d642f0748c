/**
 * JSON text of a message's fields as it was sent: what `JSON.parse` makes of it would lose digits (`1.0`, `-0`, `1E3`,
 * 20 digits). Only reads text that `JSON.parse` has accepted, so nothing is checked a second time.
 */

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;

/**
 * The JSON text of `message[field]`. Of a key that is there twice the last one counts, as for `JSON.parse`.
 *
 * @param text The whole message, which parsed without error to an object.
 * @returns Undefined where the object has no such key of its own.
 *
 * @example
 * ```ts
 * import { fieldSource } from "./json_source.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(fieldSource('{"op":"time","id": 12345678901234567890}', "id"), "12345678901234567890");
 * assert.equal(fieldSource('{"op":"time"}', "id"), undefined);
 * ```
 */
export function fieldSource(text: string, field: string): string | undefined {
  let found: string | undefined;
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const key_end = stringEnd(text, at);
    const key = text.slice(at, key_end);
    const value_at = skipSpace(text, skipSpace(text, key_end) + 1);
    const end = valueEnd(text, value_at);
    if (isKey(key, field)) found = text.slice(value_at, end);
    at = skipSpace(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return found;
}

function isKey(written: string, field: string): boolean {
  const is_plain = !written.includes("\\");
  return is_plain ? written.slice(1, -1) === field : JSON.parse(written) === field;
}

/** Where the value that begins at `at` ends. Counts brackets instead of calling itself: nesting costs no stack. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (isOpening(code)) {
      depth++;
      at++;
    } else if (isClosing(code)) {
      depth--;
      at++;
    } else if (isBetween(code)) at++;
    else at = wordEnd(text, at);
  } while (depth > 0);
  return at;
}

/** Behind the closing quote of the string that begins at `at`. */
function stringEnd(text: string, at: number): number {
  let end = at;
  do {
    end = text.indexOf('"', end + 1);
  } while (isEscaped(text, end));
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/** Behind a number, `true`, `false` or `null`. */
function wordEnd(text: string, at: number): number {
  let code: number;
  do {
    code = text.charCodeAt(++at);
  } while (at < text.length && !isBetween(code) && !isClosing(code));
  return at;
}

function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isBetween(code: number): boolean {
  return code === COMMA || code === COLON || isSpace(code);
}

function isOpening(code: number): boolean {
  return code === 91 || code === 123;
}

function isClosing(code: number): boolean {
  return code === 93 || code === 125;
}
