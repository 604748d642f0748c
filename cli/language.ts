/** The language in which the command line speaks to a person. What goes over the wire never changes. */
import type { Words } from "../discovery/words.ts";
import { EnvironmentOption } from "./environment.ts";
import type { Terminal } from "./terminal.ts";
export type { Words } from "../discovery/words.ts";

/** Languages of the command line. */
export const languages = ["en", "zh"] as const;

/** One of {@linkcode languages}. */
export type Language = (typeof languages)[number];

/** Picks the text of the chosen language. */
export type Say = (words: Words) => string;

/** Says everything in English: texts for programs, such as a JSON log, do not follow the person's language. */
export const english: Say = ({ en }) => en;

/** What both languages have in common, such as a command to type. */
export function both(text: string): Words {
  return { en: text, zh: text };
}

/** `--lang`. The program takes it before and after a subcommand. */
export function languageOption(say: Say): EnvironmentOption {
  const option = new EnvironmentOption(
    flag + " <language>",
    say({ en: "language of the texts; else the system's", zh: "文本的语言；不给就用系统的语言" }),
    variable,
  );
  option.choices(languages);
  return option;
}

const flag = "--lang";
const variable = "FOXCHAIN_LANG";

/**
 * The language that a command line asks for, otherwise the system's: Chinese of any kind, or English for every other.
 * It is found before anything is parsed, since parse errors are told in it, too. An unknown language is skipped here;
 * the option itself refuses it.
 *
 * @param args As in `Deno.args`.
 *
 * @example
 * ```ts
 * import { languageOf } from "./language.ts";
 * import { TestTerminal } from "./test_terminal.ts";
 * import assert from "node:assert/strict";
 *
 * const terminal = new TestTerminal({ language: "zh-TW" });
 * assert.equal(languageOf(["peers"], terminal), "zh");
 * assert.equal(languageOf(["peers", "--lang", "en"], terminal), "en");
 * ```
 */
export function languageOf(
  args: readonly string[],
  terminal: Pick<Terminal, "language" | "env">,
): Language {
  const asked = args.flatMap((arg, place) =>
    arg === flag ? args[place + 1] ?? "" : arg.startsWith(`${flag}=`) ? arg.slice(flag.length + 1) : []
  );
  return asked.reverse().find(isLanguage) ?? [chosenByVariable(terminal)].find(isLanguage) ??
    (/^zh\b/i.test(terminal.language()) ? "zh" : "en");
}

/** Without permission to read it, it counts as not set. The error comes later, from a variable that is needed. */
function chosenByVariable(terminal: Pick<Terminal, "env">): string | undefined {
  try {
    return terminal.env(variable);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

/** How many of the first words are `--lang` and its value: 0, 1 or 2. */
export function leadingLanguage([first = "", second]: readonly string[]): number {
  if (first === flag) return second === undefined ? 1 : 2;
  return first.startsWith(`${flag}=`) ? 1 : 0;
}

function isLanguage(text: unknown): text is Language {
  return (languages as readonly unknown[]).includes(text);
}
