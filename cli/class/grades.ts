/** The table of grades, in the form that the lecturer's system takes. */
// @ts-types="npm:@types/papaparse@5.5.2"
import papaparse from "papaparse";
import type { GradeFormat } from "./grade_formats.ts";
import type { Outcome } from "./outcome.ts";

/** No grade, in Moodle's import. An empty cell would become one where the import makes a new grade item. */
const no_moodle_grade = "-";

/**
 * What a spreadsheet would take for a formula (OWASP, CSV injection), full-width signs included. A single `-` is none.
 */
const formula = /^\s*([=+@＝＋－＠]|-(?!\s*$))|^[\t\r\n]/;

/**
 * Writes the table. Where not all was judged, the points stay empty: that is not a zero. Moodle has a sign for that. It
 * also takes a row without an ID number for the student of the row before (load_data.php of its grade/import/csv). Such
 * a row is not written there; see {@linkcode unwritten}.
 *
 * @example
 * ```ts
 * import { gradesCsv } from "./grades.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(gradesCsv([], "cn"), "\ufeff学号,姓名,得分,评语\r\n");
 * ```
 */
export function gradesCsv(outcomes: readonly Outcome[], format: GradeFormat): string {
  const left_out = new Set(unwritten(outcomes, format));
  const rows = outcomes.filter((outcome) => !left_out.has(outcome)).map((outcome) => {
    const { entry: { number, name, class_name }, remark, verdict, points } = outcome;
    const shown = verdict === "complete" ? points : format === "moodle" ? no_moodle_grade : "";
    if (format === "cn") return [number, name, shown, remark];
    if (format === "canvas") return [name, "", number, "", class_name, shown];
    return [number, name, class_name, shown, remark];
  });
  const table = [...heads(format, outcomes), ...rows];
  // Excel takes a file without this mark for the system's old encoding.
  const mark = format === "cn" ? "\ufeff" : "";
  return `${mark}${papaparse.unparse(table, { escapeFormulae: formula })}\r\n`;
}

/** The results that the table leaves out, because the system could not tell the students apart. */
export function unwritten(outcomes: readonly Outcome[], format: GradeFormat): Outcome[] {
  return format === "moodle" ? outcomes.filter(({ entry: { number } }) => number === "") : [];
}

function heads(format: GradeFormat, outcomes: readonly Outcome[]): (string | number)[][] {
  if (format === "cn") return [["学号", "姓名", "得分", "评语"]];
  if (format === "moodle") return [["ID number", "Full name", "Class", "foxchain", "Feedback"]];
  return [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "foxchain"],
    ["    Points Possible", "", "", "", "", outcomes[0]?.points_max ?? 100],
  ];
}
