/** Why the value of an option or argument is refused, in both languages. */
import { type Argument, InvalidArgumentError, type Option } from "commander";
import type { Words } from "../discovery/words.ts";

/**
 * Thrown by what reads a value. Commander puts the message behind its own sentence.
 *
 * @example
 * ```ts
 * import { InvalidValue } from "./invalid_value.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new InvalidValue({ en: "It must not be empty.", zh: "不能为空。" }).message, "It must not be empty.");
 * ```
 */
export class InvalidValue extends InvalidArgumentError {
  constructor(readonly words: Words) {
    super(words.en);
  }
}

/** Lets the reader of an option's or argument's value complain in the language of the person. */
export function speak(reader: Option | Argument, say: (words: Words) => string): void {
  const { parseArg } = reader;
  if (parseArg === undefined) return;
  reader.argParser((text: string, before: unknown) => {
    try {
      return parseArg(text, before);
    } catch (error) {
      throw error instanceof InvalidValue ? new InvalidArgumentError(say(error.words)) : error;
    }
  });
}
