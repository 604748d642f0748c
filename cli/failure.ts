/** An expected end of a command: what a person reads and the exit code. */
import type { ExitCode } from "./exit_codes.ts";

/**
 * Thrown by a command that can't do what it was asked to.
 *
 * @example
 * ```ts
 * import { Failure } from "./failure.ts";
 * import { exit_codes } from "./exit_codes.ts";
 * import assert from "node:assert/strict";
 *
 * const failure = new Failure(exit_codes.unavailable, "Port 9000 is in use.", "foxchain --port 9001");
 * assert.equal(failure.message, "Port 9000 is in use.");
 * assert.equal(failure.next, "foxchain --port 9001");
 * ```
 */
export class Failure extends Error {
  override readonly name = "Failure";

  /**
   * @param cause_text The cause, as one sentence.
   * @param next The command to try next, or undefined where the cause says it all.
   */
  constructor(readonly code: ExitCode, cause_text: string, readonly next?: string) {
    super(cause_text);
  }
}
