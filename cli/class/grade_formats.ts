/** The forms of `grades.csv` by name. Apart from what writes them: every start reads the names for its help. */

/** Forms of `grades.csv`. */
export const grade_formats = ["cn", "canvas", "moodle"] as const;

/** One of {@linkcode grade_formats}. */
export type GradeFormat = (typeof grade_formats)[number];
