/** The files of a class: a page for each student, the page of all, the grades and JUnit. */
import { join } from "node:path";
import { junitFile } from "../../check/junit.ts";
import { reportHtml } from "../../check/report_html.ts";
import type { Report } from "../../check/result.ts";
import type { Language } from "../language.ts";
import { classPage } from "./class_page.ts";
import { labelOf } from "./entries.ts";
import type { GradeFormat } from "./grade_formats.ts";
import { gradesCsv } from "./grades.ts";
import type { Outcome } from "./outcome.ts";
import { writeWhole } from "./store.ts";

/**
 * Writes the page of one student.
 *
 * @throws {Failure} `unavailable`, when it can't be written.
 */
export async function writeStudent(
  folder: string,
  { entry, remark }: Outcome,
  report: Report,
  language: Language,
): Promise<void> {
  const path = join(folder, "students", `${entry.file}.html`);
  await writeWhole(path, reportHtml(report, language, labelOf(entry), remark));
}

/**
 * Writes what is about all.
 *
 * @returns The paths.
 * @throws {Failure} `unavailable`, when one can't be written.
 */
export async function writeClass(
  folder: string,
  outcomes: readonly Outcome[],
  format: GradeFormat,
  language: Language,
  now: Date,
): Promise<string[]> {
  const files = [
    [join(folder, "grades.csv"), gradesCsv(outcomes, format)],
    [join(folder, "class.html"), classPage(outcomes, language, now)],
    [join(folder, "junit.xml"), junitFile(outcomes.map(({ junit }) => junit))],
  ] as const;
  for (const [path, text] of files) await writeWhole(path, text);
  return files.map(([path]) => path);
}
