/** JSON text of a parsed message's fields as it was written: digits that a double would lose are kept. */

/**
 * The JSON text of `message[field]`. Where the parsed value may have lost digits (a number, or a list or object
 * that may hold one) the message is read once more with the numbers' source texts.
 *
 * @param text The whole message, which parsed without error to an object.
 * @throws {RangeError} The value is nested too deeply to be written out again.
 *
 * @example
 * ```ts
 * import { fieldSource } from "./json_source.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(fieldSource('{"id":12345678901234567890}', "id", 12345678901234567000), "12345678901234567890");
 * ```
 */
export function fieldSource(text: string, field: string, value: unknown): string {
  if (typeof value === "string" || Number.isSafeInteger(value)) return JSON.stringify(value);
  if (value === null || typeof value === "boolean") return String(value);
  const exact = JSON.parse(text, keepNumberSource) as Record<string, unknown>;
  return JSON.stringify(exact[field]);
}

/** V8's JSON source-text access (ECMAScript 2026), not yet in TypeScript's library. */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

function keepNumberSource(
  this: unknown,
  _key: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  return typeof value === "number" && context?.source !== undefined ? rawJson(context.source) : value;
}
