/** The expected failures of an op: what the caller did wrong or what this node cannot do right now. */

/**
 * Thrown by an op's `handle`; becomes the answer `{"status", "error", "response": null}`. Anything else that is
 * thrown is a bug and becomes a 500 with a request id.
 *
 * @example
 * ```ts
 * import { OpError } from "./op_error.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new OpError(500, "The peer store refuses writes.").status, 500);
 * ```
 */
export class OpError extends Error {
  override readonly name = "OpError";

  /**
   * @param status 400 to 599, as in HTTP.
   * @param message One sentence for a person; it is sent as `error`.
   */
  constructor(readonly status: number, message: string) {
    super(message);
  }
}
