/** Tables in Markdown. */

/**
 * Writes a table.
 *
 * @param head Column titles, separated by ` | `.
 *
 * @example
 * ```ts
 * import { table } from "./table.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(table("a | b", [[1, 2]]), "| a | b |\n| --- | --- |\n| 1 | 2 |");
 * ```
 */
export function table(head: string, rows: readonly (readonly (string | number)[])[]): string {
  const titles = head.split(" | ");
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}
