/** An expected end of a command: what a person reads and the exit code. */
import type { ExitCode } from "./exit_codes.ts";
import type { Words } from "../discovery/words.ts";

/**
 * Thrown by a command that can't do what it was asked to. Its message is the English cause.
 *
 * @example
 * ```ts
 * import { Failure } from "./failure.ts";
 * import { exit_codes } from "./exit_codes.ts";
 * import { both } from "./language.ts";
 * import assert from "node:assert/strict";
 *
 * const cause = { en: "Port 9000 is in use.", zh: "端口 9000 已被占用。" };
 * const failure = new Failure(exit_codes.unavailable, cause, both("foxchain --port 9001"));
 * assert.equal(failure.message, "Port 9000 is in use.");
 * assert.equal(failure.next?.zh, "foxchain --port 9001");
 * ```
 */
export class Failure extends Error {
  override readonly name = "Failure";

  /**
   * @param words The cause, as one sentence.
   * @param next The command to try next, or undefined where the cause says it all.
   */
  constructor(readonly code: ExitCode, readonly words: Words, readonly next?: Words) {
    super(words.en);
  }
}
