/** Which of its two languages the page speaks, and the form of every table of words. Protocol text is never translated. */

/** Languages of the page. */
export type Language = "en" | "zh";

/** Where the choice may come from. */
export interface LanguageSources {
  /** `location.search`: `?lang=zh` wins over everything. */
  readonly search: string;
  /** What the person chose earlier. */
  readonly stored: string | null;
  /** The browser's languages, best first. */
  readonly preferred: readonly string[];
}

/**
 * Chooses: the URL, then an earlier choice, then the first of the browser's languages that the page speaks, then English.
 *
 * @example
 * ```ts
 * import { chooseLanguage } from "./language.ts";
 * import assert from "node:assert/strict";
 *
 * const preferred = ["fr", "zh-CN", "en"];
 * assert.equal(chooseLanguage({ search: "", stored: null, preferred }), "zh");
 * assert.equal(chooseLanguage({ search: "?lang=en", stored: "zh", preferred }), "en");
 * ```
 */
export function chooseLanguage({ search, stored, preferred }: LanguageSources): Language {
  const wishes = [new URLSearchParams(search).get("lang"), stored, ...preferred];
  return wishes.map((wish) => wish?.toLowerCase().split("-")[0])
    .find((wish): wish is Language => wish === "en" || wish === "zh") ?? "en";
}

/** A text, or a phrase with something in it. */
// deno-lint-ignore no-explicit-any
export type Words = Readonly<Record<string, string | ((...values: any[]) => string)>>;

/** What a table in the other language must hold: the same keys, phrases of the same values. */
export type Translation<Table extends Words> = {
  readonly [Key in keyof Table]: Table[Key] extends string ? string : Table[Key];
};

/** The words of one part of the page in both languages. */
export interface Bilingual<Table extends Words> {
  readonly en: Table;
  readonly zh: Translation<Table>;
}

/**
 * Declares the words of one part of the page; the type check refuses a key that one language lacks.
 *
 * @example
 * ```ts
 * import { bilingual } from "./language.ts";
 * import assert from "node:assert/strict";
 *
 * const words = bilingual({
 *   en: { hello: "Hello", peers: (count: number) => `${count} peers` },
 *   zh: { hello: "你好", peers: (count: number) => `${count} 个节点` },
 * });
 * assert.equal(words.zh.peers(3), "3 个节点");
 * ```
 */
export function bilingual<Table extends Words>(tables: Bilingual<Table>): Bilingual<Table> {
  return tables;
}
