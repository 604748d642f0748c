/** A JSON value that is already encoded, so that a large answer is encoded once and not once per request. */

/**
 * What an op may return instead of a plain value. The text must be valid JSON; {@linkcode dispatch} puts it into
 * the envelope as it is and keeps the finished envelope here for the next request.
 *
 * @example
 * ```ts
 * import { JsonText } from "./json_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(JsonText.encode({ peers: [] }).text, '{"peers":[]}');
 * ```
 */
export class JsonText {
  /** The finished answer without an id, filled by `dispatch` at first use. */
  envelope: string | undefined;

  /** @param text Valid JSON. */
  constructor(readonly text: string) {}

  /** Encodes a plain value. Throws a TypeError for what JSON cannot say (a bigint, a cycle). */
  static encode(value: unknown): JsonText {
    return new JsonText(JSON.stringify(value));
  }
}
