/** How commander writes the help in Chinese: its own words, and lines of characters that are two columns wide. */
import { Help, type HelpConfiguration } from "commander";
import { eastAsianWidth } from "get-east-asian-width";
import { stripVTControlCharacters } from "node:util";
import type { Language, Words } from "./language.ts";

/** Stands above the examples of a command. */
export const examples_title: Words = { en: "Examples:", zh: "示例：" };

/** The default of an option that may be repeated. */
export const none: Words = { en: "none", zh: "无" };

/** Explains the variables behind the options. */
export const variable_note: Words = {
  en: "[NAME] is an environment variable that gives the option when the command line does not.",
  zh: "[名字] 是环境变量：命令行没有给出这个选项时，由它给出。",
};

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
};

/** What commander adds to a description, and its Chinese. */
const additions: readonly (readonly [RegExp, string])[] = [
  [/^ \(/, "（"],
  [/\)$/, "）"],
  [/(?<=^（)choices: /, "可选："],
  [/(?:, |(?<=^（))default: /, "，默认："],
  [/(?:, |(?<=^（))preset: /, "，单独使用时："],
  [/^（，/, "（"],
];

/** What `configureHelp` takes. English is commander's own. */
export function helpTexts(language: Language): HelpConfiguration {
  if (language === "en") return {};
  const plain = new Help();
  const added = (whole: string, description: string) =>
    description +
    additions.reduce((text, [from, to]) => text.replace(from, to), whole.slice(description.length));
  return {
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: (option) => added(plain.optionDescription(option), option.description),
    argumentDescription: (argument) => added(plain.argumentDescription(argument), argument.description),
    displayWidth,
    boxWrap(text, width) {
      if (width < plain.minWidthToWrap) return text;
      return text.split("\n").map((line) => wrapped(line, width)).join("\n");
    },
  };
}

/**
 * Columns that a text takes in a terminal.
 *
 * @example
 * ```ts
 * import { displayWidth } from "./help_texts.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(displayWidth("--db 文件"), 9);
 * ```
 */
export function displayWidth(text: string): number {
  // Most texts have no colours. The function that removes them would be loaded only for this.
  const plain = /\p{Cc}/u.test(text) ? stripVTControlCharacters(text) : text;
  return [...plain]
    .reduce((columns, character) => columns + eastAsianWidth(character.codePointAt(0)!), 0);
}

/** Breaks a line where it is too long: at spaces, and as Chinese is set between any two of its characters (UAX #14). */
function wrapped(line: string, width: number): string {
  const lines: string[] = [];
  let last = "";
  let columns = 0;
  for (const piece of pieces(line)) {
    if (last !== "" && columns + displayWidth(piece) > width) {
      lines.push(last);
      last = piece.trimStart();
      columns = displayWidth(last);
    } else {
      last += piece;
      columns += displayWidth(piece);
    }
  }
  return [...lines, last].join("\n");
}

/** Spaces, one character of Chinese, or a word of anything else. */
const parts = /\s+|[\u2e80-\u9fff\uff00-\uffef\u201c\u201d]|[^\s\u2e80-\u9fff\uff00-\uffef\u201c\u201d]+/g;

/** What has to stay in one line, with the spaces before it. */
function pieces(line: string): string[] {
  const found = [""];
  for (const part of line.match(parts) ?? []) {
    const before = found.at(-1)!;
    // No line begins with what closes, and none ends with what opens.
    const is_bound = before.trim() === "" || /^[，。：；、？！）》”]/.test(part) || /[（《“]$/.test(before);
    if (is_bound) found[found.length - 1] = before + part;
    else found.push(part);
  }
  return found;
}
