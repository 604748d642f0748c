/** Puts any text into Markdown so that it stays that text: a stranger's address can't become a heading or a link. */

/**
 * A block of code. Its fence is longer than any run of backticks in the text.
 *
 * @example
 * ```ts
 * import { fenced } from "./markdown.ts";
 * import assert from "node:assert/strict";
 *
 * const fence = "`".repeat(3);
 * assert.equal(fenced("{}", "json"), `${fence}json\n{}\n${fence}`);
 * ```
 */
export function fenced(text: string, language: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Code on one line, as text whatever it holds. */
export function code(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + padding + text.replace(/\s+/g, " ") + padding + fence;
}

/**
 * Text within a line or a table's cell: signs that Markdown or HTML would read are escaped, and a line break becomes a
 * space.
 *
 * @example
 * ```ts
 * import { inline } from "./markdown.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(inline("# a|b\n<i>"), "\\# a\\|b \\<i\\>");
 * ```
 */
export function inline(text: string): string {
  return text.replace(/\s+/g, " ").trim()
    .replace(/[\\`*_[\]<>|&~$]/g, "\\$&")
    // These begin a heading, a list or a line under a heading.
    .replace(/^[#+=-]/, "\\$&").replace(/^(\d+)([.)])/, "$1\\$2");
}

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
