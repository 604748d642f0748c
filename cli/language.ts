/** The language in which a command speaks to the person: `--lang`, else a variable, else that of the system. */
import type { Option } from "commander";
import { EnvironmentOption } from "./environment.ts";
import type { Terminal } from "./terminal.ts";

/** Languages that every text for a person exists in. */
export const languages = ["en", "zh"] as const;

/** One of {@linkcode languages}. */
export type Language = (typeof languages)[number];

/** One text in each language. */
export type Words = Readonly<Record<Language, string>>;

/** `--lang`, for the commands that speak both languages. Its value is undefined where nobody chose. */
export function languageOption(): Option {
  return new EnvironmentOption(
    "--lang <language>",
    "language of the texts; else the system's",
    "FOXCHAIN_LANG",
  )
    .choices(languages);
}

/**
 * The chosen language, else that of the system: Chinese of any kind, or English for every other.
 *
 * @param chosen What `--lang` or its variable says.
 *
 * @example
 * ```ts
 * import { languageOf } from "./language.ts";
 * import { TestTerminal } from "./test_terminal.ts";
 * import assert from "node:assert/strict";
 *
 * const terminal = new TestTerminal({ language: "zh-TW" });
 * assert.equal(languageOf(undefined, terminal), "zh");
 * assert.equal(languageOf("en", terminal), "en");
 * ```
 */
export function languageOf(chosen: Language | undefined, terminal: Pick<Terminal, "language">): Language {
  return chosen ?? (/^zh\b/i.test(terminal.language()) ? "zh" : "en");
}
