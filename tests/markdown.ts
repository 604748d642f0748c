/** What the tests of the documents read from Markdown: code blocks, links, headings, tables. No full parser. */
import { readdirSync, readFileSync } from "node:fs";

/** The repository's folder. */
export const root_url = new URL("../", import.meta.url);

/** One fenced block. */
export interface CodeBlock {
  /** What stands after the opening fence, e.g. `sh`. */
  readonly info: string;
  /** Without the fences, and without a line end after the last line. */
  readonly text: string;
}

const fenced = /^```(.*)\n([\s\S]*?)^```$/gm;

/**
 * A document's fenced blocks, in their order.
 *
 * @example
 * ```ts
 * import { codeBlocks } from "./markdown.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(codeBlocks("a\n~~~sh\nls\n~~~\n".replaceAll("~", "`")), [{ info: "sh", text: "ls" }]);
 * ```
 */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(fenced)].map(([, info, text]) => ({ info: info!, text: text!.trimEnd() }));
}

/** The targets of a document's links and images, those on the web included. */
export function linkTargets(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

/**
 * The anchors that a reader can jump to: a heading in lower case, without punctuation, with hyphens for spaces.
 *
 * @example
 * ```ts
 * import { anchors } from "./markdown.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(anchors("# Don't stop: `run`\n"), ["dont-stop-run"]);
 * ```
 */
export function anchors(markdown: string): string[] {
  return [...prose(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(/\s/g, "-")
  );
}

/** The rows of a document's tables as cells; rules between head and body are left out. */
export function tableRows(markdown: string): string[][] {
  const lines = prose(markdown).split("\n").filter((line) =>
    /^\|.*\|$/.test(line) && !/^[|\s:-]+$/.test(line)
  );
  return lines.map((line) => line.slice(1, -1).split("|").map((cell) => cell.trim()));
}

/** One document of the repository. */
export function readDocument(path: string): string {
  return readFileSync(new URL(path, root_url), "utf8");
}

/** Paths of the repository's Markdown files, from its folder. */
export function documentPaths(): string[] {
  const in_folder = (folder: string) =>
    readdirSync(new URL(folder, root_url)).filter((name) => name.endsWith(".md")).map((name) =>
      folder + name
    );
  return [...in_folder("./"), ...in_folder("./docs/")].map((path) => path.slice(2)).sort();
}

function prose(markdown: string): string {
  return markdown.replaceAll(fenced, "");
}
