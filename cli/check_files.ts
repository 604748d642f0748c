/** The files of a check: reports for people, JUnit for programs, and the evidence. */
import process from "node:process";
import { join } from "node:path";
import { evidenceJson } from "../check/evidence.ts";
import { junitXml } from "../check/junit.ts";
import { reportHtml } from "../check/report_html.ts";
import { reportMarkdown } from "../check/report_markdown.ts";
import type { Report } from "../check/result.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { unwritable } from "./file_failure.ts";
import type { Language } from "./language.ts";

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  // Not imported: a bundle loads every import at each start, also of a node.
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
}

/**
 * Writes what was asked for.
 *
 * @returns The paths.
 * @throws {Failure} `unavailable`, when a file can't be written. The result was printed before.
 */
export async function writeFiles(
  report: Report,
  language: Language,
  { junit, report: folder }: { readonly junit?: string; readonly report?: string },
): Promise<string[]> {
  const files: (readonly [path: string, text: string])[] = [];
  if (junit !== undefined) files.push([junit, junitXml([report], language)]);
  if (folder !== undefined) {
    files.push(
      [join(folder, "report.html"), reportHtml(report, language)],
      [join(folder, "report.md"), reportMarkdown(report, language)],
      [join(folder, "evidence.json"), await evidenceJson(report, sha256)],
    );
  }
  const written: string[] = [];
  for (const [path, text] of files) {
    try {
      if (path !== junit) await Deno.mkdir(folder!, { recursive: true });
      await Deno.writeTextFile(path, text);
    } catch (error) {
      throw new Failure(
        exit_codes.unavailable,
        unwritable(path, error),
        {
          en: "name a folder that you may write to, and check again",
          zh: "给一个可以写入的文件夹，然后再检查一次",
        },
      );
    }
    written.push(path);
  }
  return written;
}
