/** The report form's fields that the student fills in; the teacher's are none of them. */

/** The fields in the form's order; `*` in the course's form: required. */
export const report_fields = [
  { id: "term", required: false },
  { id: "lab_number", required: false },
  { id: "name", required: true },
  { id: "student_number", required: true },
  { id: "class", required: true },
  { id: "place", required: true },
  { id: "date", required: true },
  { id: "teacher", required: true },
  { id: "group_mates", required: false },
] as const;

/** Names a field. */
export type FieldId = typeof report_fields[number]["id"];

/** What was typed; the summary is a field of its own size. */
export type Fields = Readonly<Record<FieldId | "summary", string>>;

/** The required fields that are empty, in the form's order. */
export function missingFields(fields: Fields): readonly FieldId[] {
  return report_fields.filter(({ id, required }) => required && fields[id].trim() === "").map(({ id }) => id);
}

/**
 * The fields from storage; what was never typed is empty, but for what is known without asking.
 *
 * @param today As the form's date field has it, e.g. `2026-11-25`.
 */
export function readFields(text: string | null, today: string): Fields {
  const stored = parse(text);
  const value = (id: string, otherwise = "") => typeof stored[id] === "string" ? stored[id] : otherwise;
  return {
    term: value("term"),
    lab_number: value("lab_number", "2"),
    name: value("name"),
    student_number: value("student_number"),
    class: value("class"),
    place: value("place"),
    date: value("date", today),
    teacher: value("teacher"),
    group_mates: value("group_mates"),
    summary: value("summary"),
  };
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}
