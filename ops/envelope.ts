/** The shape of every answer on the wire: `{"status", "error", "response"?, "id"?}`. */
import { JsonText } from "./json_text.ts";

/** The two ways to succeed: 200 with a response, 202 (the lecture's `register`). */
export type Success = 200 | 202;

const SUCCESS_HEADS: Readonly<Record<Success, string>> = {
  200: '{"status":200,"error":"OK"',
  202: '{"status":202,"error":"Accepted"',
};

/**
 * A successful answer as JSON text.
 *
 * @param response Left out of the answer where undefined.
 * @param id The request's id as JSON text, or undefined when none was sent.
 *
 * @example
 * ```ts
 * import { successText } from "./envelope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(successText(202, undefined, undefined), '{"status":202,"error":"Accepted"}');
 * assert.equal(successText(200, { a: 1 }, "7"), '{"status":200,"error":"OK","response":{"a":1},"id":7}');
 * ```
 */
export function successText(status: Success, response: unknown, id: string | undefined): string {
  if (response instanceof JsonText) {
    if (id !== undefined) return `${SUCCESS_HEADS[status]},"response":${response.text},"id":${id}}`;
    return response.envelope ??= `${SUCCESS_HEADS[status]},"response":${response.text}}`;
  }
  const body = response === undefined ? "" : `,"response":${JSON.stringify(response)}`;
  return `${SUCCESS_HEADS[status]}${body}${idField(id)}}`;
}

/**
 * A failed answer as JSON text; `response` is null, as in the lecture.
 *
 * @example
 * ```ts
 * import { failureText } from "./envelope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(failureText(404, "No.", undefined), '{"status":404,"error":"No.","response":null}');
 * ```
 */
export function failureText(status: number, error: string, id: string | undefined): string {
  return `{"status":${status},"error":${JSON.stringify(error)},"response":null${idField(id)}}`;
}

/**
 * The status of an answer made here: it stands first, so nothing need be parsed.
 *
 * @example
 * ```ts
 * import { failureText, statusOf } from "./envelope.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(statusOf(failureText(404, "No.", undefined)), 404);
 * ```
 */
export function statusOf(answer: string): number {
  return Number(answer.slice(status_at, status_at + 3));
}

const status_at = '{"status":'.length;

function idField(id: string | undefined): string {
  return id === undefined ? "" : `,"id":${id}`;
}
