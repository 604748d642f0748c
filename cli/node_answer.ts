/** A node's answer as the command line sees it. The node may be any program. */

/** An envelope with the text it came as. */
export interface NodeAnswer {
  readonly status: number;
  readonly error: string;
  readonly response: unknown;
  /** Exactly as received. */
  readonly text: string;
}

/**
 * Reads an envelope `{"status", "error", "response"?}`.
 *
 * @returns Undefined when the text is no envelope: then no node of the lecture answers there.
 *
 * @example
 * ```ts
 * import { readAnswer } from "./node_answer.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(readAnswer('{"status":202,"error":"Accepted"}')?.status, 202);
 * assert.equal(readAnswer("Welcome!"), undefined);
 * ```
 */
export function readAnswer(text: string): NodeAnswer | undefined {
  const value = parse(text);
  if (typeof value !== "object" || value === null || !("status" in value)) return undefined;
  if (typeof value.status !== "number") return undefined;
  const error = "error" in value && typeof value.error === "string" ? value.error : "";
  return { status: value.status, error, response: "response" in value ? value.response : undefined, text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
