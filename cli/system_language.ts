/** The language of the system, by the variables of Unix. */

/** Read in this order; the first that is not empty counts (POSIX, 8.2). */
const locale_variables = ["LC_ALL", "LC_MESSAGES", "LANG"] as const;

/** A list of languages that GNU's programs prefer to the locale's, as `zh_CN:en`. */
const list_variable = "LANGUAGE";

/** All that {@linkcode systemLanguage} reads. */
export const language_variables = [...locale_variables, list_variable] as const;

type Variable = (typeof language_variables)[number];

/**
 * The language of the system, e.g. `zh-CN`. Deno's own answer ignores LANGUAGE, and LANG where LC_ALL is empty.
 *
 * @param env Tells a variable; undefined where it is not set or may not be read.
 * @param own What Deno says. Without those variables, as on Windows, it is what the system's settings say.
 *
 * @example
 * ```ts
 * import { systemLanguage } from "./system_language.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(systemLanguage((name) => ({ LANG: "zh_CN.UTF-8" }[name as string]), "und"), "zh-CN");
 * assert.equal(systemLanguage(() => undefined, "zh-CN"), "zh-CN");
 * ```
 */
export function systemLanguage(env: (name: Variable) => string | undefined, own: string): string {
  const locale = locale_variables.map(env).find((text) => text);
  if (locale === undefined) return own;
  // In the locale C a program speaks no language, whatever LANGUAGE says (gettext's manual, 2.3.3).
  if (/^(C|POSIX)\b/.test(locale)) return "en";
  const first = env(list_variable)?.split(":").find((text) => text !== "");
  return tag(first ?? locale);
}

/** `zh_CN.UTF-8@pinyin` is `zh-CN`. */
function tag(locale: string): string {
  return locale.replace(/[.@].*$/, "").replaceAll("_", "-");
}
