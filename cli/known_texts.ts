/** Translates a text of another program into Chinese, by its form. */
import type { Words } from "../discovery/words.ts";

/**
 * The text in Chinese.
 *
 * @param text In English.
 * @param known A name in braces stands for a value, which is itself translated where it is known. An `s` in brackets may be
 * missing.
 * @returns The text itself where its form is not known.
 *
 * @example
 * ```ts
 * import { chineseOf } from "./known_texts.ts";
 * import assert from "node:assert/strict";
 *
 * const known = [{ en: "expected {count} file[s]", zh: "应有 {count} 个文件" }];
 * assert.equal(chineseOf("expected 1 file", known), "应有 1 个文件");
 * assert.equal(chineseOf("expected nothing", known), "expected nothing");
 * ```
 */
export function chineseOf(text: string, known: readonly Words[]): string {
  for (const { en, zh } of known) {
    const values = pattern(en).exec(text)?.groups;
    if (values === undefined && en !== text) continue;
    return zh.replaceAll(/\{(\w+)\}/g, (_, name: string) => chineseOf(values?.[name] ?? "", known));
  }
  return text;
}

/** What stands in braces is taken as short as it goes, but may have several lines. */
function pattern(template: string): RegExp {
  const pieces = template.split(/(\{\w+\}|\[s\])/).map((piece) => {
    if (piece === "[s]") return "s?";
    return /^\{\w+\}$/.test(piece) ? `(?<${piece.slice(1, -1)}>.*?)` : RegExp.escape(piece);
  });
  return new RegExp(`^${pieces.join("")}$`, "s");
}
